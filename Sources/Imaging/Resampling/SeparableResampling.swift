extension Volume {
  /// The cubic B-spline at the centres of a grid whose axes run along this image's; `nil` for one
  /// that is turned.
  ///
  /// - Parameter toIndex: from the target's voxels to this image's.
  func separableCubic(to target: VoxelGrid, _ toIndex: Affine, outside: Float?) -> Volume? {
    guard let axes = toIndex.alongAxes(for: target.size) else { return nil }
    let taps = (0..<3).map { axis in
      LineTaps(
        cubicAt: axes.start[axis], step: axes.step[axis], count: target.size[axis],
        of: grid.size[axis])
    }
    return separable(to: target, taps, SplineFilter.forAxes(of: grid.size), outside: outside)
  }

  /// The image smoothed with Gaussians of given standard deviations in voxels and interpolated
  /// linearly at the centres of a grid whose axes run along this image's; `nil` for one that is turned.
  func separableLinear(
    to target: VoxelGrid, _ toIndex: Affine, sigma: SIMD3<Double>, outside: Float?
  ) -> Volume? {
    guard let axes = toIndex.alongAxes(for: target.size) else { return nil }
    let taps = (0..<3).map { axis in
      LineTaps(
        linearAt: axes.start[axis], step: axes.step[axis], count: target.size[axis],
        of: grid.size[axis], kernel: gaussianKernel(grid.size[axis] > 1 ? sigma[axis] : 0))
    }
    return separable(to: target, taps, nil, outside: outside)
  }

  /// The image sampled axis by axis, each axis filtered before.
  ///
  /// Axes are independent, so a cubic spline takes 12 products a voxel instead of 64, and smoothing
  /// is done only where it is read. Memory: the target, and an image of its size in-plane and of the
  /// source's depth.
  private func separable(
    to target: VoxelGrid, _ taps: [LineTaps], _ filters: [SplineFilter]?, outside: Float?
  ) -> Volume {
    let (from, to) = (grid.size, target.size)
    let (plane, flat) = (from.x * from.y, to.x * to.y)
    // A filter spreads every sample over its whole line.
    let rowsUsed = filters == nil ? taps[1].used : 0..<from.y
    let slicesUsed = filters == nil ? taps[2].used : 0..<from.z
    var flattened = [Float](repeating: 0, count: flat * slicesUsed.count)
    var result = [Float](repeating: 0, count: target.count)
    voxels.withUnsafeBufferPointer { source in
      flattened.withUnsafeMutableBufferPointer { flattened in
        result.withUnsafeMutableBufferPointer { result in
          nonisolated(unsafe) let (source, flattened, result) = (source, flattened, result)
          parallel(slicesUsed.count) { slice in
            let start = (slicesUsed.lowerBound + slice) * plane + rowsUsed.lowerBound * from.x
            withUnsafeTemporaryAllocation(of: Float.self, capacity: to.x * from.y) { rows in
              sampleRows(
                source.part(from: start, count: rowsUsed.count * from.x), length: from.x,
                filters?[0], taps[0],
                into: rows.part(
                  from: rowsUsed.lowerBound * to.x, count: rowsUsed.count * to.x))
              filters?[1](rows, width: to.x, gain: 1)
              taps[1].sample(
                rows, lines: to.x, into: flattened.part(from: slice * flat, count: flat))
            }
          }
          parallel(to.y) { j in
            let capacity = to.x * (from.z + to.z)
            withUnsafeTemporaryAllocation(of: Float.self, capacity: capacity) { both in
              let lines = both.part(from: 0, count: to.x * from.z)
              let sampled = both.part(from: lines.count, count: to.x * to.z)
              for (slice, k) in slicesUsed.enumerated() {
                lines.part(from: k * to.x, count: to.x)
                  .copy(flattened.part(from: slice * flat + j * to.x, count: to.x))
              }
              filters?[2](lines, width: to.x, gain: 1)
              taps[2].sample(lines, lines: to.x, into: sampled)
              for k in 0..<to.z {
                let row = result.part(from: k * flat + j * to.x, count: to.x)
                row.copy(sampled.part(from: k * to.x, count: to.x))
                guard let outside else { continue }
                let isOutside = taps[1].isOutside[j] || taps[2].isOutside[k]
                for i in 0..<to.x where isOutside || taps[0].isOutside[i] { row[i] = outside }
              }
            }
          }
        }
      }
    }
    return Volume(grid: target, voxels: result)
  }
}

/// Filters and samples rows along themselves, sixteen at a time.
private func sampleRows(
  _ rows: UnsafeBufferPointer<Float>, length: Int, _ filter: SplineFilter?, _ taps: LineTaps,
  into result: UnsafeMutableBufferPointer<Float>
) {
  let capacity = (length + taps.count) * rowLanes
  withUnsafeTemporaryAllocation(of: Float.self, capacity: capacity) { both in
    let bundle = both.part(from: 0, count: length * rowLanes)
    let sampled = both.part(from: bundle.count, count: taps.count * rowLanes)
    let count = rows.count / length
    for row in stride(from: 0, to: count, by: rowLanes) {
      let height = min(rowLanes, count - row)
      bundle.gather(rows.part(from: row * length, count: height * length), length: length)
      filter?(bundle, width: rowLanes, gain: 1)
      taps.sample(bundle, lines: rowLanes, into: sampled)
      sampled.scatter(
        to: result.part(from: row * taps.count, count: height * taps.count), length: taps.count)
    }
  }
}

extension Affine {
  /// Start and step along each axis, where every axis runs along its own: to a thousandth of a voxel
  /// over the whole of a grid of that size.
  package func alongAxes(
    for size: SIMD3<Int>
  ) -> (start: SIMD3<Double>, step: SIMD3<Double>)? {
    for axis in 0..<3 {
      var turned = self[column: axis] * Double(size[axis])
      turned[axis] = 0
      guard turned.length < 1e-3 else { return nil }
    }
    return (translation, SIMD3(x.x, y.y, z.z))
  }
}
