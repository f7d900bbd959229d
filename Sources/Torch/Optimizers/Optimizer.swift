internal import CTorch

/// Changes parameters in place by their gradients.
public protocol Optimizer: AnyObject {
  /// The step size of the next step.
  var learningRate: Double { get set }
  /// The leaves that it changes.
  var parameters: [Tensor] { get }
  /// Changes every parameter that has a gradient.
  func step() throws(TorchError)
  /// Forgets the gradients of all parameters.
  func zeroGradients()
  /// What a later step depends on besides the parameters, by name.
  var state: [String: Tensor] { get }
  /// Takes back what ``state`` gave.
  func load(state: [String: Tensor]) throws(TorchError)
}

/// Copies saved tensors into an optimiser's own, by name.
func restore(
  _ operation: String, _ own: [String: Tensor], from saved: [String: Tensor]
) throws(TorchError) {
  for (name, tensor) in own {
    guard let value = saved[name], value.shape == tensor.shape else {
      throw TorchError(
        operation: operation,
        message: "the saved state lacks \(name), expected with shape \(tensor.shape)")
    }
  }
  for (name, tensor) in own {
    if let value = saved[name] { try tensor.copy_(from: value) }
  }
}

/// Scales all gradients so that their joint Euclidean norm is at most `maximum`.
///
/// - Returns: the norm before scaling.
@discardableResult
public func clipGradientNorm(
  _ parameters: [Tensor], maximum: Double
) throws(TorchError) -> Double {
  let gradients = parameters.compactMap(\.gradient)
  return try call("clipGradientNorm") { error in
    withHandles(gradients) { ctorch_clip_gradient_norm($0, maximum, error) }
  }
}
