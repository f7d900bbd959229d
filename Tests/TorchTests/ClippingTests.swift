import Testing
import Torch

@Suite("Gradient clipping")
struct ClippingTests {
  /// Two leaves with the gradients 3 and (0, 4): their joint norm is 5.
  private func leaves() throws -> [Tensor] {
    let a = try Tensor([1] as [Float], shape: [1]).requiringGradient()
    let b = try Tensor([1, 1] as [Float], shape: [2]).requiringGradient()
    let factors = try Tensor([0, 4] as [Float], shape: [2])
    try ((a * 3).sum() + (b * factors).sum()).backward()
    return [a, b]
  }

  @Test("scales all gradients by the same factor down to the joint norm, and returns what it was")
  func scales() throws {
    let leaves = try leaves()
    #expect(try clipGradientNorm(leaves, maximum: 1) == 5)
    // 3/5 and 4/5, but for the 1e-6 that libtorch adds to the norm.
    expectClose(try #require(leaves[0].gradient).scalars(), [0.6])
    expectClose(try #require(leaves[1].gradient).scalars(), [0, 0.8])
    #expect(abs(try clipGradientNorm(leaves, maximum: 10) - 1) < 1e-6)
  }

  @Test("leaves gradients within the norm alone", arguments: [5, 6, 1e9])
  func within(_ maximum: Double) throws {
    let leaves = try leaves()
    #expect(try clipGradientNorm(leaves, maximum: maximum) == 5)
    #expect(try leaves[0].gradient?.scalars() == [3])
    #expect(try leaves[1].gradient?.scalars() == [0, 4])
  }

  @Test("finds the norm 0 where there are no gradients")
  func nothing() throws {
    #expect(try clipGradientNorm([], maximum: 1) == 0)
    #expect(try clipGradientNorm([try Tensor.ones([2]).requiringGradient()], maximum: 1) == 0)
  }
}
