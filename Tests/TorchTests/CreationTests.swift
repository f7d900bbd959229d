import Testing

@testable import Torch

@Suite("Tensors from scalars and back")
struct CreationTests {
  /// What 0, 1, 2.5 and 200 become in a type.
  ///
  /// Integers cut the fraction off, bool asks whether a scalar differs from 0; all four are exact in
  /// every floating type.
  static let converted: [(DType, [Float])] = [
    (.float32, [0, 1, 2.5, 200]), (.bfloat16, [0, 1, 2.5, 200]), (.float16, [0, 1, 2.5, 200]),
    (.float64, [0, 1, 2.5, 200]), (.int64, [0, 1, 2, 200]), (.uint8, [0, 1, 2, 200]),
    (.bool, [0, 1, 1, 1]),
  ]

  @Test("Conversion to a type and back keeps what the type can hold", arguments: converted)
  func conversion(_ type: DType, _ expected: [Float]) throws {
    let tensor = try Tensor([0, 1, 2.5, 200] as [Float], shape: [2, 2]).to(type)
    #expect(tensor.dtype == type)
    #expect(tensor.shape == [2, 2])
    #expect(try tensor.scalars() == expected)
    #expect(try tensor.to(.float32).scalars() == expected)
    #expect(try tensor.int64Scalars() == expected.map { Int64($0) })
    #expect(try tensor.byteScalars() == expected.map { UInt8($0) })
  }

  @Test("Packed bytes go in and come out unchanged in every type", arguments: DType.allCases)
  func packed(_ type: DType) throws {
    // Truth values are bytes 0 and 1; any bytes are numbers of the other types.
    let bytes = (0..<(6 * type.byteCount)).map { UInt8(type == .bool ? $0 % 2 : 7 * $0 % 120) }
    let tensor = try Tensor(packed: bytes, shape: [3, 2], dtype: type)
    #expect(tensor.dtype == type)
    #expect(try tensor.packedBytes() == bytes)
  }

  @Test("Rounding to 16 bits is to the nearest, ties to even")
  func rounding() throws {
    // Worked by hand: near 1, bfloat16 steps by 2^-7 and float16 by 2^-10; 1 + 2^-8 and 1 + 2^-11
    // are ties and go down to 1, three halves of a step go up to two steps.
    let halves = try Tensor([1 + 0x1p-8, 1 + 0x3p-8] as [Float], shape: [2])
    #expect(try halves.to(.bfloat16).scalars() == [1, 1 + 0x1p-6])
    let finer = try Tensor([1 + 0x1p-11, 1 + 0x3p-11] as [Float], shape: [2])
    #expect(try finer.to(.float16).scalars() == [1, 1 + 0x1p-9])
  }

  @Test("Constants of every type", arguments: DType.allCases)
  func constants(_ type: DType) throws {
    #expect(try Tensor.zeros([3], dtype: type).scalars() == [0, 0, 0])
    #expect(try Tensor.ones([3], dtype: type).scalars() == [1, 1, 1])
    #expect(try Tensor.full([2, 1], 1, dtype: type).shape == [2, 1])
    #expect(try Tensor.full([2, 1], 1, dtype: type).dtype == type)
  }

  @Test("A range counts from 0 in int64")
  func range() throws {
    let range = try Tensor.arange(4)
    #expect(range.dtype == .int64)
    #expect(try range.int64Scalars() == [0, 1, 2, 3])
    #expect(try Tensor.arange(0).count == 0)
  }

  @Test("Large integers keep every bit")
  func wide() throws {
    let values: [Int64] = [.max, .min, 0x1_0000_0000_0001]
    #expect(try Tensor(values, shape: [3]).int64Scalars() == values)
  }

  @Test("A scalar has no axes, an empty tensor no scalars")
  func extremes() throws {
    let scalar = try Tensor([4] as [Float], shape: [])
    #expect(scalar.rank == 0)
    #expect(scalar.count == 1)
    #expect(try scalar.item() == 4)
    for shape in [[0], [3, 0, 2]] {
      let empty = try Tensor([] as [Float], shape: shape)
      #expect(empty.shape == shape)
      #expect(empty.count == 0)
      #expect(try empty.scalars() == [])
      #expect(try empty.sum().item() == 0)
    }
  }

  @Test(
    "A shape that holds another number of scalars is refused",
    arguments: [[3], [2, 3], [0], [], [-1, 4], [1 << 62, 4]])
  func wrongShape(_ shape: [Int]) {
    let error = #expect(throws: TorchError.self) {
      try Tensor([1, 2, 3, 4] as [Float], shape: shape)
    }
    #expect(error?.operation == "Tensor")
    #expect(error?.message.isEmpty == false)
  }

  @Test("Packed bytes must be as many as shape and type need")
  func wrongBytes() throws {
    let bytes = [UInt8](repeating: 0, count: 16)
    #expect(try Tensor(packed: bytes, shape: [4], dtype: .float32).count == 4)
    let error = #expect(throws: TorchError.self) {
      try Tensor(packed: bytes, shape: [4], dtype: .float64)
    }
    #expect(error?.message == "shape [4] needs 32 bytes, found 16")
  }

  @Test("Only one scalar is an item")
  func item() throws {
    let error = #expect(throws: TorchError.self) { try Tensor.zeros([1, 2]).item() }
    #expect(error?.message == "expected one scalar, found shape [1, 2]")
    #expect(try Tensor.full([1, 1], 2.5).item() == 2.5)
  }
}
