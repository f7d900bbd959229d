import Torch

/// Which slices of a region a translator sees and renders around one of them.
struct SliceWindow: Hashable {
  var view = TranslationView.slice
  /// Slices of a slab or a block; 1 for a slice.
  var depth = 1

  /// The slices that go in; a slab repeats the region's ends, a block is moved inside it.
  func seen(around k: Int, of count: Int) -> [Int] {
    switch view {
    case .slice: [k]
    case .slab: (0..<depth).map { max(0, min(count - 1, k + $0 - depth / 2)) }
    case .block: Array(blockStart(k, count)..<(blockStart(k, count) + depth))
    }
  }

  /// The slices that come out: all of a block, else the one in the middle.
  func rendered(around k: Int, of count: Int) -> [Int] {
    view == .block ? seen(around: k, of: count) : [k]
  }

  private func blockStart(_ k: Int, _ count: Int) -> Int {
    max(0, min(count - depth, k - depth / 2))
  }

  /// The part of an input that the output is compared with: a slab's middle slice, else all.
  func rendered(_ input: Tensor) throws(TorchError) -> Tensor {
    view == .slab ? try input.narrow(dim: 1, start: depth / 2, length: 1) : input
  }
}
