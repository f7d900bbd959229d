/// One connected set of voxels.
public struct Component: Hashable, Sendable {
  /// The number of voxels.
  public let voxelCount: Int
  /// The volume in mm3.
  public let volume: Double
  /// The smallest box that holds every voxel.
  public let boundingBox: BoundingBox
  /// The mean position in voxel indices.
  public let centroid: SIMD3<Double>
}

/// A mask taken apart into connected sets.
public struct ConnectedComponents: Sendable {
  /// The mask's grid.
  public let grid: VoxelGrid
  /// Every run of the mask, with the number of its component.
  let runs: [VoxelRun]
  /// The components from large to small, ties by their first voxel; component 1 comes first.
  public let components: [Component]

  /// For each voxel 0 for background or the number of its component, from 1.
  ///
  /// Made anew each time, four bytes a voxel: take it out once.
  public var labels: [Int32] {
    var labels = [Int32](repeating: 0, count: grid.count)
    fill(&labels) { $0.number }
    return labels
  }

  /// The voxels of a component by its number, from 1.
  public func mask(of number: Int) -> Mask { mask { $0 == number } }

  /// The voxels of all components whose numbers, from 1, meet a condition.
  public func mask(where isWanted: (Int) -> Bool) -> Mask {
    var mask = Mask(grid: grid, filledWith: false)
    fill(&mask.voxels) { isWanted(Int($0.number)) ? true : nil }
    return mask
  }

  /// Sets the voxels of every run for which there is a value.
  private func fill<Value>(_ voxels: inout [Value], _ value: (VoxelRun) -> Value?) {
    voxels.withUnsafeMutableBufferPointer { voxels in
      for run in runs {
        guard let value = value(run) else { continue }
        let start = Int(run.row) * grid.size.x
        for i in run.first...run.last { voxels[start + Int(i)] = value }
      }
    }
  }
}

extension Mask {
  /// The largest connected component; empty when the mask is.
  public func largestComponent(_ connectivity: Connectivity = .corners) -> Mask {
    connectedComponents(connectivity).mask(of: 1)
  }

  /// The connected components, numbered from large to small.
  ///
  /// - Complexity: O(*n*) in voxels to find the runs along `i`, then nearly linear in runs.
  /// - Source: the two-pass algorithm of Rosenfeld and Pfaltz (J. ACM 13, 1966) with union-find, on
  ///   runs instead of voxels.
  public func connectedComponents(
    _ connectivity: Connectivity = .corners
  ) -> ConnectedComponents {
    var (runs, count) = joinedRuns(connectivity)
    var sizes = [Int](repeating: 0, count: count)
    var sums = [SIMD3<Double>](repeating: .zero, count: count)
    var lower = [SIMD3<Int>](repeating: grid.size, count: count)
    var upper = [SIMD3<Int>](repeating: .zero, count: count)
    for run in runs {
      let set = Int(run.number) - 1
      let (k, j) = Int(run.row).quotientAndRemainder(dividingBy: grid.size.y)
      let (first, last) = (Int(run.first), Int(run.last))
      let length = last - first + 1
      sizes[set] += length
      sums[set] += SIMD3(
        Double((first + last) * length / 2), Double(j * length), Double(k * length))
      lower[set] = pointwiseMin(lower[set], SIMD3(first, j, k))
      upper[set] = pointwiseMax(upper[set], SIMD3(last + 1, j + 1, k + 1))
    }
    // Sets are numbered by their first voxel, so a stable order breaks ties by it.
    let order = (0..<count).sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    var number = [Int32](repeating: 0, count: count + 1)
    for (rank, set) in order.enumerated() { number[set + 1] = Int32(rank + 1) }
    for n in runs.indices { runs[n].number = number[Int(runs[n].number)] }
    return ConnectedComponents(
      grid: grid, runs: runs,
      components: order.map { set in
        Component(
          voxelCount: sizes[set], volume: Double(sizes[set]) * grid.voxelVolume,
          boundingBox: BoundingBox(lower: lower[set], upper: upper[set]),
          centroid: sums[set] / Double(sizes[set]))
      })
  }

  /// The runs with the numbers of their sets, from 1 in order of first voxels.
  private func joinedRuns(_ connectivity: Connectivity) -> (runs: [VoxelRun], count: Int) {
    let found = VoxelRuns(self)
    var runs = found.runs
    let count = runs.withUnsafeMutableBufferPointer { runs in
      found.starts.withUnsafeBufferPointer { starts in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: runs.count) { parents in
          let sets = DisjointSets(parents)
          join(runs, starts, sets, connectivity.earlierRows)
          return number(runs, sets)
        }
      }
    }
    return (runs, count)
  }

  /// Joins the sets of runs that touch.
  private func join(
    _ runs: UnsafeMutableBufferPointer<VoxelRun>, _ starts: UnsafeBufferPointer<Int>,
    _ sets: DisjointSets, _ earlierRows: [(y: Int, z: Int, reach: Int32)]
  ) {
    for k in 0..<grid.size.z {
      for j in 0..<grid.size.y {
        let row = j + grid.size.y * k
        guard starts[row] < starts[row + 1] else { continue }
        for rows in earlierRows {
          let (y, z) = (j + rows.y, k + rows.z)
          guard y >= 0, y < grid.size.y, z >= 0 else { continue }
          let other = y + grid.size.y * z
          var (a, b) = (starts[row], starts[other])
          let (endA, endB) = (starts[row + 1], starts[other + 1])
          // Both rows ascend, so the one that ends first is done with.
          while a < endA, b < endB {
            let (one, two) = (runs[a], runs[b])
            if one.first &- rows.reach <= two.last, two.first &- rows.reach <= one.last {
              sets.join(a, b)
            }
            if one.last < two.last { a &+= 1 } else { b &+= 1 }
          }
        }
      }
    }
  }

  /// Writes the numbers of their sets into the runs; returns how many sets there are.
  private func number(_ runs: UnsafeMutableBufferPointer<VoxelRun>, _ sets: DisjointSets) -> Int {
    var count: Int32 = 0
    for n in runs.indices {
      // A root is the first run of its set, so it has its number already.
      let root = sets.root(of: n)
      if root == n { count += 1 }
      runs[n].number = root == n ? count : runs[root].number
    }
    return Int(count)
  }
}

extension Connectivity {
  /// The rows before a voxel's own that hold neighbours, and how far along `i` these reach.
  fileprivate var earlierRows: [(y: Int, z: Int, reach: Int32)] {
    [(-1, 0), (-1, -1), (0, -1), (1, -1)].compactMap { y, z in
      steps.filter { $0.y == y && $0.z == z }.map { Int32(abs($0.x)) }.max().map { (y, z, $0) }
    }
  }
}

/// Sets of numbers from 0 that can be joined; a set's root is its lowest number.
private struct DisjointSets {
  private let parents: UnsafeMutableBufferPointer<Int32>

  /// Sets of one number each, kept in a buffer with a place for each number.
  init(_ parents: UnsafeMutableBufferPointer<Int32>) {
    self.parents = parents
    for n in parents.indices { parents.initializeElement(at: n, to: Int32(n)) }
  }

  func root(of member: Int) -> Int {
    var member = member
    while Int(parents[member]) != member {
      parents[member] = parents[Int(parents[member])]
      member = Int(parents[member])
    }
    return member
  }

  func join(_ a: Int, _ b: Int) {
    let (first, second) = (root(of: a), root(of: b))
    parents[max(first, second)] = Int32(truncatingIfNeeded: min(first, second))
  }
}
