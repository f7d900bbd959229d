@testable import DomainAdaptation

import Imaging
import Learning
import Networks
import TestSupport
import Testing
import Torch

/// How much brighter fluid is than tissue, in the middle of a region.
private func contrast(_ voxels: [Float], patient: Int) -> Double {
  var sums = (fluid: 0.0, tissue: 0.0)
  var counts = (fluid: 0.0, tissue: 0.0)
  for j in 0..<32 {
    for i in 0..<32 where ToySlices.isTissue(i, j) {
      let value = Double(voxels[i + 32 * j])
      if ToySlices.isFluid(i, j, shift: patient % 3 - 1) {
        sums.fluid += value
        counts.fluid += 1
      } else {
        sums.tissue += value
        counts.tissue += 1
      }
    }
  }
  return sums.fluid / counts.fluid - sums.tissue / counts.tissue
}

@Suite("The translator", .serialized, .torchTurn)
struct TranslationToyTests {
  init() { TorchRuntime.setThreads(1) }

  @Test("learns that fluid, dark in the source, is bright in the target")
  func turnsFluidBright() throws {
    let steps = 200
    let learner = try TranslationLearner(
      ToySlices.settings(steps: steps), sampler: ToySlices.sampler(), seed: 3, device: .cpu)
    for step in 0..<steps { _ = try learner.step(step) }

    // A patient that was not trained on, in the style of both sites.
    let patient = 8
    let slice = Array(ToySlices.source(patient).voxels.prefix(32 * 32))
    // By construction fluid is 0.7 darker in the source and 0.8 brighter in the target.
    #expect(contrast(slice, patient: patient) < -0.6)
    for code: [Float] in [[1, 0], [0, 1]] {
      let translated = try withoutGradients {
        try learner.generator(
          Tensor(slice, shape: [1, 1, 32, 32]), code: Tensor(code, shape: [1, 2])
        ).scalars()
      }
      try #require(translated.count == 1024)
      let found = contrast(translated, patient: patient)
      // A third of the target's contrast; the identity gives -0.7, four seeds gave 0.47...0.53.
      #expect(found > 0.27, "fluid is \(found) brighter than tissue")
    }
  }
}
