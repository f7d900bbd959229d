import Testing
import Torch

@Suite("Operations on shapes against PyTorch 2.13")
struct GoldenShapeTests {
  private static let pads = [1, 2, 0, 1]

  static let operations: [String: Operation] = [
    "reshaped": { try $0.x.reshaped([4, -1]) },
    "permuted": { try $0.x.permuted([2, 0, 1]) },
    "transposed": { try $0.x.transposed(0, -1) },
    "expanded": { try $0.x.expanded([2, 3, 4]) },
    "squeezed": { try $0.x.squeezed(dim: 1) },
    "unsqueezed": { try $0.x.unsqueezed(dim: 1) },
    "narrow": { try $0.x.narrow(dim: 2, start: 1, length: 2) },
    "select": { try $0.x.select(dim: 1, index: 2) },
    "select the last": { try $0.x.select(dim: -1, index: -1) },
    "indexSelect": { try $0.x.indexSelect(dim: 2, indices: $0.indices) },
    "gather": { try $0.x.gather(dim: 1, indices: $0.indices) },
    "flipped": { try $0.x.flipped(dims: [0, 2]) },
    "concatenate": { try Tensor.concatenate([$0.x, $0.y, $0.x], dim: 1) },
    "stack": { try Tensor.stack([$0.x, $0.y], dim: 1) },
    "padded with a constant": { try $0.x.padded(pads, mode: .constant(0.5)) },
    "padded by reflection": { try $0.x.padded(pads, mode: .reflect) },
    "padded with the border": { try $0.x.padded(pads, mode: .replicate) },
  ]

  @Test("The golden file has a case for each operation of this table")
  func complete() {
    #expect(Set(GoldenOperation.all("shape").map(\.name)) == Set(Self.operations.keys))
  }

  @Test("Values and gradients", arguments: GoldenOperation.all("shape"))
  func operation(_ golden: GoldenOperation) throws { try golden.check(Self.operations) }

  @Test("One-hot rows hold a 1 at the class, as float32")
  func oneHot() throws {
    let rows = try Tensor([2, 0] as [Int64], shape: [2]).oneHot(classes: 3)
    #expect(rows.shape == [2, 3])
    #expect(rows.dtype == .float32)
    #expect(try rows.scalars() == [0, 0, 1, 1, 0, 0])
  }

  @Test("An axis of another length than 1 is not squeezed away")
  func keepsLongAxis() throws {
    #expect(try Tensor.zeros([2, 1, 3]).squeezed(dim: 2).shape == [2, 1, 3])
  }

  @Test("A view shares its scalars with the whole, a clone does not")
  func views() throws {
    let whole = try Tensor.zeros([2, 3])
    let copy = try whole.cloned()
    try whole.select(dim: 0, index: 1).fill_(7)
    #expect(try whole.scalars() == [0, 0, 0, 7, 7, 7])
    #expect(try copy.scalars() == [0, 0, 0, 0, 0, 0])
  }

  @Test("Axes in another order are read out row-major, and contiguous only after a copy")
  func contiguity() throws {
    let turned = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]).transposed(0, 1)
    #expect(!turned.isContiguous)
    #expect(try turned.contiguous().isContiguous)
    // Worked by hand: the columns of [[1, 2, 3], [4, 5, 6]].
    #expect(try turned.scalars() == [1, 4, 2, 5, 3, 6])
    #expect(try turned.contiguous().scalars() == [1, 4, 2, 5, 3, 6])
  }
}
