import Foundation
import Testing

@testable import Imaging

/// Expected values are those of the C library in double precision.
@Suite("Elementary functions for loops over voxels")
struct VectorMathTests {
  @Test("The logarithm is that of the C library to 2e-7, from the smallest to the largest number")
  func logarithms() {
    for exponent in stride(from: -125.9, through: 127, by: 0.0937) {
      let x = Float(pow(2, exponent))
      let expected = log(Double(x))
      let error = abs(Double(vectorLogarithm(x)) - expected)
      #expect(error <= 2e-7 * max(1, abs(expected)), "log \(x)")
    }
    #expect(vectorLogarithm(1) == 0)
  }

  @Test("The exponential is that of the C library to 3e-7 of it, and bounded outside")
  func exponentials() {
    for x in stride(from: Float(-86), through: 86, by: 0.0713) {
      let expected = exp(Double(x))
      // A large x is known to no more than its own last bit.
      let allowed = 3e-7 + 1.2e-7 * Double(abs(x))
      #expect(abs(Double(vectorExponential(x)) / expected - 1) <= allowed, "exp \(x)")
    }
    #expect(vectorExponential(0) == 1)
    #expect(vectorExponential(-1000) < 1e-37)
    #expect(vectorExponential(1000).isFinite)
  }

  @Test("The sine of a part of a turn is that of the C library to 3e-7")
  func sines() {
    for x in stride(from: Float(-0.5), through: 0.5, by: 0.000_913) {
      let expected = sin(2 * Double.pi * Double(x))
      #expect(abs(Double(vectorSine(ofTurn: x)) - expected) <= 3e-7, "turn \(x)")
    }
  }

  @Test("Powers of 0 to 1 are those of the C library to 2e-6", arguments: [0.7, 1, 1.5])
  func powers(exponent: Double) {
    var values = (0...1000).map { Float($0) / 1000 }
    values.withUnsafeMutableBufferPointer { $0.raise(to: Float(exponent)) }
    for (n, value) in values.enumerated() {
      #expect(abs(Double(value) - pow(Double(n) / 1000, exponent)) <= 2e-6, "\(n) / 1000")
    }
  }

  @Test("Draws are added to all of an image of any length", arguments: [0, 1, 2, 511, 512, 513])
  func lengths(count: Int) {
    var random = SplitMix64(seed: 2)
    var values = [Float](repeating: 0, count: count)
    values.withUnsafeMutableBufferPointer { random.addNormals(deviation: 1, to: $0) }
    #expect(values.allSatisfy { $0 != 0 && abs($0) < 5.8 })
    #expect(Set(values).count == count)
  }
}
