import Dispatch

/// Calls `body` for every number below `count`, on all cores; the order is not defined.
func parallel(_ count: Int, _ body: @Sendable (Int) -> Void) {
  DispatchQueue.concurrentPerform(iterations: count, execute: body)
}

/// How many rows are laid side by side at once: as many as one instruction takes.
let rowLanes = 16

extension UnsafeMutableBufferPointer<Float> {
  /// A part of the buffer, as a buffer.
  @inline(__always)
  func part(from start: Int, count: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(rebasing: self[start..<(start + count)])
  }

  /// Takes the values of another buffer of the same length.
  @inline(__always)
  func copy(_ other: UnsafeMutableBufferPointer<Float>) {
    _ = update(from: other)
  }

  /// Lays rows of `length` voxels side by side, ``rowLanes`` wide.
  ///
  /// Value `n` of row `r` goes to `n * rowLanes + r`; missing rows repeat the first.
  @inline(__always)
  func gather(_ rows: UnsafeBufferPointer<Float>, length: Int) {
    let count = rows.count / length
    for r in 0..<rowLanes {
      let start = r < count ? r * length : 0
      for n in 0..<length { self[n * rowLanes + r] = rows[start + n] }
    }
  }

  /// Lays rows that lie side by side, ``rowLanes`` wide, one after the other.
  @inline(__always)
  func scatter(to rows: UnsafeMutableBufferPointer<Float>, length: Int) {
    for r in 0..<(rows.count / length) {
      for n in 0..<length { rows[r * length + n] = self[n * rowLanes + r] }
    }
  }
}

extension UnsafeBufferPointer<Float> {
  /// A part of the buffer, as a buffer.
  @inline(__always)
  func part(from start: Int, count: Int) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(rebasing: self[start..<(start + count)])
  }
}
