import TestSupport
import Testing
import Torch

@Suite("bfloat16 autocast")
struct AutocastTests {
  private let x: Tensor
  private let weight: Tensor

  init() throws {
    TorchRuntime.setThreads(1)
    x = try Tensor(pattern(count: 2 * 4 * 64, seed: 1), shape: [1, 2, 4, 8, 8])
    weight = try Tensor(pattern(count: 3 * 2 * 27, seed: 2), shape: [3, 2, 3, 3, 3])
  }

  private func convolved() throws(TorchError) -> Tensor {
    try x.conv3d(weight: weight, bias: nil, stride: [1, 1, 1], padding: [1, 1, 1])
  }

  @Test("A convolution inside is bfloat16, close to float32 and not the same")
  func convolution() throws {
    let exact = try convolved()
    let low = try autocast(.bfloat16, on: .cpu) { () throws(TorchError) in try convolved() }
    #expect(exact.dtype == .float32)
    #expect(low.dtype == .bfloat16)
    #expect(low.shape == exact.shape)
    // Each of the 54 products has factors below 2 rounded by 2^-9 of themselves, and the sum is
    // rounded once more: at most 54 * 4 * 2 * 2^-9 + 2^-9 * 216 = 1.3, and by chance far less.
    let (a, b) = (try exact.scalars(), try low.scalars())
    #expect(a.count == b.count)
    let difference = zip(a, b).map { abs($0 - $1) }
    #expect((difference.max() ?? 1) < 0.25)
    #expect(difference.contains { $0 > 1e-4 })
  }

  @Test("A matrix product inside is bfloat16; sums, losses and norms of float32 stay float32")
  func kinds() throws {
    let rows = try x.reshaped([8, 64])
    try autocast(.bfloat16, on: .cpu) { () throws(TorchError) in
      #expect(try rows.matmul(rows.transposed(0, 1)).dtype == .bfloat16)
      #expect(try rows.sum().dtype == .float32)
      #expect(try rows.meanSquaredError(rows).dtype == .float32)
      #expect(try (rows + 1).dtype == .float32)
    }
  }

  @Test("Outside its block everything is float32 again, also after a failure and after nesting")
  func ends() throws {
    _ = try autocast(.bfloat16, on: .cpu) { () throws(TorchError) in try convolved() }
    #expect(try convolved().dtype == .float32)
    let error = #expect(throws: TorchError.self) {
      try autocast(.bfloat16, on: .cpu) { () throws(TorchError) in
        try x.matmul(Tensor.zeros([7, 7]))
      }
    }
    #expect(error?.operation == "matmul")
    #expect(try convolved().dtype == .float32)
    try autocast(.bfloat16, on: .cpu) { () throws(TorchError) in
      try autocast(.bfloat16, on: .cpu) { () throws(TorchError) in
        #expect(try convolved().dtype == .bfloat16)
      }
      #expect(try convolved().dtype == .bfloat16)
    }
    #expect(try convolved().dtype == .float32)
  }

  @Test("Gradients come back in float32, close to those of float32")
  func gradients() throws {
    let leaf = try weight.requiringGradient()
    func gradient(isLow: Bool) throws -> [Float] {
      leaf.zeroGradient()
      func loss() throws(TorchError) -> Tensor {
        try x.conv3d(weight: leaf, bias: nil, stride: [2, 2, 2], padding: [1, 1, 1])
          .to(.float32).square().mean()
      }
      let value =
        isLow
        ? try autocast(.bfloat16, on: .cpu) { () throws(TorchError) in try loss() } : try loss()
      try value.backward()
      #expect(leaf.gradient?.dtype == .float32)
      return try #require(leaf.gradient).scalars()
    }
    let (exact, low) = (try gradient(isLow: false), try gradient(isLow: true))
    let scale = exact.map { abs($0) }.max() ?? 0
    #expect(scale > 1)
    // bfloat16 holds 8 bits: a part in 256 for each of the factors that meet in a gradient.
    #expect(zip(exact, low).allSatisfy { abs($0 - $1) < 0.02 * scale })
  }

  @Test("A weight that a step changed is cast anew in the next block")
  func weightCache() throws {
    let leaf = try Tensor.ones([4, 4]).requiringGradient()
    let rows = try Tensor.ones([2, 4])
    func product() throws -> [Float] {
      try autocast(.bfloat16, on: .cpu) { () throws(TorchError) in
        try rows.linear(weight: leaf, bias: nil)
      }.scalars()
    }
    #expect(try product() == [Float](repeating: 4, count: 8))
    try withoutGradients { try leaf.mul_(2) }
    #expect(try product() == [Float](repeating: 8, count: 8))
  }
}
