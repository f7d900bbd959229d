/// The physical grid that an image's voxels lie on: a size and an affine to RAS+ world space.
///
/// The grid travels with the data. Two images meet only after ``GridMismatch/check(_:_:_:)``;
/// nothing is resampled behind the caller's back.
public struct VoxelGrid: Hashable, Sendable, Codable {
  /// The number of voxels along `i`, `j`, `k`; each at least 1.
  public let size: SIMD3<Int>
  /// The map from voxel indices to millimetres in RAS+ world space.
  public let affine: Affine

  /// A grid from its size and its affine.
  public init(size: SIMD3<Int>, affine: Affine) {
    precondition(size.min() >= 1, "a grid has at least one voxel along each axis, not \(size)")
    self.size = size
    self.affine = affine
  }

  /// An axis-aligned RAS+ grid.
  public init(
    _ width: Int, _ height: Int, _ depth: Int, spacing: SIMD3<Double> = SIMD3(1, 1, 1),
    origin: SIMD3<Double> = .zero
  ) {
    self.init(
      size: SIMD3(width, height, depth), affine: Affine(spacing: spacing, origin: origin))
  }

  /// The number of voxels.
  public var count: Int { size.x * size.y * size.z }

  /// The distance in mm between neighbouring voxel centres along each axis.
  public var spacing: SIMD3<Double> { affine.spacing }

  /// The volume of one voxel in mm3.
  public var voxelVolume: Double { abs(affine.determinant) }

  /// The offset of voxel `(i, j, k)` in storage: `i` runs fastest.
  @inlinable
  public func offset(_ i: Int, _ j: Int, _ k: Int) -> Int { i + size.x * (j + size.y * k) }

  /// The voxel index at a storage offset.
  @inlinable
  public func index(at offset: Int) -> SIMD3<Int> {
    let row = offset / size.x
    return SIMD3(offset - row * size.x, row % size.y, row / size.y)
  }

  /// Whether the index lies inside the grid.
  @inlinable
  public func contains(_ i: Int, _ j: Int, _ k: Int) -> Bool {
    i >= 0 && j >= 0 && k >= 0 && i < size.x && j < size.y && k < size.z
  }

  /// The world position, in mm RAS+, of a continuous voxel index.
  @inlinable
  public func world(_ index: SIMD3<Double>) -> SIMD3<Double> { affine(index) }

  /// The world position of the grid's centre, in mm RAS+.
  public var centre: SIMD3<Double> {
    affine((SIMD3<Double>(size) - 1) / 2)
  }

  /// Whether both grids have one size and place every corner voxel within `tolerance` mm.
  ///
  /// The default forgives what float32 headers and text round off, and nothing more.
  public func matches(_ other: VoxelGrid, tolerance: Double = 0.01) -> Bool {
    size == other.size && cornerDistance(to: other) <= tolerance
  }

  /// The largest distance in mm between corner voxels of the same index in two grids of one size;
  /// NaN when an affine holds one.
  fileprivate func cornerDistance(to other: VoxelGrid) -> Double {
    let last = SIMD3<Double>(size) - 1
    let distances = (0..<8).map { corner in
      let index = SIMD3(
        corner & 1 == 0 ? 0 : last.x, corner & 2 == 0 ? 0 : last.y, corner & 4 == 0 ? 0 : last.z)
      return (affine(index) - other.affine(index)).length
    }
    return distances.contains(where: \.isNaN) ? .nan : distances.max() ?? 0
  }
}

/// Two images that should share a grid do not.
public struct GridMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being done, as in "Dice".
  public let operation: String
  /// The grid that was expected.
  public let expected: VoxelGrid
  /// The grid that was found.
  public let found: VoxelGrid

  /// Throws unless the two grids match.
  public static func check(
    _ operation: String, _ expected: VoxelGrid, _ found: VoxelGrid
  ) throws(GridMismatch) {
    guard expected.matches(found) else {
      throw GridMismatch(operation: operation, expected: expected, found: found)
    }
  }

  /// One sentence with both sizes; where the sizes agree, with how far apart voxels lie and with
  /// both spacings and origins.
  public var description: String {
    if expected.size != found.size {
      return "\(operation): the grids differ: expected \(text(expected.size)) voxels, "
        + "found \(text(found.size))"
    }
    return "\(operation): the grids differ in space by up to "
      + "\(rounded(expected.cornerDistance(to: found))) mm: "
      + "expected spacing \(text(expected.spacing)) mm at \(text(expected.affine.translation)), "
      + "found spacing \(text(found.spacing)) mm at \(text(found.affine.translation))"
  }

  private func text(_ v: SIMD3<Int>) -> String { "\(v.x)x\(v.y)x\(v.z)" }

  private func text(_ v: SIMD3<Double>) -> String {
    "(\(rounded(v.x)), \(rounded(v.y)), \(rounded(v.z)))"
  }

  /// To micrometres; adding 0 turns -0 into 0.
  private func rounded(_ mm: Double) -> Double {
    (mm * 1000).rounded(.toNearestOrEven) / 1000 + 0
  }
}
