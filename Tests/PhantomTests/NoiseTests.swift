import Imaging
import Testing

@testable import Phantom

@Suite("Image formation")
struct NoiseTests {
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
    "Noise is Rician with the wanted deviation",
    arguments: [
      Level(signal: 0, mean: 125.33, deviation: 65.51),
      Level(signal: 2000, mean: 2002.5, deviation: 100),
    ])
  func rician(_ level: Level) {
    for interpolation in [0.0, 1.5] {
      let size = SIMD3(96, 96, 4)
      var g = SplitMix64(seed: 1)
      let image = formImage(
        [Float](repeating: level.signal, count: 96 * 96 * 4), size,
        field: ReceiveField(size, strength: 0, using: &g), interpolation: interpolation,
        deviation: 100, seed: 7)
      // The outermost two voxels keep their unblurred noise.
      var values: [Double] = []
      for k in 0..<4 {
        for j in 4..<92 {
          for i in 4..<92 { values.append(Double(image[i + 96 * (j + 96 * k)])) }
        }
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      // 31,000 values, correlated over about four when interpolated.
      #expect(abs(mean - level.mean) < 4)
      #expect(abs(variance.squareRoot() - level.deviation) < 3)
    }
  }

  @Test("The blur keeps a flat image and spreads a point by its taps")
  func blur() {
    let blur = Blur(deviation: 0.8)
    #expect(abs(blur.middle + 2 * blur.near + 2 * blur.far - 1) < 1e-6)
    var values: [Float] = [0, 0, 0, 0, 1, 0, 0, 0, 0]
    var scratch = values
    values.withUnsafeMutableBufferPointer { v in
      scratch.withUnsafeMutableBufferPointer { s in
        if let v = v.baseAddress, let s = s.baseAddress { blur.apply(v, count: 9, scratch: s) }
      }
    }
    #expect(values == [0, 0, blur.far, blur.near, blur.middle, blur.near, blur.far, 0, 0])
    #expect(Blur(deviation: 0).middle == 1)
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
