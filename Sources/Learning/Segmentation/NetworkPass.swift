import Networks
import Torch

/// A U-Net's outputs for a batch, and the way back to its parameters.
///
/// Where the batch is computed in parts, a first pass without gradients gives the outputs, which become
/// leaves; the loss of all of them gives their gradients, and a second pass, part by part, carries these
/// into the network. So the activations of one part are held at once, and a loss that is no mean over
/// slots is that of the whole batch.
///
/// - Source: the gradient cache of Gao et al., "Scaling deep contrastive learning batch size under memory
///   limited setup", RepL4NLP 2021.
struct NetworkPass {
  /// As `UNet.outputs` gives them.
  typealias Outputs = (logits: [Tensor], features: Tensor)

  let outputs: Outputs
  private let parts: [Tensor]
  private let forward: (Tensor) throws(TorchError) -> Outputs

  /// The pass of images `[N, inputs, D, H, W]`.
  ///
  /// - Parameter size: the slots that are computed at once; `nil`, or N and more, is all.
  init(
    _ images: Tensor, size: Int?, forward: @escaping (Tensor) throws(TorchError) -> Outputs
  ) throws(TorchError) {
    self.forward = forward
    let count = images.shape[0]
    let size = max(1, size ?? count)
    guard size < count else {
      parts = []
      outputs = try forward(images)
      return
    }
    var parts: [Tensor] = []
    for start in stride(from: 0, to: count, by: size) {
      parts.append(try images.narrow(dim: 0, start: start, length: min(size, count - start)))
    }
    let found = try withoutGradients { () throws(TorchError) in
      var found: [Outputs] = []
      for part in parts { found.append(try forward(part)) }
      return found
    }
    func leaf(_ tensors: [Tensor]) throws(TorchError) -> Tensor {
      try Tensor.concatenate(tensors, dim: 0).requiringGradient()
    }
    var logits: [Tensor] = []
    for level in found[0].logits.indices { logits.append(try leaf(found.map { $0.logits[level] })) }
    outputs = (logits, try leaf(found.map { $0.features }))
    self.parts = parts
  }

  /// After the loss's `backward()`: carries the outputs' gradients into the network, where they are not
  /// yet.
  func backward() throws(TorchError) {
    var start = 0
    for part in parts {
      let length = part.shape[0]
      let again = try forward(part)
      var sum = try Tensor.zeros([], device: part.device)
      for (leaf, output) in zip(
        outputs.logits + [outputs.features], again.logits + [again.features])
      {
        guard let gradient = leaf.gradient else { continue }
        // The derivative of this product by the output is the gradient itself.
        let own = try gradient.narrow(dim: 0, start: start, length: length)
        sum = try sum + (output * own).to(.float32).sum()
      }
      try sum.backward()
      start += length
    }
  }
}
