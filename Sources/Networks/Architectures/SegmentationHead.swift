public import Torch

/// A second way out of a translator's features: the classes of the image that went in.
///
/// `[N, features, (D/4,) H/4, W/4]` to logits `[N, classes, (D,) H, W]`: twice linear enlargement,
/// convolution, instance normalisation and rectifier, then a 1-wide convolution. Trained on the source's
/// labels it keeps what a label marks in the features that the picture is made from.
///
/// - Source: the segmentation head of the crossMoDA 2023 winner; Samoyed 2021 had one before.
public final class SegmentationHead {
  /// The trainable tensors.
  public let parameters: ParameterStore
  private let ups: [Convolution]
  private let score: Convolution
  private let doubling: [Int]

  /// A head whose initial weights are fixed by the seed.
  ///
  /// - Parameters:
  ///   - dimensions: 2 or 3.
  ///   - features: the channels of the translator's deepest features; a quarter of them remain.
  public init(
    dimensions: Int = 2, features: Int, classes: Int, seed: UInt64, device: Device = .cpu
  ) throws(TorchError) {
    let store = try ParameterStore(seed: seed, device: device)
    let kernel = [Int](repeating: 3, count: dimensions)
    let (half, quarter) = (max(1, features / 2), max(1, features / 4))
    ups = [
      try Convolution(
        store, "up.0", from: features, to: half, kernel: kernel, hasBias: false),
      try Convolution(store, "up.1", from: half, to: quarter, kernel: kernel, hasBias: false),
    ]
    score = try Convolution(
      store, "score", from: quarter, to: classes, kernel: kernel.map { _ in 1 }, gain: 0.5)
    doubling = kernel.map { _ in 2 }
    parameters = store
  }

  /// The logits at full resolution.
  public func callAsFunction(_ features: Tensor) throws(TorchError) -> Tensor {
    var y = features
    for up in ups {
      y = try up(linearlyEnlarged(y, by: doubling)).instanceNorm(weight: nil, bias: nil).relu()
    }
    return try score(y)
  }
}
