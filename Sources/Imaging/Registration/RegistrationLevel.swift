/// Two images at one resolution, ready to be compared under any transform.
///
/// Points are spread over the fixed image, one per block of voxels and off the grid at random: points
/// on the grid would make the measure favour shifts by whole voxels.
///
/// - Source: Likar and Pernus, Image and Vision Computing 19:33, 2001; Tsao, IEEE Trans Med Imaging
///   22:1435, 2003 (grid artefacts).
struct RegistrationLevel {
  /// One point of the fixed image.
  struct Sample {
    /// The position in mm RAS+.
    var position: SIMD3<Float>
    /// The fixed image's intensity in bins, 0...31.
    var intensity: Float
  }

  let samples: [Sample]
  private let moving: [Float]
  private let movingSize: SIMD3<Int>
  private let toIndex: Affine
  private let measure: SimilarityMeasure

  /// - Parameters:
  ///   - fixed: the image that gives the points, at this level's resolution.
  ///   - moving: the other image, at this level's resolution.
  ///   - count: about how many points.
  init?(fixed: Volume, moving: Volume, count: Int, measure: SimilarityMeasure) {
    guard let toIndex = moving.grid.affine.inverse, let first = IntensityRange(fixed.voxels),
      let second = IntensityRange(moving.voxels)
    else { return nil }
    self.moving = moving.voxels.map(second.bin)
    movingSize = moving.grid.size
    self.toIndex = toIndex
    self.measure = measure
    samples = Self.samples(of: fixed, first, about: count)
  }

  private init(_ level: RegistrationLevel, samples: [Sample]) {
    self.samples = samples
    moving = level.moving
    movingSize = level.movingSize
    toIndex = level.toIndex
    measure = level.measure
  }

  /// The same level with some of its points.
  func keeping(_ isKept: (SIMD3<Float>) -> Bool) -> RegistrationLevel {
    RegistrationLevel(self, samples: samples.filter { isKept($0.position) })
  }

  private static func samples(
    of image: Volume, _ range: IntensityRange, about count: Int
  ) -> [Sample] {
    let grid = image.grid
    var generator = SplitMix64(seed: 0x5245_4749)
    let stride = max(1, Double(grid.count) / Double(count))
    let last = SIMD3<Double>(grid.size) - 1
    return image.voxels.withUnsafeBufferPointer { voxels in
      let sampler = VoxelSampler(source: voxels, size: grid.size)
      var samples: [Sample] = []
      samples.reserveCapacity(count + 1)
      var next = stride / 2
      while next < Double(grid.count) {
        let shift = SIMD3(
          Double.random(in: -0.5..<0.5, using: &generator),
          Double.random(in: -0.5..<0.5, using: &generator),
          Double.random(in: -0.5..<0.5, using: &generator))
        let index = (SIMD3<Double>(grid.index(at: Int(next))) + shift)
          .clamped(lowerBound: .zero, upperBound: last)
        samples.append(
          Sample(
            position: SIMD3<Float>(grid.world(index)),
            intensity: range.bin(sampler.linear(index))))
        next += stride
      }
      return samples
    }
  }

  /// How alike the images are when a fixed position goes through a transform to its moving position,
  /// and the share of the points that meet the moving image.
  func similarity(under transform: RigidTransform) -> (value: Double, overlap: Double) {
    let map = toIndex.composed(with: transform.affine)
    let (x, y, z) = (SIMD3<Float>(map.x), SIMD3<Float>(map.y), SIMD3<Float>(map.z))
    let origin = SIMD3<Float>(map.translation)
    let last = SIMD3<Float>(movingSize &- 1)
    let (row, slice) = (movingSize.x, movingSize.x * movingSize.y)
    let steps = SIMD3(
      movingSize.x > 1 ? 1 : 0, movingSize.y > 1 ? row : 0, movingSize.z > 1 ? slice : 0)
    var histogram = JointHistogram()
    var sums = CorrelationSums()
    var inside = 0
    let usesHistogram = measure == .mutualInformation
    let bins = JointHistogram.bins
    moving.withUnsafeBufferPointer { moving in
      histogram.counts.withUnsafeMutableBufferPointer { counts in
        for sample in samples {
          let p = sample.position
          let q = origin + x * p.x + y * p.y + z * p.z
          // Written so that the last plane of voxels is reached from below.
          guard all(q .>= 0), all(q .<= last) else { continue }
          let floor = pointwiseMin(q.rounded(.down), pointwiseMax(last - 1, .zero))
          let t = q - floor
          let o = Int(floor.x) + row * Int(floor.y) + slice * Int(floor.z)
          let low = SIMD4(
            moving[o], moving[o + steps.y], moving[o + steps.z], moving[o + steps.y + steps.z])
          let high = SIMD4(
            moving[o + steps.x], moving[o + steps.x + steps.y], moving[o + steps.x + steps.z],
            moving[o + steps.x + steps.y + steps.z])
          let rows = low + (high - low) * t.x
          let near = rows[0] + (rows[1] - rows[0]) * t.y
          let far = rows[2] + (rows[3] - rows[2]) * t.y
          let value = near + (far - near) * t.z
          inside += 1
          if usesHistogram {
            let bin = min(Int(value), bins - 2)
            let share = value - Float(bin)
            let place = Int(sample.intensity + 0.5) * bins + bin
            counts[place] += 1 - share
            counts[place + 1] += share
          } else {
            let (a, b) = (Double(sample.intensity), Double(value))
            sums.count += 1
            sums.a += a
            sums.b += b
            sums.aa += a * a
            sums.bb += b * b
            sums.ab += a * b
          }
        }
      }
    }
    let overlap = samples.isEmpty ? 0 : Double(inside) / Double(samples.count)
    return (
      usesHistogram ? histogram.normalizedMutualInformation : sums.correlation, overlap
    )
  }
}

/// The intensities that an image's bins share out: its 0.5th to its 99.5th percentile.
private struct IntensityRange {
  let low: Float
  let scale: Float

  /// `nil` when no two finite voxels differ.
  init?(_ voxels: [Float]) {
    // Every so many voxels give the percentiles as well as all of them.
    let stride = max(1, voxels.count / 50_000)
    let drawn = Swift.stride(from: 0, to: voxels.count, by: stride).map { voxels[$0] }
      .filter(\.isFinite).sorted()
    guard let last = drawn.indices.last else { return nil }
    var bottom = drawn[last / 200]
    var top = drawn[last - last / 200]
    if !(top > bottom) { (bottom, top) = (drawn[0], drawn[last]) }
    guard top > bottom else { return nil }
    low = bottom
    scale = Float(JointHistogram.bins - 1) / (top - bottom)
  }

  /// The intensity in bins; 0 for a voxel that is not finite.
  @inline(__always)
  func bin(_ value: Float) -> Float {
    guard value.isFinite else { return 0 }
    return min(max((value - low) * scale, 0), Float(JointHistogram.bins - 1))
  }
}
