import Imaging
import Testing

@testable import Phantom

@Suite("Image formation")
struct NoiseTests {
  /// The mean and deviation of an image of one signal, noise 100 in each channel.
  private func moments(
    signal: Float, channels: Int = 1, interpolation: Double = 1
  ) -> (mean: Double, deviation: Double) {
    let size = SIMD3(96, 96, 4)
    var g = SplitMix64(seed: 1)
    var source = Magnetisation(size: size)
    source.water = source.water.map { _ in signal }
    var formation = ImageFormation(
      field: ReceiveField(size, strength: 0, using: &g), deviation: 100, seed: 7)
    formation.channels = channels
    formation.spread = PointSpread(interpolation: interpolation, apodisation: 0)
    let values = formation.image(source).map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return (mean, variance.squareRoot())
  }

  struct Level: Sendable, CustomTestStringConvertible {
    var signal: Float
    var mean: Double
    var deviation: Double
    var testDescription: String { "signal \(signal)" }
  }

  // Rice distribution with unit channel deviation, times 100: at 0 it is Rayleigh, with mean
  // sqrt(pi/2) = 1.25331 and deviation sqrt(2 - pi/2) = 0.65514; far above the noise, the mean is
  // nearly sqrt(A^2 + 1) and the deviation 1.
  @Test(
    "Noise is Rician with the wanted deviation, interpolated or not",
    arguments: [
      Level(signal: 0, mean: 125.33, deviation: 65.51),
      Level(signal: 2000, mean: 2002.5, deviation: 100),
    ], [1, 1.5])
  func rician(_ level: Level, _ interpolation: Double) {
    let found = moments(signal: level.signal, interpolation: interpolation)
    // 37,000 values, correlated over about two when interpolated.
    #expect(abs(found.mean - level.mean) < 3)
    #expect(abs(found.deviation - level.deviation) < 2.5)
  }

  // Chi distribution with 2n degrees: mean sqrt(2) Gamma(n + 1/2) / Gamma(n), deviation
  // sqrt(2n - mean^2). n = 2: 1.87997, 0.68283. n = 4: 2.74166, 0.69494. n = 8: 3.93779, 0.70289.
  @Test(
    "Air under several channels follows the chi distribution",
    arguments: [(2, 187.997, 68.28), (4, 274.166, 69.49), (8, 393.779, 70.29)])
  func chi(_ channels: Int, _ mean: Double, _ deviation: Double) {
    let found = moments(signal: 0, channels: channels)
    #expect(abs(found.mean - mean) < 2)
    #expect(abs(found.deviation - deviation) < 2)
  }

  @Test("Far above the noise, channels only shift the mean by (2n - 1) / (2 A)")
  func channels() {
    let found = moments(signal: 2000, channels: 8)
    // sqrt(A^2 + sum of 15 squares) is about A + 15 / (2 A) with A = 20 deviations.
    #expect(abs(found.mean - (2000 + 100 * 15.0 / 40)) < 3)
    #expect(abs(found.deviation - 100) < 2.5)
  }

  @Test("Shading of strength 0 changes nothing; otherwise it stays within its bounds")
  func shading() {
    var g = SplitMix64(seed: 2)
    let flat = ReceiveField([20, 20, 20], strength: 0, using: &g)
    #expect(flat.factor(3, flat.row(4, 5)) == 1)
    let field = ReceiveField([20, 20, 20], strength: 0.15, using: &g)
    var low: Float = 9
    var high: Float = 0
    for k in 0..<20 {
      for j in 0..<20 {
        for i in 0..<20 {
          let f = field.factor(i, field.row(j, k))
          low = min(low, f)
          high = max(high, f)
        }
      }
    }
    #expect(low >= 0.4 && high <= 1.8 && high - low > 0.05)
  }
}
