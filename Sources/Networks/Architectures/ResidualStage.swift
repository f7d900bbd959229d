import Torch

/// One resolution of a U-Net's encoder, or of its decoder.
protocol UNetStage {
  /// `[N, inputs, D, H, W]` to `[N, outputs, D / s0, H / s1, W / s2]`.
  func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor
}

/// Residual blocks at one resolution; the first may stride.
///
/// A block is convolution, normalisation, rectifier, convolution, normalisation, plus its input, and a
/// rectifier. Where the block strides, its input is averaged over the stride; where it widens, a 1-wide
/// convolution and a normalisation follow.
///
/// - Source: the residual encoder of Isensee et al., "nnU-Net revisited", MICCAI 2024 (block "D" of He et
///   al., "Bag of tricks", CVPR 2019).
struct ResidualStage: UNetStage {
  private struct Block {
    let first: (convolution: Convolution, norm: InstanceNormalization)
    let second: (convolution: Convolution, norm: InstanceNormalization)
    let widening: (convolution: Convolution, norm: InstanceNormalization)?
    let stride: [Int]

    func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
      let y = try first.norm(first.convolution(x)).leakyRelu(slope: 0.01)
      var skip = stride == [1, 1, 1] ? x : try x.avgPool(kernel: stride, stride: stride)
      if let widening { skip = try widening.norm(widening.convolution(skip)) }
      return try (second.norm(second.convolution(y)) + skip).leakyRelu(slope: 0.01)
    }
  }

  private let stem: (convolution: Convolution, norm: InstanceNormalization)?
  private let blocks: [Block]

  /// A stage of `count` blocks.
  ///
  /// - Parameter hasStem: whether a convolution, normalisation and rectifier come first, as at the top.
  init(
    _ store: ParameterStore, _ name: String, from inputs: Int, to outputs: Int, stride: [Int],
    kernel: [Int], count: Int, hasStem: Bool
  ) throws(TorchError) {
    func layer(
      _ path: String, _ from: Int, _ kernel: [Int], _ stride: [Int] = [1, 1, 1]
    ) throws(TorchError) -> (convolution: Convolution, norm: InstanceNormalization) {
      (
        try Convolution(
          store, "\(name).\(path).conv", from: from, to: outputs, kernel: kernel, stride: stride,
          hasBias: false),
        try InstanceNormalization(store, "\(name).\(path).norm", channels: outputs)
      )
    }
    stem = hasStem ? try layer("stem", inputs, kernel) : nil
    var blocks: [Block] = []
    for i in 0..<count {
      let width = i == 0 && !hasStem ? inputs : outputs
      let step = i == 0 ? stride : [1, 1, 1]
      blocks.append(
        Block(
          first: try layer("block.\(i).0", width, kernel, step),
          second: try layer("block.\(i).1", outputs, kernel),
          widening: width == outputs ? nil : try layer("block.\(i).skip", width, [1, 1, 1]),
          stride: step))
    }
    self.blocks = blocks
  }

  func callAsFunction(_ x: Tensor) throws(TorchError) -> Tensor {
    var y = x
    if let stem { y = try stem.norm(stem.convolution(y)).leakyRelu(slope: 0.01) }
    for block in blocks { y = try block(y) }
    return y
  }
}
