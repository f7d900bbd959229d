/// A box of voxels cut from an image for training.
public struct Patch: Sendable {
  /// The channels, each with `i` fastest.
  public var image: [[Float]]
  /// The labels, `i` fastest; 255 marks voxels to ignore.
  public var labels: [UInt8]
  /// The number of voxels along `i`, `j`, `k`.
  public let size: SIMD3<Int>

  /// A patch from its parts; traps when the counts differ.
  public init(image: [[Float]], labels: [UInt8], size: SIMD3<Int>) {
    let count = size.x * size.y * size.z
    precondition(
      labels.count == count && image.allSatisfy { $0.count == count },
      "channels and labels of a patch have \(count) voxels")
    self.image = image
    self.labels = labels
    self.size = size
  }
}
