@testable import DomainAdaptation

import Imaging

/// Regions of four slices in which bright tissue with two balls of fluid lies in dark air.
///
/// Fluid is darker than tissue in the source and brighter in the target, as CSF is on ceT1 and T2.
/// Patients differ by a pixel in where the fluid lies, and in noise.
enum ToySlices {
  static let grid = VoxelGrid(32, 32, 4)

  static func isFluid(_ i: Int, _ j: Int, shift: Int) -> Bool {
    let (x, y) = (abs(2 * i - 31), j - 16 - shift)
    return (x - 14) * (x - 14) + 4 * y * y <= 64
  }

  static func isTissue(_ i: Int, _ j: Int) -> Bool {
    let (x, y) = (2 * i - 31, 2 * j - 31)
    return x * x + y * y <= 28 * 28
  }

  static func region(fluid: Float, tissue: Float, patient: Int) -> Volume {
    var random = SplitMix64(seed: UInt64(patient))
    let shift = patient % 3 - 1
    return Volume(
      grid: grid,
      voxels: (0..<grid.count).map { offset in
        let index = grid.index(at: offset)
        let value: Float =
          !isTissue(index.x, index.y)
          ? -0.95 : isFluid(index.x, index.y, shift: shift) ? fluid : tissue
        return value + 0.03 * Float(random.nextNormal())
      })
  }

  static func source(_ patient: Int) -> Volume {
    region(fluid: -0.5, tissue: 0.2, patient: patient)
  }

  static func target(_ patient: Int) -> Volume {
    region(fluid: 0.7, tissue: -0.1, patient: patient)
  }

  static func sampler() -> SliceSampler {
    SliceSampler(
      source: (1...3).map { patient in
        SliceCase(
          image: source(patient), site: nil,
          edgeWeights: Volume(grid: grid, filledWith: 1), foregroundSlices: [1, 2])
      },
      target: (4...6).map { patient in
        SliceCase(
          image: target(patient), site: patient % 2, edgeWeights: nil, foregroundSlices: [])
      }, sites: 2)
  }

  /// A learner of a width and a budget that run in a few milliseconds a step.
  static func settings(steps: Int) -> TranslationSettings {
    TranslationSettings(
      steps: steps, batch: 2, generatorWidth: 6, generatorBlocks: 1, discriminatorWidth: 6,
      positions: 16)
  }
}
