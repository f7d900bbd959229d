import Testing
import Torch

// Expected values are worked by hand.
@Suite("Reductions beyond the golden ones")
struct ReductionTests {
  private let x = Result { try Tensor([3, 1, 2, 9, 8, 7] as [Float], shape: [2, 3]) }

  @Test("The index of the largest scalar, as int64")
  func argmax() throws {
    let x = try x.get()
    #expect(try x.argmax(dim: 1).int64Scalars() == [0, 0])
    #expect(try x.argmax(dim: 0, keepDim: true).shape == [1, 3])
    #expect(try x.argmax(dim: 0).int64Scalars() == [1, 1, 1])
    #expect(try x.argmax(dim: 0).dtype == .int64)
  }

  @Test("The k largest and smallest come in order, with their places")
  func topK() throws {
    let x = try x.get()
    let (values, places) = try x.topK(2, dim: 1)
    #expect(try values.scalars() == [3, 2, 9, 8])
    #expect(try places.int64Scalars() == [0, 2, 0, 1])
    let (least, least_) = try x.topK(1, dim: 1, largest: false)
    #expect(try least.scalars() == [1, 7])
    #expect(try least_.int64Scalars() == [1, 2])
  }

  @Test(
    "NaN and infinities are not finite",
    arguments: [([0, -1e38], true), ([], true), ([0, .nan], false), ([-.infinity], false)]
      as [([Float], Bool)])
  func finite(_ scalars: [Float], _ isFinite: Bool) throws {
    #expect(try Tensor(scalars, shape: [scalars.count]).allFinite() == isFinite)
  }

  @Test("A row of zeros stays zeros when it is made a unit row")
  func unitZero() throws {
    #expect(try Tensor.zeros([2, 3]).normalized(dim: 1).scalars() == [0, 0, 0, 0, 0, 0])
  }

  @Test("Softmax neither overflows nor loses its sum at large logits")
  func softmaxRange() throws {
    let x = try Tensor([1000, 0, -1000] as [Float], shape: [1, 3])
    #expect(try x.softmax(dim: 1).scalars() == [1, 0, 0])
    #expect(try x.logSoftmax(dim: 1).scalars() == [0, -1000, -2000])
  }

  @Test("Truth values and bytes add up beyond 255, in int64")
  func wideSum() throws {
    let truth = try Tensor.ones([300], dtype: .bool).sum()
    #expect(truth.dtype == .int64)
    #expect(try truth.item() == 300)
    #expect(try Tensor.full([3], 200, dtype: .uint8).sum().item() == 600)
  }
}
