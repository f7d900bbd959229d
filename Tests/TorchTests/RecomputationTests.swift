import TestSupport
import Testing
import Torch

@Suite("Parts that are computed again", .torchTurn)
struct RecomputationTests {
  /// A convolution of an image that needs no gradient, then a product with a leaf that does.
  private func gradients(recomputes: Bool, dtype: DType? = nil) throws -> [[Float]] {
    let x = try Tensor(pattern(count: 2 * 64, seed: 1), shape: [1, 2, 4, 4, 4])
    let weight = try Tensor(pattern(count: 2 * 2 * 27, seed: 2), shape: [2, 2, 3, 3, 3])
      .requiringGradient()
    let factor = try Tensor(pattern(count: 128, seed: 3), shape: [1, 2, 4, 4, 4])
      .requiringGradient()
    func part(_ inputs: [Tensor]) throws(TorchError) -> Tensor {
      // The weight has one use: two within one cast would meet in the low precision.
      guard inputs.count == 1 else { return try inputs[0].tanh() * inputs[1] }
      return try inputs[0].conv3d(
        weight: weight, bias: nil, stride: [1, 1, 1], padding: [1, 1, 1]
      ).leakyRelu(slope: 0.1)
    }
    func whole() throws(TorchError) -> Tensor {
      let first = recomputes ? try recomputed([x], part) : try part([x])
      return recomputes ? try recomputed([first, factor], part) : try part([first, factor])
    }
    let y = try dtype.map { dtype throws(TorchError) in try autocast(dtype, on: .cpu, whole) }
    try (y ?? whole()).to(.float32).square().sum().backward()
    return try [weight, factor].map { try #require($0.gradient).scalars() }
  }

  @Test("give the same gradients to the bit, also to parameters behind an input without one")
  func same() throws {
    let plain = try gradients(recomputes: false)
    #expect(plain.allSatisfy { $0.contains { $0 != 0 } })
    #expect(try gradients(recomputes: true) == plain)
  }

  @Test("are cast the second time as the first")
  func autocasting() throws {
    let plain = try gradients(recomputes: false, dtype: .bfloat16)
    #expect(try plain != gradients(recomputes: false))
    #expect(try gradients(recomputes: true, dtype: .bfloat16) == plain)
  }

  @Test("pass on the error of either time, and leave no tensor behind")
  func failure() async {
    await #expect(processExitsWith: .success) {
      let weight = try Tensor([2.0], shape: [1]).requiringGradient()
      let calls = Counter()
      func part(_ inputs: [Tensor]) throws(TorchError) -> Tensor {
        calls.add()
        guard calls.value != 2 else { throw TorchError(operation: "part", message: "second") }
        return try inputs[0] * weight
      }
      let before = TorchRuntime.liveTensorCount
      do {
        let y = try recomputed([Tensor([3.0], shape: [1])], part)
        #expect(try y.item() == 6)
        #expect { try y.backward() } throws: { "\($0)".contains("part: second") }
        #expect { try recomputed([], part) } throws: { "\($0)".contains("a part needs an input") }
      }
      #expect(TorchRuntime.liveTensorCount == before)
      // Without gradients nothing is kept.
      let z = try withoutGradients { try recomputed([Tensor([3.0], shape: [1])], part) }
      #expect(!z.requiresGradient)
    }
  }
}
