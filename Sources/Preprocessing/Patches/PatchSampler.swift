public import Imaging

/// Where each foreground label lies in a label map, so that patches can be centred on it.
public struct ForegroundIndex: Sendable {
  /// About how many voxels are remembered per label; structures of twice as many, or more, are
  /// thinned evenly.
  static let voxelsPerLabel = 4000
  /// Storage offsets per label, labels ascending.
  let offsets: [[Int]]

  /// The index of a label map; 0 and 255 (to be ignored) are left out.
  public init(_ labels: LabelMap) {
    var all = [[Int]](repeating: [], count: 256)
    for (offset, label) in labels.voxels.enumerated() where label != 0 && label != 255 {
      all[Int(label)].append(offset)
    }
    offsets = all.filter { !$0.isEmpty }.map { voxels in
      let step = max(1, voxels.count / Self.voxelsPerLabel)
      return stride(from: 0, to: voxels.count, by: step).map { voxels[$0] }
    }
  }
}

/// Draws where patches are cut.
public struct PatchSampler: Hashable, Sendable {
  /// The patch's size in voxels.
  public var size: SIMD3<Int>
  /// The part of patches centred on a voxel of a random label, each label alike.
  public var foregroundProbability: Double

  /// A sampler.
  public init(size: SIMD3<Int>, foregroundProbability: Double) {
    self.size = size
    self.foregroundProbability = foregroundProbability
  }

  /// The centre of a patch as a continuous voxel index.
  ///
  /// A foreground voxel is moved off the centre by up to a quarter of the patch, so that the network
  /// does not learn that structures lie in the middle. Patches stay inside the grid where they fit
  /// and are centred along axes where they do not.
  public func centre(
    in grid: VoxelGrid, foreground: ForegroundIndex,
    using generator: inout SplitMix64
  ) -> SIMD3<Double> {
    let half = SIMD3<Double>(size) / 2
    let limit = SIMD3<Double>(grid.size)
    var centre = SIMD3<Double>.zero
    let wantsForeground = Double.random(in: 0..<1, using: &generator) < foregroundProbability
    if wantsForeground, let voxels = foreground.offsets.randomElement(using: &generator),
      let offset = voxels.randomElement(using: &generator)
    {
      centre = SIMD3<Double>(grid.index(at: offset))
      for axis in 0..<3 {
        centre[axis] += Double.random(in: -0.5...0.5, using: &generator) * half[axis]
      }
    } else {
      for axis in 0..<3 { centre[axis] = Double.random(in: 0..<limit[axis], using: &generator) }
    }
    for axis in 0..<3 {
      let low = half[axis] - 0.5
      let high = limit[axis] - half[axis] - 0.5
      centre[axis] = low < high ? max(low, min(high, centre[axis])) : (limit[axis] - 1) / 2
    }
    return centre
  }
}
