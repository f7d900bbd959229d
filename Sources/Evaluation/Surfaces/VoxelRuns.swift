import Imaging

/// The voxels inside as runs along i, and which connected component each run belongs to.
///
/// - Source: run-based labelling, He, Chao and Suzuki, IEEE Trans. Image Process. 17(5), 2008.
struct VoxelRuns {
  struct Run {
    let row: Int
    let first: Int
    /// Just past the last voxel.
    var end: Int
  }

  private(set) var runs: [Run] = []
  /// For each run the number of its component, from 0 in storage order.
  private(set) var components: [Int] = []
  private(set) var componentCount = 0
  /// The first run of each row of the grid's rows, and one past the last.
  private var firstRun: [Int]

  init(_ voxels: VoxelBytes, in box: BoundingBox, _ connectivity: Connectivity) {
    let size = voxels.size
    var runs: [Run] = []
    voxels.forEach(in: box) { i, j, k, _ in
      let row = j + size.y * k
      if let last = runs.last, last.row == row, last.end == i {
        runs[runs.count - 1].end = i + 1
      } else {
        runs.append(Run(row: row, first: i, end: i + 1))
      }
    }
    firstRun = [Int](repeating: runs.count, count: size.y * size.z + 1)
    for (n, run) in runs.enumerated().reversed() { firstRun[run.row] = n }
    for row in (0..<(size.y * size.z)).reversed() {
      firstRun[row] = min(firstRun[row], firstRun[row + 1])
    }
    self.runs = runs
    label(size, connectivity)
  }

  /// Calls `body` for each run of `other` that shares voxels with a run of this.
  func forEachOverlap(with other: VoxelRuns, _ body: (_ own: Int, _ other: Int) -> Void) {
    for (n, run) in runs.enumerated() {
      for m in other.runs(inRow: run.row)
      where other.runs[m].first < run.end && run.first < other.runs[m].end {
        body(n, m)
      }
    }
  }

  private func runs(inRow row: Int) -> Range<Int> { firstRun[row]..<firstRun[row + 1] }

  private mutating func label(_ size: SIMD3<Int>, _ connectivity: Connectivity) {
    var parents = Array(runs.indices)
    func root(_ n: Int) -> Int {
      var n = n
      while parents[n] != n {
        parents[n] = parents[parents[n]]
        n = parents[n]
      }
      return n
    }
    let farthest =
      switch connectivity {
      case .faces: 1
      case .edges: 2
      case .corners: 3
      }
    for (n, run) in runs.enumerated() {
      let (j, k) = (run.row % size.y, run.row / size.y)
      for (dj, dk) in [(-1, -1), (0, -1), (1, -1), (-1, 0)] {
        // How far apart along i two voxels of these rows may lie and still be neighbours.
        let reach = min(1, farthest - abs(dj) - abs(dk))
        let (y, z) = (j + dj, k + dk)
        guard reach >= 0, y >= 0, y < size.y, z >= 0 else { continue }
        for m in runs(inRow: y + size.y * z)
        where runs[m].first < run.end + reach && run.first < runs[m].end + reach {
          let (a, b) = (root(n), root(m))
          parents[max(a, b)] = min(a, b)
        }
      }
    }
    var number = [Int](repeating: -1, count: runs.count)
    components = runs.indices.map { n in
      let top = root(n)
      if number[top] < 0 {
        number[top] = componentCount
        componentCount += 1
      }
      return number[top]
    }
  }
}
