public import Torch

/// A network that renders an image in the style of a code.
public protocol StyleTranslator: AnyObject {
  /// The trainable tensors.
  var parameters: ParameterStore { get }

  /// Four levels of features, from shallow to deep: full resolution, half, quarter, and quarter after
  /// the residual blocks.
  ///
  /// - Parameter x: `[N, inputs, (D,) H, W]` in -1...1.
  func encode(_ x: Tensor) throws(TorchError) -> [Tensor]

  /// The image, `[N, 1, (D,) H, W]` in -1...1, decoded from the features of ``encode(_:)``.
  ///
  /// - Parameter code: `[N, codeLength]`.
  func decode(_ features: [Tensor], code: Tensor) throws(TorchError) -> Tensor
}

extension StyleTranslator {
  /// The image in the style of `code`.
  public func callAsFunction(_ x: Tensor, code: Tensor) throws(TorchError) -> Tensor {
    try decode(encode(x), code: code)
  }
}

extension StyleTranslator {
  /// The parameters that ``encode(_:)`` uses: those of the stem, the way down and the residual blocks.
  public var encoderTensors: [Tensor] { tensors(ofEncoder: true) }

  /// All others, which ``decode(_:code:)`` uses.
  public var decoderTensors: [Tensor] { tensors(ofEncoder: false) }

  private func tensors(ofEncoder: Bool) -> [Tensor] {
    zip(parameters.names, parameters.tensors).filter { name, _ in
      ["stem.", "down.", "block."].contains { name.hasPrefix($0) } == ofEncoder
    }.map(\.1)
  }
}
