public import Imaging

/// Takes a region around both ears apart into one half an ear, the right one mirrored, so that a network sees
/// every ear the same way round; and puts predictions together again.
///
/// The region's `i` axis runs from the left ear to the right one, and its middle is the mid-plane between
/// them. Each half reaches some voxels beyond it, for what grows across and for context.
public struct EarPairing: Codable, Hashable, Sendable {
  /// The voxels that each half reaches beyond the mid-plane.
  public var overlap: Int

  /// A pairing.
  public init(overlap: Int = 8) { self.overlap = overlap }

  /// The voxels of a half along `i`; of the region's `width`, at most all of them.
  func halfWidth(_ width: Int) -> Int { min(width, (width + 1) / 2 + max(0, overlap)) }

  /// The left half as it is and the right half mirrored along `i`; both of the same size.
  ///
  /// World positions stay: the mirrored half's grid is left-handed.
  public func halves<Image: VoxelImage>(of image: Image) -> [Image] {
    [false, true].map { half(of: image, isMirrored: $0) }
  }

  /// One of the ``halves(of:)``: the right one, mirrored, or the left one.
  public func half<Image: VoxelImage>(of image: Image, isMirrored: Bool) -> Image {
    let size = image.grid.size
    let half = halfWidth(size.x)
    var affine = image.grid.affine
    if isMirrored {
      affine.translation = affine(SIMD3(Double(size.x - 1), 0, 0))
      affine.x = -affine.x
    }
    let grid = VoxelGrid(size: SIMD3(half, size.y, size.z), affine: affine)
    var voxels: [Image.Scalar] = []
    voxels.reserveCapacity(grid.count)
    for row in 0..<(size.y * size.z) {
      let start = row * size.x
      if isMirrored {
        voxels += image.voxels[(start + size.x - half)..<(start + size.x)].reversed()
      } else {
        voxels += image.voxels[start..<(start + half)]
      }
    }
    return Image(grid: grid, voxels: voxels)
  }

  /// The probabilities of the whole region from those of its halves, as ``halves(of:)`` gives them.
  ///
  /// Where the halves overlap, the weight of each falls linearly towards its edge; both sum to 1, so a
  /// mirrored region has mirrored probabilities.
  ///
  /// - Parameter grid: the region's.
  public func joined(_ halves: [ProbabilityMap], on grid: VoxelGrid) -> ProbabilityMap {
    let size = grid.size
    let half = halfWidth(size.x)
    let shared = 2 * half - size.x
    let classes = halves[0].classes
    var values = [Float](repeating: 0, count: classes * grid.count)
    // The weight of the left half at each place along `i`.
    let weights = (0..<size.x).map { i -> Float in
      if i < size.x - half { return 1 }
      if i >= half { return 0 }
      return 1 - (Float(i - (size.x - half)) + 0.5) / Float(shared)
    }
    for row in 0..<(classes * size.y * size.z) {
      for i in 0..<size.x {
        var sum: Float = 0
        if i < half { sum += weights[i] * halves[0].values[row * half + i] }
        let mirrored = size.x - 1 - i
        if mirrored < half { sum += (1 - weights[i]) * halves[1].values[row * half + mirrored] }
        values[row * size.x + i] = sum
      }
    }
    return ProbabilityMap(grid: grid, classes: classes, values: values)
  }
}
