import Testing
import Torch

// Expected values are worked by hand.
@Suite("Arithmetic in place, comparison and choice")
struct ArithmeticTests {
  private func row(_ scalars: Float...) throws -> Tensor {
    try Tensor(scalars, shape: [scalars.count])
  }

  @Test("Operations whose names end in _ change the tensor itself")
  func inPlace() throws {
    let x = try row(1, 2, 3)
    try x.add_(row(10, 20, 30), scale: 0.5)
    #expect(try x.scalars() == [6, 12, 18])
    try x.mul_(2)
    #expect(try x.scalars() == [12, 24, 36])
    try x.copy_(from: Tensor([7] as [Int64], shape: [1]))
    #expect(try x.scalars() == [7, 7, 7])
    try x.fill_(-1)
    #expect(try x.scalars() == [-1, -1, -1])
    #expect(x.dtype == .float32)
  }

  @Test("All other operations leave their operands alone")
  func pure() throws {
    let (x, y) = (try row(1, -2), try row(3, 4))
    _ = try x + y
    _ = try x.abs()
    _ = try x * 3
    _ = try x.clamp(min: 0)
    #expect(try x.scalars() == [1, -2])
    #expect(try y.scalars() == [3, 4])
  }

  @Test("Comparisons give truth values")
  func comparison() throws {
    let x = try row(1, 2, .nan)
    for (result, expected) in [
      (try x.equal(to: 2), [0, 1, 0]), (try x.greater(than: 1), [0, 1, 0]),
      (try x.eq(row(1, 1, .nan)), [1, 0, 0]), (try x.equal(to: 2).logicalNot(), [1, 0, 1]),
    ] as [(Tensor, [UInt8])] {
      #expect(result.dtype == .bool)
      #expect(try result.byteScalars() == expected)
    }
  }

  @Test("A clamp without bounds changes nothing, with one bound only that side")
  func clamp() throws {
    let x = try row(-3, 0, 3)
    #expect(try x.clamp().scalars() == [-3, 0, 3])
    #expect(try x.clamp(min: -1).scalars() == [-1, 0, 3])
    #expect(try x.clamp(max: 1).scalars() == [-3, 0, 1])
  }

  @Test("Sums of different types take the wider type; quotients of integers are real")
  func promotion() throws {
    let whole = try Tensor([1, 2] as [Int64], shape: [2])
    let bytes = try Tensor([3, 4] as [UInt8], shape: [2])
    #expect(try (whole + bytes).dtype == .int64)
    #expect(try (whole + row(0.5, 0.5)).dtype == .float32)
    #expect(try (whole / bytes).dtype == .float32)
    #expect(try (whole / bytes).scalars() == [Float(1) / 3, 0.5])
  }

  @Test("A number keeps the type of a low-precision tensor")
  func scalarPromotion() throws {
    let x = try row(1, 2).to(.bfloat16)
    #expect(try (x + 1.5).dtype == .bfloat16)
    #expect(try (x + 1.5).scalars() == [2.5, 3.5])
  }
}
