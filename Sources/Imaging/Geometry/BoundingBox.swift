/// A half-open box of voxel indices: `lower` is inside, `upper` is not.
public struct BoundingBox: Hashable, Sendable, Codable {
  /// The lowest index inside the box; may be negative where a box reaches past a grid.
  public var lower: SIMD3<Int>
  /// The index just past the box.
  public var upper: SIMD3<Int>

  /// A box from its corners.
  public init(lower: SIMD3<Int>, upper: SIMD3<Int>) {
    self.lower = lower
    self.upper = upper
  }

  /// The number of voxels along each axis.
  public var size: SIMD3<Int> { upper &- lower }

  /// The box widened by `margin` voxels on each side.
  public func widened(by margin: SIMD3<Int>) -> BoundingBox {
    BoundingBox(lower: lower &- margin, upper: upper &+ margin)
  }

  /// The part of the box inside a grid of the given size.
  public func clipped(to size: SIMD3<Int>) -> BoundingBox {
    BoundingBox(
      lower: lower.clamped(lowerBound: .zero, upperBound: size),
      upper: upper.clamped(lowerBound: .zero, upperBound: size))
  }
}
