import TestSupport
import Testing
import Torch

/// The problem of the golden optimisations: the parameters' product is drawn to 1.
private struct Problem {
  let parameters: [Tensor]

  init() throws {
    parameters = [
      try Tensor(pattern(count: 6, seed: 1), shape: [2, 3]).requiringGradient(),
      try Tensor(pattern(count: 3, seed: 2), shape: [3]).requiringGradient(),
    ]
  }

  func step(_ optimizer: any Optimizer) throws {
    optimizer.zeroGradients()
    try (parameters[0] * parameters[1] - 1).square().sum().backward()
    try optimizer.step()
  }

  var scalars: [Float] { get throws { try parameters.flatMap { try $0.scalars() } } }
}

@Suite("Optimisers")
struct OptimizerTests {
  typealias Make = @Sendable ([Tensor]) throws -> any Optimizer

  /// The settings of scripts/oracles/engine.py, by its names.
  static let makers: [String: Make] = [
    "AdamW": { try AdamW(parameters: $0) },
    "AdamW with its own constants": {
      try AdamW(
        parameters: $0, learningRate: 0.1, betas: (0.5, 0.99), epsilon: 1e-3, weightDecay: 0.2)
    },
    "Adam": { try AdamW(parameters: $0, learningRate: 0.05, weightDecay: 0) },
    "AdamW with falling rate": { try AdamW(parameters: $0, learningRate: 0.1) },
    "SGD": { try SGD(parameters: $0, learningRate: 0.02, momentum: 0, nesterov: false) },
    "SGD with momentum": {
      try SGD(parameters: $0, learningRate: 0.02, momentum: 0.9, nesterov: false)
    },
    "SGD with Nesterov momentum and weight decay": {
      try SGD(parameters: $0, learningRate: 0.02, weightDecay: 0.1)
    },
  ]

  @Test("Five steps are those of PyTorch 2.13", arguments: GoldenFile.loaded?.optimisers ?? [])
  func golden(_ golden: GoldenFile.Optimisation) throws {
    let problem = try Problem()
    let make = try #require(Self.makers[golden.name])
    let optimizer = try make(problem.parameters)
    #expect(golden.steps.count == 5)
    for (step, expected) in golden.steps.enumerated() {
      if golden.name.hasSuffix("falling rate") { optimizer.learningRate = 0.1 / Double(step + 1) }
      try problem.step(optimizer)
      expectClose(try problem.scalars, expected, "step \(step)")
    }
  }

  @Test("The golden file has a case for each setting of this table")
  func complete() {
    #expect(Set((GoldenFile.loaded?.optimisers ?? []).map(\.name)) == Set(Self.makers.keys))
  }

  @Test(
    "A saved state loaded into a new optimiser gives the same next steps", arguments: makers.keys)
  func resume(_ name: String) throws {
    let make = try #require(Self.makers[name])
    let first = try Problem()
    let whole = try make(first.parameters)
    for _ in 0..<3 { try first.step(whole) }

    let second = try Problem()
    for (parameter, value) in zip(second.parameters, first.parameters) {
      try withoutGradients { try parameter.copy_(from: value) }
    }
    let resumed = try make(second.parameters)
    try resumed.load(state: try whole.state.mapValues { try $0.cloned() })
    for _ in 0..<2 {
      try first.step(whole)
      try second.step(resumed)
    }
    #expect(try first.scalars == second.scalars)
  }

  @Test("The state matters: without it the next step is another one")
  func stateMatters() throws {
    for name in Self.makers.keys where name != "SGD" {
      let make = try #require(Self.makers[name])
      let (first, second) = (try Problem(), try Problem())
      let whole = try make(first.parameters)
      for _ in 0..<3 { try first.step(whole) }
      for (parameter, value) in zip(second.parameters, first.parameters) {
        try withoutGradients { try parameter.copy_(from: value) }
      }
      try first.step(whole)
      try second.step(try make(second.parameters))
      #expect(try first.scalars != second.scalars, "\(name)")
    }
  }

  @Test("The names of the state")
  func stateNames() throws {
    let parameters = try Problem().parameters
    #expect(
      Set(try AdamW(parameters: parameters).state.keys) == [
        "exp_avg.0", "exp_avg.1", "exp_avg_sq.0", "exp_avg_sq.1", "step.0", "step.1",
      ])
    #expect(
      Set(try SGD(parameters: parameters, learningRate: 1).state.keys) == [
        "started", "momentum.0", "momentum.1",
      ])
  }

  @Test("A state that lacks a tensor or has another shape is refused and changes nothing")
  func wrongState() throws {
    let optimizer = try AdamW(parameters: Problem().parameters)
    var state = try optimizer.state.mapValues { try Tensor.ones($0.shape) }
    state["exp_avg.1"] = nil
    let missing = #expect(throws: TorchError.self) { try optimizer.load(state: state) }
    #expect(
      missing?.description
        == "AdamW: the saved state lacks exp_avg.1, expected with shape [3]")
    state["exp_avg.1"] = try .zeros([2, 3])
    #expect(throws: TorchError.self) { try optimizer.load(state: state) }
    #expect(try optimizer.state.values.allSatisfy { try $0.norm().item() == 0 })
  }

  @Test("AdamW leaves a parameter without a gradient alone, SGD refuses it")
  func missingGradient() throws {
    let problem = try Problem()
    let before = try problem.parameters[1].scalars()
    try problem.parameters[0].square().sum().backward()
    try AdamW(parameters: problem.parameters, learningRate: 0.1).step()
    #expect(try problem.parameters[1].scalars() == before)
    #expect(try problem.parameters[0].scalars() != pattern(count: 6, seed: 1))
    let error = #expect(throws: TorchError.self) {
      try SGD(parameters: problem.parameters, learningRate: 0.1).step()
    }
    #expect(error?.description == "SGD: expected 2 gradients, found 1")
  }

  @Test("AdamW without any gradient does nothing, and no optimiser without parameters")
  func noGradients() throws {
    let problem = try Problem()
    let before = try problem.scalars
    try AdamW(parameters: problem.parameters, learningRate: 0.1).step()
    try AdamW(parameters: []).step()
    try SGD(parameters: [], learningRate: 0.1).step()
    #expect(try problem.scalars == before)
  }
}
