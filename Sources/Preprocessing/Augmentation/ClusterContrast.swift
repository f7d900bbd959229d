public import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A patch painted anew: every tissue gets a random intensity, whatever it had.
///
/// Tissues are the labelled structures and, for all that has no label, clusters of intensity. Each gets a
/// random level and a random spread; a part of the old texture may stay. A blur then gives borders the
/// partial volumes that painting took away, and a smooth field makes one side brighter. A network that
/// learns from such patches has seen any contrast, T2's among them, and no translator is needed.
///
/// - Source: Billot et al., "SynthSeg", Med. Image Anal. 86, 2023 (there from whole label maps); clusters
///   in place of missing labels as in the generative models of the same group.
public struct ClusterContrast: Codable, Hashable, Sendable {
  /// The part of patches that are painted anew.
  public var probability: Double
  /// The number of intensity clusters is drawn from here.
  public var clusters: ClosedRange<Int>
  /// The standard deviation within a tissue, relative to levels in 0...1.
  public var spread: ClosedRange<Double>
  /// How much of a voxel's distance from its cluster's mean stays, as a factor that may turn it around.
  public var texture: ClosedRange<Double>
  /// The standard deviation of the blur in voxels.
  public var blurSigma: ClosedRange<Double>
  /// The largest relative change of the field from one end of an axis to the other.
  public var field: Double
  /// Labels that are one tissue, as the two parts of a tumour.
  public var joined: [UInt8]

  /// A painter.
  public init(
    probability: Double = 1, clusters: ClosedRange<Int> = 4...10,
    spread: ClosedRange<Double> = 0...0.06, texture: ClosedRange<Double> = -1...1,
    blurSigma: ClosedRange<Double> = 0.3...0.8, field: Double = 0.3,
    joined: [UInt8] = []
  ) {
    self.probability = probability
    self.clusters = clusters
    self.spread = spread
    self.texture = texture
    self.blurSigma = blurSigma
    self.field = field
    self.joined = joined
  }

  /// Paints each channel anew and brings it to mean 0 and deviation 1.
  ///
  /// Voxels to ignore (255) count as unlabelled.
  public func apply(to patch: inout Patch, using generator: inout SplitMix64) {
    guard Double.random(in: 0..<1, using: &generator) < probability else { return }
    for channel in patch.image.indices {
      let painted = paint(patch.image[channel], patch.labels, patch.size, using: &generator)
      patch.image[channel] = painted
    }
  }

  private struct Tissue {
    let level: Float
    let spread: Float
  }

  private func paint(
    _ voxels: [Float], _ labels: [UInt8], _ size: SIMD3<Int>,
    using generator: inout SplitMix64
  ) -> [Float] {
    let count = Int.random(in: clusters, using: &generator)
    let means = intensityClusters(
      stride(from: 0, to: voxels.count, by: 5).map { voxels[$0] }, count: count)
    func tissue() -> Tissue {
      Tissue(
        level: Float.random(in: 0...1, using: &generator),
        spread: Float(Double.random(in: spread, using: &generator)))
    }
    let background = means.map { _ in tissue() }
    var structures = (0..<256).map { _ in tissue() }
    for label in joined.dropFirst() { structures[Int(label)] = structures[Int(joined[0])] }
    let strength = Float(Double.random(in: texture, using: &generator))
    let extent = max(1e-6, (means.last ?? 0) - (means.first ?? 0))
    let slope = (0..<3).map { _ in Float(Double.random(in: -field...field, using: &generator)) }
    let sigma = Double.random(in: blurSigma, using: &generator)
    let grid = VoxelGrid(size.x, size.y, size.z)
    var painted = voxels
    for offset in voxels.indices {
      let label = labels[offset]
      let cluster = nearest(voxels[offset], in: means)
      let tissue = label == 0 || label == 255 ? background[cluster] : structures[Int(label)]
      let rest = strength * (voxels[offset] - means[cluster]) / extent
      painted[offset] = tissue.level + rest + tissue.spread * Float(generator.nextNormal())
    }
    painted = Volume(grid: grid, voxels: painted).smoothed(sigma: SIMD3(repeating: sigma)).voxels
    for offset in painted.indices {
      let index = grid.index(at: offset)
      var factor: Float = 1
      for axis in 0..<3 {
        factor += slope[axis] * (Float(index[axis]) / Float(max(1, size[axis] - 1)) - 0.5)
      }
      painted[offset] *= factor
    }
    return Volume(grid: grid, voxels: painted).normalizedZScore().voxels
  }
}

/// The means of intensity clusters, ascending: k-means in one dimension from evenly spaced quantiles.
///
/// - Returns: `count` means, or fewer where clusters ran empty; at least one for a non-empty sample.
/// - Source: Lloyd, IEEE Trans. Inf. Theory 28:129, 1982.
func intensityClusters(_ sample: [Float], count: Int, rounds: Int = 8) -> [Float] {
  let sorted = sample.sorted()
  guard let low = sorted.first else { return [0] }
  guard low < sorted[sorted.count - 1] else { return [low] }
  var means = (0..<count).map { sorted[(2 * $0 + 1) * sorted.count / (2 * count)] }
  for _ in 0..<rounds {
    var sums = [Double](repeating: 0, count: means.count)
    var counts = [Double](repeating: 0, count: means.count)
    for value in sorted {
      let cluster = nearest(value, in: means)
      sums[cluster] += Double(value)
      counts[cluster] += 1
    }
    means = zip(sums, counts).filter { $1 > 0 }.map { Float($0 / $1) }
  }
  return means
}

private func nearest(_ value: Float, in means: [Float]) -> Int {
  var best = 0
  for index in means.indices where abs(means[index] - value) < abs(means[best] - value) {
    best = index
  }
  return best
}
