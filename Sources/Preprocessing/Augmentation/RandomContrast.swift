public import Imaging

/// A random remap of all intensities, so that a network learns shapes and not contrast.
///
/// - Source: in the spirit of Billot et al., SynthSeg, Med. Image Anal. 86, 2023, on intensities
///   instead of labels.
public struct RandomContrast: Codable, Hashable, Sendable {
  /// The number of points of the random curve.
  public var knots: Int
  /// The part of curves that only rise or only fall.
  public var monotoneProbability: Double

  /// A remap.
  public init(knots: Int = 6, monotoneProbability: Double = 0.5) {
    self.knots = knots
    self.monotoneProbability = monotoneProbability
  }

  /// Maps each channel through a random piecewise-linear curve, then to mean 0 and deviation 1.
  public func apply(to patch: inout Patch, using generator: inout SplitMix64) {
    for channel in patch.image.indices {
      var curve = (0..<max(2, knots)).map { _ in Float.random(in: 0...1, using: &generator) }
      if Double.random(in: 0..<1, using: &generator) < monotoneProbability {
        curve.sort()
        if Bool.random(using: &generator) { curve.reverse() }
      }
      remap(&patch.image[channel], through: curve)
    }
  }

  private func remap(_ voxels: inout [Float], through curve: [Float]) {
    let sorted = stride(from: 0, to: voxels.count, by: 7).map { voxels[$0] }.sorted()
    let low = sorted[sorted.count / 100]
    let high = sorted[sorted.count - 1 - sorted.count / 100]
    let scale = Float(curve.count - 1) / max(high - low, 1e-6)
    var sum = 0.0
    var squares = 0.0
    for offset in voxels.indices {
      let place = max(0, min(Float(curve.count - 1), (voxels[offset] - low) * scale))
      let knot = min(Int(place), curve.count - 2)
      let value = curve[knot] + (place - Float(knot)) * (curve[knot + 1] - curve[knot])
      voxels[offset] = value
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    let mean = sum / Double(voxels.count)
    let variance = max(0, squares / Double(voxels.count) - mean * mean)
    let deviation = Float(max(1e-4, variance.squareRoot()))
    for offset in voxels.indices { voxels[offset] = (voxels[offset] - Float(mean)) / deviation }
  }
}
