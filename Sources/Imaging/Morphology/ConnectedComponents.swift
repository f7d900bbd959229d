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
  /// For each voxel 0 for background or the number of its component, from 1.
  public let labels: [Int32]
  /// The components from large to small, ties by their first voxel; component 1 comes first.
  public let components: [Component]

  /// The voxels of a component by its number, from 1.
  public func mask(of number: Int) -> Mask {
    let wanted = Int32(number)
    return Mask(grid: grid, voxels: labels.map { $0 == wanted })
  }
}

extension Mask {
  /// The largest connected component; empty when the mask is.
  public func largestComponent(_ connectivity: Connectivity = .corners) -> Mask {
    connectedComponents(connectivity).mask(of: 1)
  }

  /// The connected components, numbered from large to small.
  ///
  /// - Complexity: nearly O(*n*) in voxels: one pass that joins, one that numbers.
  /// - Source: the two-pass algorithm of Rosenfeld and Pfaltz (J. ACM 13, 1966) with union-find.
  public func connectedComponents(
    _ connectivity: Connectivity = .corners
  ) -> ConnectedComponents {
    let (provisional, count) = joined(connectivity)
    var sizes = [Int](repeating: 0, count: count)
    var sums = [SIMD3<Double>](repeating: .zero, count: count)
    var lower = [SIMD3<Int>](repeating: grid.size, count: count)
    var upper = [SIMD3<Int>](repeating: .zero, count: count)
    var offset = 0
    for k in 0..<grid.size.z {
      for j in 0..<grid.size.y {
        for i in 0..<grid.size.x {
          let set = Int(provisional[offset]) - 1
          offset += 1
          guard set >= 0 else { continue }
          let index = SIMD3(i, j, k)
          sizes[set] += 1
          sums[set] += SIMD3<Double>(index)
          lower[set] = pointwiseMin(lower[set], index)
          upper[set] = pointwiseMax(upper[set], index &+ 1)
        }
      }
    }
    // Provisional sets are numbered by their first voxel, so a stable order breaks ties by it.
    let order = (0..<count).sorted { (sizes[$1], $0) < (sizes[$0], $1) }
    var number = [Int32](repeating: 0, count: count + 1)
    for (rank, set) in order.enumerated() { number[set + 1] = Int32(rank + 1) }
    return ConnectedComponents(
      grid: grid, labels: provisional.map { number[Int($0)] },
      components: order.map { set in
        Component(
          voxelCount: sizes[set], volume: Double(sizes[set]) * grid.voxelVolume,
          boundingBox: BoundingBox(lower: lower[set], upper: upper[set]),
          centroid: sums[set] / Double(sizes[set]))
      })
  }

  /// For each voxel 0 or the number of its set, from 1 in order of first voxels.
  private func joined(_ connectivity: Connectivity) -> (labels: [Int32], count: Int) {
    let size = grid.size
    // Neighbours that come earlier in storage order.
    let earlier = connectivity.steps.filter { ($0.z, $0.y, $0.x) < (0, 0, 0) }
    var labels = [Int32](repeating: 0, count: grid.count)
    var sets = DisjointSets()
    voxels.withUnsafeBufferPointer { voxels in
      labels.withUnsafeMutableBufferPointer { labels in
        var offset = 0
        for k in 0..<size.z {
          for j in 0..<size.y {
            for i in 0..<size.x {
              defer { offset += 1 }
              guard voxels[offset] else { continue }
              var label: Int32 = 0
              for step in earlier {
                let (x, y, z) = (i + step.x, j + step.y, k + step.z)
                guard x >= 0, x < size.x, y >= 0, y < size.y, z >= 0 else { continue }
                let other = labels[x + size.x * (y + size.y * z)]
                guard other != 0 else { continue }
                label = label == 0 ? other : sets.join(label, other)
              }
              labels[offset] = label == 0 ? sets.add() : label
            }
          }
        }
      }
    }
    var number = [Int32](repeating: 0, count: sets.count + 1)
    var count = 0
    for label in 1..<Int32(sets.count + 1) where sets.count > 0 {
      let root = Int(sets.root(of: label))
      if number[root] == 0 {
        count += 1
        number[root] = Int32(count)
      }
      number[Int(label)] = number[root]
    }
    return (labels.map { number[Int($0)] }, count)
  }
}

/// Sets of labels from 1 that can be joined; a set's root is its lowest label.
private struct DisjointSets {
  private var parents: [Int32] = [0]

  var count: Int { parents.count - 1 }

  mutating func add() -> Int32 {
    let label = Int32(parents.count)
    parents.append(label)
    return label
  }

  mutating func root(of label: Int32) -> Int32 {
    var label = label
    while parents[Int(label)] != label {
      parents[Int(label)] = parents[Int(parents[Int(label)])]
      label = parents[Int(label)]
    }
    return label
  }

  mutating func join(_ a: Int32, _ b: Int32) -> Int32 {
    let (first, second) = (root(of: a), root(of: b))
    let low = min(first, second)
    parents[Int(max(first, second))] = low
    return low
  }
}
