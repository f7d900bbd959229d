import Imaging
import Preprocessing
import Torch

/// Draws random patches from images, and puts them side by side as tensors.
struct PatchDrawing {
  let settings: SegmentationSettings
  let samples: [TrainingSample]
  private let cumulativeWeights: [Double]

  init(_ samples: [TrainingSample], settings: SegmentationSettings) {
    self.settings = settings
    self.samples = samples
    var sum = 0.0
    cumulativeWeights = samples.map { sample in
      sum += sample.weight
      return sum
    }
  }

  /// A patch of a labelled image, with every random change of its intensities.
  func patch(using random: inout SplitMix64) -> Patch {
    var (patch, sample) = place(using: &random)
    if sample.variesStructures {
      settings.painting?.apply(to: &patch, using: &random)
      for structure in settings.structures { structure.apply(to: &patch, using: &random) }
    }
    settings.contrast?.apply(to: &patch, using: &random)
    settings.intensity?.apply(to: &patch, using: &random)
    return patch
  }

  /// A patch of an unlabelled image as it is, and the same patch with random intensities.
  func views(using random: inout SplitMix64) -> (plain: Patch, changed: Patch) {
    let plain = place(using: &random).patch
    var changed = plain
    settings.intensity?.apply(to: &changed, using: &random)
    return (plain, changed)
  }

  private func place(using random: inout SplitMix64) -> (patch: Patch, sample: TrainingSample) {
    let draw = Double.random(in: 0..<(cumulativeWeights.last ?? 1), using: &random)
    let sample = samples[cumulativeWeights.firstIndex { draw < $0 } ?? samples.count - 1]
    let sampler = PatchSampler(
      size: settings.patch, foregroundProbability: settings.foregroundProbability)
    let centre = sampler.centre(
      in: sample.image.grid, foreground: sample.foreground, using: &random)
    let patch = settings.spatial.patch(
      around: centre, size: settings.patch, channels: [sample.image], labels: sample.labels,
      using: &random)
    return (patch, sample)
  }

  /// Images `[N, 1, D, H, W]`.
  func images(_ patches: [Patch], on device: Device) throws(TorchError) -> Tensor {
    try Tensor(
      patches.flatMap { $0.image[0] }, shape: [patches.count, 1] + settings.patch.tensorShape
    ).to(device)
  }
}
