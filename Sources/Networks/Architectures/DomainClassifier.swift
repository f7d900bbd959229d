public import Torch

/// Tells from a network's features which domain an image comes from, at every position.
///
/// `[N, features, D, H, W]` to logits `[N, 1, D, H, W]`; above 0 means target. Two 1-wide
/// convolutions: it sees no neighbourhood but what the features hold of it.
///
/// - Source: Ganin et al., "Domain-adversarial training of neural networks", JMLR 17, 2016.
public final class DomainClassifier {
  /// The trainable tensors.
  public let parameters: ParameterStore
  private let hidden: Convolution
  private let score: Convolution

  /// A classifier whose initial weights are fixed by the seed.
  public init(
    features: Int, width: Int = 32, seed: UInt64, device: Device = .cpu
  ) throws(TorchError) {
    let store = try ParameterStore(seed: seed, device: device)
    hidden = try Convolution(store, "hidden", from: features, to: width, kernel: [1, 1, 1])
    score = try Convolution(store, "score", from: width, to: 1, kernel: [1, 1, 1], gain: 0.5)
    parameters = store
  }

  /// The logit of being a target image.
  public func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    try score(hidden(x).leakyRelu(slope: 0.2))
  }
}
