extension Volume {
  /// The cubic B-spline at the centres of a grid whose axes run along this image's; `nil` for one
  /// that is turned.
  ///
  /// Along such axes the spline is a product, so it is filtered and sampled axis by axis: 12 products
  /// a voxel instead of 64. Memory: one image of the target's size in-plane and the source's depth.
  ///
  /// - Parameter toIndex: from the target's voxels to this image's.
  func separableCubic(
    to target: VoxelGrid, _ toIndex: Affine, outside: Float?
  ) -> Volume? {
    let (from, to) = (grid.size, target.size)
    guard
      let axes = toIndex.alongAxes(for: to),
      // A target far smaller than the source asks for few voxels; the passes would do them all.
      target.count * 8 > grid.count
    else { return nil }
    let taps = (0..<3).map { axis in
      SplineTaps(start: axes.start[axis], step: axes.step[axis], count: to[axis], of: from[axis])
    }
    let filters = (0..<3).map { SplineFilter(count: from[$0]) }
    let (plane, flat) = (from.x * from.y, to.x * to.y)
    var flattened = [Float](repeating: 0, count: flat * from.z)
    var result = [Float](repeating: 0, count: target.count)
    voxels.withUnsafeBufferPointer { source in
      flattened.withUnsafeMutableBufferPointer { flattened in
        result.withUnsafeMutableBufferPointer { result in
          nonisolated(unsafe) let (source, flattened, result) = (source, flattened, result)
          parallel(from.z) { k in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: to.x * from.y) { rows in
              sampleRows(
                source.part(from: k * plane, count: plane), length: from.x, filters[0], taps[0],
                into: rows)
              filters[1](rows, width: to.x, gain: 1)
              taps[1].sample(rows, width: to.x, into: flattened.part(from: k * flat, count: flat))
            }
          }
          parallel(to.y) { j in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: to.x * (from.z + to.z)) { both in
              let lines = both.part(from: 0, count: to.x * from.z)
              let sampled = both.part(from: lines.count, count: to.x * to.z)
              for k in 0..<from.z {
                lines.part(from: k * to.x, count: to.x)
                  .copy(flattened.part(from: k * flat + j * to.x, count: to.x))
              }
              filters[2](lines, width: to.x, gain: 1)
              taps[2].sample(lines, width: to.x, into: sampled)
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
  _ rows: UnsafeBufferPointer<Float>, length: Int, _ filter: SplineFilter,
  _ taps: SplineTaps, into result: UnsafeMutableBufferPointer<Float>
) {
  let lanes = SIMD16<Float>.scalarCount
  let sampledLength = taps.count
  let capacity = (length + sampledLength) * lanes
  withUnsafeTemporaryAllocation(of: Float.self, capacity: capacity) { both in
    let bundle = both.part(from: 0, count: length * lanes)
    let sampled = both.part(from: bundle.count, count: sampledLength * lanes)
    let count = rows.count / length
    for row in stride(from: 0, to: count, by: lanes) {
      let height = min(lanes, count - row)
      bundle.gather(rows.part(from: row * length, count: height * length), length: length)
      filter(bundle, width: lanes, gain: 1)
      taps.sample(bundle, width: lanes, into: sampled)
      sampled.scatter(
        to: result.part(from: row * sampledLength, count: height * sampledLength),
        length: sampledLength)
    }
  }
}

/// Where positions along one axis read a line of spline coefficients, and with what weights.
struct SplineTaps: Sendable {
  /// The number of positions.
  let count: Int
  /// Whether a position lies more than half a voxel beyond the outermost centres.
  let isOutside: [Bool]
  private let places: [SIMD4<Int>]
  private let weights: [SIMD4<Float>]

  /// The taps of positions `start + n * step` on a line of `length` samples, for coefficients that
  /// lack the filter's gain of 6.
  init(start: Double, step: Double, count: Int, of length: Int) {
    let positions = (0..<count).map { start + step * Double($0) }
    let last = Double(length - 1)
    self.count = count
    // As `VoxelSampler.isOutside`.
    isOutside = positions.map { $0 < -0.501 || $0 > last + 0.501 }
    places = positions.map { position in
      let floor = Int(position.rounded(.down))
      return SIMD4(
        mirrored(floor - 1, length), mirrored(floor, length), mirrored(floor + 1, length),
        mirrored(floor + 2, length))
    }
    let gain = length > 1 ? 6.0 : 1
    weights = positions.map { SIMD4<Float>(gain * splineWeights($0 - $0.rounded(.down))) }
  }

  /// The spline at every position, of `width` lines that lie side by side.
  func sample(
    _ rows: UnsafeMutableBufferPointer<Float>, width: Int,
    into result: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = rows.baseAddress, let out = result.baseAddress else { return }
    for n in 0..<count {
      let (place, weight) = (places[n], weights[n])
      let (a, b) = (base + place[0] * width, base + place[1] * width)
      let (c, d) = (base + place[2] * width, base + place[3] * width)
      let target = out + n * width
      for i in 0..<width {
        target[i] = weight[0] * a[i] + weight[1] * b[i] + weight[2] * c[i] + weight[3] * d[i]
      }
    }
  }
}

extension Affine {
  /// Start and step along each axis, where every axis runs along its own: to a thousandth of a voxel
  /// over the whole of a grid of that size.
  fileprivate func alongAxes(
    for size: SIMD3<Int>
  ) -> (start: SIMD3<Double>, step: SIMD3<Double>)? {
    let extent = SIMD3<Double>(size)
    for axis in 0..<3 {
      var turned = self[column: axis] * extent[axis]
      turned[axis] = 0
      guard turned.length < 1e-3 else { return nil }
    }
    return (translation, SIMD3(x.x, y.y, z.z))
  }
}
