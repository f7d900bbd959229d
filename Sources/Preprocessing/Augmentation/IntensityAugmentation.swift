public import Imaging

/// Random noise, blur, sharpening, brightness, contrast and gamma of a patch, in this order.
///
/// - Source: the list, order and ranges of nnU-Net's default training, without its low resolution
///   and with smaller blur for thin structures such as the cochlea's turns; sharpening as in Zhang et
///   al., BigAug, IEEE TMI 39, 2020, since a translated scan is a little less sharp than a real one.
public struct IntensityAugmentation: Codable, Hashable, Sendable {
  /// Gaussian noise of a variance up to ``noiseVariance``.
  public var noiseProbability: Double
  /// The largest variance of the noise, relative to an image of variance 1.
  public var noiseVariance: Double
  /// Gaussian blur of ``blurSigma`` voxels.
  public var blurProbability: Double
  /// The range of the blur's standard deviation in voxels.
  public var blurSigma: ClosedRange<Double>
  /// Unsharp masking by an amount in ``sharpness``.
  public var sharpnessProbability: Double
  /// The range of the amount: how often the image's difference from its blur is added to it.
  public var sharpness: ClosedRange<Double>
  /// Multiplication by a factor in ``brightness``.
  public var brightnessProbability: Double
  /// The range of the brightness factor.
  public var brightness: ClosedRange<Double>
  /// Stretching about the mean by a factor in ``contrast``, kept within the patch's range.
  public var contrastProbability: Double
  /// The range of the contrast factor.
  public var contrast: ClosedRange<Double>
  /// A power of the intensity in ``gamma``, on the patch's range as 0...1.
  public var gammaProbability: Double
  /// The range of the exponent.
  public var gamma: ClosedRange<Double>

  /// The standard deviation in voxels of the blur that sharpening takes away.
  static let sharpeningSigma = 0.8

  /// An augmentation with nnU-Net's defaults, and sharpening.
  public init(
    noiseProbability: Double = 0.15, noiseVariance: Double = 0.05, blurProbability: Double = 0.15,
    blurSigma: ClosedRange<Double> = 0.4...0.9, sharpnessProbability: Double = 0.5,
    sharpness: ClosedRange<Double> = 0...1.5, brightnessProbability: Double = 0.15,
    brightness: ClosedRange<Double> = 0.75...1.25, contrastProbability: Double = 0.2,
    contrast: ClosedRange<Double> = 0.75...1.25, gammaProbability: Double = 0.3,
    gamma: ClosedRange<Double> = 0.7...1.5
  ) {
    self.noiseProbability = noiseProbability
    self.noiseVariance = noiseVariance
    self.blurProbability = blurProbability
    self.blurSigma = blurSigma
    self.sharpnessProbability = sharpnessProbability
    self.sharpness = sharpness
    self.brightnessProbability = brightnessProbability
    self.brightness = brightness
    self.contrastProbability = contrastProbability
    self.contrast = contrast
    self.gammaProbability = gammaProbability
    self.gamma = gamma
  }

  /// Changes each channel of the patch on its own.
  public func apply(to patch: inout Patch, using generator: inout SplitMix64) {
    for channel in patch.image.indices {
      change(&patch.image[channel], size: patch.size, using: &generator)
    }
  }

  private func change(
    _ voxels: inout [Float], size: SIMD3<Int>, using generator: inout SplitMix64
  ) {
    func happens(_ probability: Double) -> Bool {
      Double.random(in: 0..<1, using: &generator) < probability
    }
    if happens(noiseProbability) {
      let variance = Double.random(in: 0...noiseVariance, using: &generator)
      let deviation = Float(variance.squareRoot())
      voxels.withUnsafeMutableBufferPointer {
        generator.addNormals(deviation: deviation, to: $0)
      }
    }
    func blurred(sigma: Double) -> [Float] {
      let grid = VoxelGrid(size.x, size.y, size.z)
      return Volume(grid: grid, voxels: voxels).smoothed(sigma: SIMD3(repeating: sigma)).voxels
    }
    if happens(blurProbability) {
      voxels = blurred(sigma: Double.random(in: blurSigma, using: &generator))
    }
    if happens(sharpnessProbability) {
      let amount = Float(Double.random(in: sharpness, using: &generator))
      let smooth = blurred(sigma: Self.sharpeningSigma)
      for n in voxels.indices { voxels[n] += amount * (voxels[n] - smooth[n]) }
    }
    if happens(brightnessProbability) {
      let factor = Float(Double.random(in: brightness, using: &generator))
      change(&voxels) { $0 * factor }
    }
    if happens(contrastProbability) {
      let factor = Float(Double.random(in: contrast, using: &generator))
      let (low, high, mean) = voxels.withUnsafeBufferPointer(statistics)
      change(&voxels) { max(low, min(high, mean + ($0 - mean) * factor)) }
    }
    if happens(gammaProbability) {
      let exponent = Float(Double.random(in: gamma, using: &generator))
      let (low, high, _) = voxels.withUnsafeBufferPointer(statistics)
      let extent = max(high - low, 1e-6)
      change(&voxels) { ($0 - low) / extent }
      voxels.withUnsafeMutableBufferPointer { $0.raise(to: exponent) }
      change(&voxels) { low + extent * $0 }
    }
  }

  @inline(__always)
  private func change(_ voxels: inout [Float], _ value: (Float) -> Float) {
    voxels.withUnsafeMutableBufferPointer { voxels in
      for n in voxels.indices { voxels[n] = value(voxels[n]) }
    }
  }

  /// The range and the mean; all 0 without voxels.
  private func statistics(
    _ voxels: UnsafeBufferPointer<Float>
  ) -> (low: Float, high: Float, mean: Float) {
    guard let first = voxels.first else { return (0, 0, 0) }
    // Several of each, so that no value waits for the one before.
    var low = SIMD8<Float>(repeating: first)
    var (high, sum) = (low, SIMD8<Float>.zero)
    let whole = voxels.count / 8 * 8
    for n in stride(from: 0, to: whole, by: 8) {
      var part = SIMD8<Float>()
      for lane in 0..<8 { part[lane] = voxels[n + lane] }
      low.replace(with: part, where: part .< low)
      high.replace(with: part, where: part .> high)
      sum += part
    }
    var total = sum.sum()
    var (least, most) = (low.min(), high.max())
    for n in whole..<voxels.count {
      (least, most) = (min(least, voxels[n]), max(most, voxels[n]))
      total += voxels[n]
    }
    return (least, most, total / Float(voxels.count))
  }
}
