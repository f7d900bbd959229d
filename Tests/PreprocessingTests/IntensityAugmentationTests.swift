import Foundation
import Imaging
import Preprocessing
import Testing

/// An augmentation in which nothing happens until a probability is raised.
private func nothing(
  _ change: (inout IntensityAugmentation) -> Void = { _ in }
) -> IntensityAugmentation {
  var augmentation = IntensityAugmentation(
    noiseProbability: 0, blurProbability: 0, sharpnessProbability: 0, brightnessProbability: 0,
    contrastProbability: 0, gammaProbability: 0)
  change(&augmentation)
  return augmentation
}

private func applied(
  _ augmentation: IntensityAugmentation, to patch: Patch, seed: UInt64 = 1
) -> Patch {
  var patch = patch
  var random = SplitMix64(seed: seed)
  augmentation.apply(to: &patch, using: &random)
  return patch
}

/// A 1 in the middle of 9x9x9 zeros.
private func impulse() -> (patch: Patch, grid: VoxelGrid) {
  let grid = VoxelGrid(9, 9, 9)
  var image = Volume(grid: grid, filledWith: 0)
  image[4, 4, 4] = 1
  let patch = Patch(
    image: [image.voxels], labels: [UInt8](repeating: 0, count: grid.count), size: grid.size)
  return (patch, grid)
}

@Suite("Random intensity changes")
struct IntensityAugmentationTests {
  @Test("with probability 0 change nothing")
  func nothingHappens() {
    let patch = Patch.noisy(SIMD3(6, 5, 4), seed: 1)
    let found = applied(nothing(), to: patch)
    #expect(found.image == patch.image)
    #expect(found.labels == patch.labels)
  }

  @Test("never touch the labels", arguments: 1...5)
  func labels(seed: Int) {
    let patch = Patch.noisy(SIMD3(6, 5, 4), seed: UInt64(seed))
    let all = IntensityAugmentation(
      noiseProbability: 1, blurProbability: 1, sharpnessProbability: 1, brightnessProbability: 1,
      contrastProbability: 1, gammaProbability: 1)
    let found = applied(all, to: patch, seed: UInt64(seed))
    #expect(found.labels == patch.labels)
    #expect(found.image != patch.image)
    #expect(found.image[0].allSatisfy { $0.isFinite })
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let augmentation: IntensityAugmentation
    let before: [Float]
    let after: [Float]
  }

  static let examples = [
    Example(
      testDescription: "brightness multiplies",
      augmentation: nothing { ($0.brightnessProbability, $0.brightness) = (1, 1.5...1.5) },
      before: [-2, 0, 1, 4], after: [-3, 0, 1.5, 6]),
    Example(
      testDescription: "contrast below 1 draws towards the mean, here 2",
      augmentation: nothing { ($0.contrastProbability, $0.contrast) = (1, 0.5...0.5) },
      before: [0, 1, 2, 5], after: [1, 1.5, 2, 3.5]),
    Example(
      testDescription: "contrast above 1 stretches to -2, 0, 2, 8 and keeps the range 0...5",
      augmentation: nothing { ($0.contrastProbability, $0.contrast) = (1, 2...2) },
      before: [0, 1, 2, 5], after: [0, 0, 2, 5]),
    Example(
      // As parts of the range -1...3: 0, 1/4, 1/2, 1; squared 0, 1/16, 1/4, 1.
      testDescription: "gamma raises the part of the range to a power",
      augmentation: nothing { ($0.gammaProbability, $0.gamma) = (1, 2...2) },
      before: [-1, 0, 1, 3], after: [-1, -0.75, 0, 3]),
    Example(
      testDescription: "gamma leaves a constant row as it is",
      augmentation: nothing { ($0.gammaProbability, $0.gamma) = (1, 2...2) },
      before: [5, 5, 5], after: [5, 5, 5]),
    Example(
      // 1, 2 times 2 are 2, 4; contrast 0.5 about 3 makes 2.5, 3.5.
      testDescription: "brightness comes before contrast",
      augmentation: nothing {
        ($0.brightnessProbability, $0.brightness) = (1, 2...2)
        ($0.contrastProbability, $0.contrast) = (1, 0.5...0.5)
      },
      before: [1, 2], after: [2.5, 3.5]),
  ]

  @Test("are what they say, worked by hand", arguments: examples)
  func byHand(_ example: Example) {
    let found = applied(example.augmentation, to: .row(example.before)).image[0]
    #expect(found.count == example.after.count)
    // A few roundings of numbers below 10.
    #expect(zip(found, example.after).allSatisfy { abs($0 - $1) < 1e-5 }, "\(found)")
  }

  @Test("blur an impulse into a Gaussian that keeps its sum")
  func blur() {
    let (patch, grid) = impulse()
    let found = applied(
      nothing { ($0.blurProbability, $0.blurSigma) = (1, 0.5...0.5) }, to: patch
    ).image[0]
    // Taps at sigma 0.5 are exp(-2 n^2), cut at three deviations, n = -2...2, and divided by their sum.
    let taps: [Double] = [1, exp(-2), exp(-8)]
    let sum = taps[0] + 2 * taps[1] + 2 * taps[2]
    let middle = pow(1 / sum, 3)
    #expect(abs(Double(found[grid.offset(4, 4, 4)]) - middle) < 1e-6)
    for neighbour in [grid.offset(5, 4, 4), grid.offset(4, 3, 4), grid.offset(4, 4, 5)] {
      #expect(abs(Double(found[neighbour]) - middle * exp(-2)) < 1e-6)
    }
    #expect(found[grid.offset(7, 4, 4)] == 0)
    #expect(abs(found.reduce(0, +) - 1) < 1e-5)
  }

  @Test("sharpen an impulse by what its blur takes away, and keep its sum")
  func sharpness() {
    let (patch, grid) = impulse()
    let found = applied(
      nothing { ($0.sharpnessProbability, $0.sharpness) = (1, 1.5...1.5) }, to: patch
    ).image[0]
    // Taps at sigma 0.8 are exp(-n^2 / 1.28), cut at three deviations, n = -3...3.
    let taps = (-3...3).map { exp(-Double($0 * $0) / 1.28) }
    let middle = pow(1 / taps.reduce(0, +), 3)
    #expect(abs(Double(found[grid.offset(4, 4, 4)]) - (1 + 1.5 * (1 - middle))) < 1e-5)
    #expect(abs(Double(found[grid.offset(5, 4, 4)]) + 1.5 * middle * exp(-1 / 1.28)) < 1e-5)
    #expect(abs(found.reduce(0, +) - 1) < 1e-5)
  }

  @Test("add noise of mean 0 whose variance is drawn evenly from 0 to the largest")
  func noiseVariance() {
    let patch = Patch.row([Float](repeating: 3, count: 2000))
    var variances: [Double] = []
    for seed in 0..<100 {
      let found = applied(
        nothing { ($0.noiseProbability, $0.noiseVariance) = (1, 0.05) }, to: patch,
        seed: UInt64(seed))
      let (mean, deviation) = moments(found.image[0])
      // Four deviations of the mean of 2000 draws of variance 0.05.
      #expect(abs(mean - 3) < 4 * (0.05 / 2000).squareRoot())
      variances.append(deviation * deviation)
    }
    // The variance itself is measured to 3 %; the mean of 100 uniform draws lies within 0.0058 of
    // its expectation (four deviations of 0.05 / sqrt(12 * 100)).
    #expect(variances.allSatisfy { $0 < 0.05 * 1.15 })
    #expect(abs(variances.reduce(0, +) / 100 - 0.025) < 0.006)
    #expect((variances.min() ?? 1) < 0.005)
    #expect((variances.max() ?? 0) > 0.045)
  }

  @Test("are drawn for each channel on its own")
  func channels() {
    let values: [Float] = [1, 2, 3, 4]
    let augmentation = nothing { ($0.brightnessProbability, $0.brightness) = (1, 0.5...2) }
    let found = applied(augmentation, to: .row(values, values))
    let factors = found.image.map { $0[0] }
    #expect(factors[0] != factors[1])
    for (channel, factor) in zip(found.image, factors) {
      #expect((0.5...2).contains(factor))
      #expect(zip(channel, values).allSatisfy { abs($0 - factor * $1) < 1e-5 })
    }
  }

  @Test("happen as often as asked", arguments: [0.15, 0.5, 1])
  func frequency(probability: Double) {
    let augmentation = nothing {
      ($0.brightnessProbability, $0.brightness) = (probability, 2...2)
    }
    var random = SplitMix64(seed: 9)
    var changed = 0
    for _ in 0..<1000 {
      var patch = Patch.row([1])
      augmentation.apply(to: &patch, using: &random)
      if patch.image[0][0] == 2 { changed += 1 }
    }
    // Four deviations of at most 16.
    #expect(abs(Double(changed) - 1000 * probability) <= 64, "\(changed)")
  }
}
