import Learning
import Networks
import Torch

/// The two segmentations that hold a translator to the source's labels: one reads its features, the other
/// the translated image.
///
/// The second begins later, when there is an image to read, and learns together with the generator.
///
/// - Source: the crossMoDA 2023 winner (weights 0.5, from epoch 50 of 600); Samoyed 2021.
final class SegmentationTerms {
  private let settings: TranslationSettings
  private let head: SegmentationHead?
  private let reader: UNet?

  init(
    _ settings: TranslationSettings, classes: Int, seed: UInt64, device: Device
  ) throws(TorchError) {
    self.settings = settings
    head =
      settings.sourceSegmentationWeight > 0
      ? try SegmentationHead(
        dimensions: settings.dimensions, features: 4 * settings.generatorWidth, classes: classes,
        seed: seed, device: device) : nil
    let w = settings.generatorWidth
    reader =
      settings.fakeSegmentationWeight > 0
      ? try UNet(
        .init(
          classes: classes, channels: [w, 2 * w, 4 * w],
          strides: [[1, 1, 1], [1, 2, 2], [1, 2, 2]]), seed: seed &+ 1, device: device) : nil
  }

  var tensors: [Tensor] { stores.flatMap(\.1.tensors) }

  private var stores: [(String, ParameterStore)] {
    [("head.", head?.parameters), ("reader.", reader?.parameters)].compactMap { name, store in
      store.map { (name, $0) }
    }
  }

  /// The terms of a step.
  ///
  /// - Parameters:
  ///   - features: the generator's deepest features of the source.
  ///   - fake: the translated image, `[N, 1, (D,) H, W]`.
  ///   - labels: of what was rendered, `[N, (D,) H, W]`.
  ///   - progress: the part of the steps that is done.
  ///   - sums: over the whole batch, where other processes have parts of it.
  func callAsFunction(
    features: Tensor, fake: Tensor, labels: Tensor, progress: Double, sums: BatchSums? = nil
  ) throws(TorchError) -> [(name: String, weight: Double, loss: Tensor)] {
    // Slices are volumes of one slice to the losses and to the U-Net.
    func deep(_ x: Tensor) throws(TorchError) -> Tensor {
      settings.dimensions == 3 ? x : try x.unsqueezed(dim: x.rank - 2)
    }
    var terms: [(name: String, weight: Double, loss: Tensor)] = []
    if let head {
      let loss = try diceAndCrossEntropy(
        deep(head(features)), target: deep(labels), sums: sums)
      terms.append(("sourceSegmentation", settings.sourceSegmentationWeight, loss))
    }
    if let reader, progress >= settings.fakeSegmentationStart {
      let loss = try diceAndCrossEntropy(
        reader(deep(fake)), target: deep(labels), sums: sums)
      terms.append(("fakeSegmentation", settings.fakeSegmentationWeight, loss))
    }
    return terms
  }

  func state() -> [String: Tensor] {
    stores.reduce(into: [:]) { state, store in
      state.merge(store.1.state(prefix: store.0)) { $1 }
    }
  }

  func restore(_ state: [String: Tensor]) throws {
    for (name, store) in stores { try store.load(state, prefix: name) }
  }
}
