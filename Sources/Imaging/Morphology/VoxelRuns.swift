#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
        let begin = base + row * width
        var place = 0
        // The C library searches many bytes at once; `true` is stored as 1.
        while place < width, let found = memchr(begin + place, 1, width - place) {
          let first = UnsafeRawPointer(found) - begin
          let end = memchr(begin + first, 0, width - first).map { UnsafeRawPointer($0) - begin }
          place = end ?? width
          runs.append(
            VoxelRun(row: Int32(row), first: Int32(first), last: Int32(place - 1)))
        }
        starts.append(runs.count)
      }
    }
  }
}
