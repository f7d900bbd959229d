internal import CTorch

/// Stochastic gradient descent with momentum, Nesterov's where asked.
///
/// - Source: Sutskever et al., ICML 2013, in libtorch's form; computed by its fused kernel.
public final class SGD: Optimizer {
  /// The step size of the next step.
  public var learningRate: Double
  /// The leaves that it changes.
  public let parameters: [Tensor]
  private let momentum: Double
  private let nesterov: Bool
  private let weightDecay: Double
  private var momenta: [Tensor] = []
  /// 0 until the first step has started the momenta.
  private let started: Tensor

  /// An optimiser of leaves that require gradients.
  public init(
    parameters: [Tensor], learningRate: Double, momentum: Double = 0.99, nesterov: Bool = true,
    weightDecay: Double = 0
  ) throws(TorchError) {
    self.parameters = parameters
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
    for parameter in parameters {
      momenta.append(try .zeros(parameter.shape, device: parameter.device))
    }
    started = try .zeros([])
  }

  /// Changes every parameter; each must have a gradient.
  public func step() throws(TorchError) {
    let gradients = parameters.compactMap(\.gradient)
    guard gradients.count == parameters.count else {
      throw TorchError(
        operation: "SGD",
        message: "expected \(parameters.count) gradients, found \(gradients.count)")
    }
    let isFirst = try started.item() == 0
    _ = try call("SGD") { error in
      withHandles(parameters) { parameters in
        withHandles(gradients) { gradients in
          withHandles(momentum == 0 ? [] : momenta) { momenta in
            ctorch_sgd_step(
              parameters, gradients, momenta, learningRate, momentum, nesterov, weightDecay,
              isFirst, error)
          }
        }
      }
    }
    try started.fill_(1)
  }

  /// Forgets the gradients of all parameters.
  public func zeroGradients() { for parameter in parameters { parameter.zeroGradient() } }

  /// The momenta, as `momentum.3`, and whether a first step was taken, as `started`.
  public var state: [String: Tensor] {
    var state = ["started": started]
    for i in parameters.indices { state["momentum.\(i)"] = momenta[i] }
    return state
  }

  /// Takes back what ``state`` gave.
  public func load(state saved: [String: Tensor]) throws(TorchError) {
    try restore("SGD", state, from: saved)
  }
}
