internal import CTorch

/// Adam with decoupled weight decay; weight decay 0 is plain Adam.
///
/// - Source: Loshchilov and Hutter, ICLR 2019; computed by libtorch's fused kernel.
public final class AdamW: Optimizer {
  /// The step size of the next step.
  public var learningRate: Double
  /// The leaves that it changes.
  public let parameters: [Tensor]
  private let betas: (Double, Double)
  private let epsilon: Double
  private let weightDecay: Double
  private var averages: [Tensor] = []
  private var squareAverages: [Tensor] = []
  private var steps: [Tensor] = []

  /// An optimiser of leaves that require gradients.
  public init(
    parameters: [Tensor], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999),
    epsilon: Double = 1e-8, weightDecay: Double = 1e-2
  ) throws(TorchError) {
    self.parameters = parameters
    self.learningRate = learningRate
    self.betas = betas
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    for parameter in parameters {
      averages.append(try .zeros(parameter.shape, device: parameter.device))
      squareAverages.append(try .zeros(parameter.shape, device: parameter.device))
      steps.append(try .zeros([], device: parameter.device))
    }
  }

  /// Changes every parameter that has a gradient.
  public func step() throws(TorchError) {
    let gradients = parameters.map(\.gradient)
    let active = gradients.indices.filter { gradients[$0] != nil }
    func part(_ tensors: [Tensor]) -> [Tensor] { active.map { tensors[$0] } }
    _ = try call("AdamW") { error in
      withHandles(part(parameters)) { parameters in
        withHandles(gradients.compactMap { $0 }) { gradients in
          withHandles(part(averages)) { averages in
            withHandles(part(squareAverages)) { squareAverages in
              withHandles(part(steps)) { steps in
                ctorch_adamw_step(
                  parameters, gradients, averages, squareAverages, steps, learningRate, betas.0,
                  betas.1, epsilon, weightDecay, error)
              }
            }
          }
        }
      }
    }
  }

  /// Forgets the gradients of all parameters.
  public func zeroGradients() { for parameter in parameters { parameter.zeroGradient() } }

  /// The running averages and step counts, as `exp_avg.3`, `exp_avg_sq.3`, `step.3`.
  public var state: [String: Tensor] {
    var state: [String: Tensor] = [:]
    for i in parameters.indices {
      state["exp_avg.\(i)"] = averages[i]
      state["exp_avg_sq.\(i)"] = squareAverages[i]
      state["step.\(i)"] = steps[i]
    }
    return state
  }

  /// Takes back what ``state`` gave.
  public func load(state saved: [String: Tensor]) throws(TorchError) {
    try restore("AdamW", state, from: saved)
  }
}
