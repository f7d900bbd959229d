/// Voxels of a mask that follow each other along `i`.
struct VoxelRun: Hashable, Sendable {
  /// The row, `j + height * k`.
  var row: Int32
  /// The first voxel's `i`.
  var first: Int32
  /// The last voxel's `i`.
  var last: Int32
  /// The number of what the run belongs to.
  var number: Int32 = 0
}

/// Every run of a mask, in storage order.
struct VoxelRuns {
  /// The runs.
  private(set) var runs: [VoxelRun] = []
  /// Where each row's runs begin in ``runs``, and the count of all at the end.
  private(set) var starts: [Int]

  init(_ mask: Mask) {
    let (width, rows) = (mask.grid.size.x, mask.grid.size.y * mask.grid.size.z)
    starts = [0]
    starts.reserveCapacity(rows + 1)
    mask.voxels.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      for row in 0..<rows {
        append(row: Int32(row), UnsafeRawBufferPointer(start: base + row * width, count: width))
        starts.append(runs.count)
      }
    }
  }

  /// Finds the runs of a row, whose bytes are 0 or 1, where a byte differs from the one before.
  private mutating func append(row: Int32, _ bytes: UnsafeRawBufferPointer) {
    var first: Int32?
    var last: UInt64 = 0
    for place in stride(from: 0, to: bytes.count, by: 8) {
      // Eight voxels, the first one in the lowest byte; zeros beyond the end.
      var word: UInt64 = 0
      if place + 8 <= bytes.count {
        word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      } else {
        for n in (place..<bytes.count).reversed() { word = word << 8 | UInt64(bytes[n]) }
      }
      var changes = word ^ (word << 8 | last)
      last = word >> 56
      while changes != 0 {
        let voxel = Int32(truncatingIfNeeded: place + changes.trailingZeroBitCount / 8)
        changes &= changes &- 1
        if let begin = first {
          runs.append(VoxelRun(row: row, first: begin, last: voxel - 1))
          first = nil
        } else {
          first = voxel
        }
      }
    }
    if let first { runs.append(VoxelRun(row: row, first: first, last: Int32(bytes.count - 1))) }
  }
}
