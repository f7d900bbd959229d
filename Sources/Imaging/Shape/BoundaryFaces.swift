extension Mask {
  /// The middles, in mm RAS+, of the voxel faces between the mask and what surrounds it, row by row
  /// of voxels along `i`; outside the grid is background.
  ///
  /// - Parameters:
  ///   - axes: the grid axes that counted faces are perpendicular to; all but the slice axis gives
  ///     the outlines within slices.
  ///   - isOutermostOnly: keeps of each row and each direction only the first and the last face. All
  ///     other faces lie between those, so the hull and every diameter are the same.
  package func boundaryFaces(
    axes: Set<Int> = [0, 1, 2], isOutermostOnly: Bool = false
  ) -> [SIMD3<Double>] {
    guard let box = boundingBox() else { return [] }
    let size = grid.size
    let strides = SIMD3(1, size.x, size.x * size.y)
    var points: [SIMD3<Double>] = []
    for k in box.lower.z..<box.upper.z {
      for j in box.lower.y..<box.upper.y {
        var ends = [(first: Int, last: Int)?](repeating: nil, count: 6)
        for i in box.lower.x..<box.upper.x {
          let index = SIMD3(i, j, k)
          let offset = grid.offset(i, j, k)
          guard voxels[offset] else { continue }
          for axis in 0..<3 where axes.contains(axis) {
            for side in 0..<2 {
              let isBorder = side == 0 ? index[axis] == 0 : index[axis] == size[axis] - 1
              let step = side == 0 ? -strides[axis] : strides[axis]
              guard isBorder || !voxels[offset + step] else { continue }
              if isOutermostOnly {
                ends[2 * axis + side] = (ends[2 * axis + side]?.first ?? i, i)
              } else {
                points.append(faceCentre(index, axis, side))
              }
            }
          }
        }
        for (number, end) in ends.enumerated() {
          guard let end else { continue }
          for i in end.first == end.last ? [end.first] : [end.first, end.last] {
            points.append(faceCentre(SIMD3(i, j, k), number / 2, number % 2))
          }
        }
      }
    }
    return points
  }

  private func faceCentre(_ index: SIMD3<Int>, _ axis: Int, _ side: Int) -> SIMD3<Double> {
    var p = SIMD3<Double>(index)
    p[axis] += side == 0 ? -0.5 : 0.5
    return grid.world(p)
  }
}

/// The smallest distance in mm between two sets of points; `nil` when either is empty.
package func smallestDistance(_ first: [SIMD3<Double>], _ second: [SIMD3<Double>]) -> Double? {
  PointBuckets(first).smallestDistance(to: PointBuckets(second))
}
