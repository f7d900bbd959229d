extension Volume {
  /// The image convolved with a Gaussian of the given standard deviations in mm along `i`, `j`, `k`.
  ///
  /// The kernel ends at three standard deviations; the border voxel is repeated outside; an axis
  /// with a deviation of 0 is left as it is.
  public func smoothed(sigma: SIMD3<Double>) -> Volume {
    var result = voxels
    for axis in 0..<3 where sigma[axis] > 0 && grid.size[axis] > 1 {
      let kernel = gaussianKernel(sigma[axis] / grid.spacing[axis]).map { Float($0) }
      result.withUnsafeMutableBufferPointer { convolve($0, kernel, axis) }
    }
    return Volume(grid: grid, voxels: result)
  }

  /// The image on another grid, smoothed first along axes where the target is coarser by more than
  /// a fifth.
  ///
  /// The Gaussian has the standard deviation `sqrt(target^2 - source^2) / 2` mm, with the spacings
  /// along each source axis: the voxel then stands for about what the target's voxel covers. Only
  /// the part of the source that the target needs is smoothed, so a small region of a large scan is
  /// cheap; the result is that of smoothing and resampling the whole.
  public func resampledWithoutAliasing(
    to target: VoxelGrid, _ interpolation: Interpolation = .linear, outside: Float? = nil
  ) -> Volume {
    guard let toIndex = grid.affine.inverse?.composed(with: target.affine) else {
      return resampled(to: target, interpolation, outside: outside)
    }
    var sigma = SIMD3<Double>.zero
    for axis in 0..<3 {
      let steps = SIMD3(toIndex.x[axis], toIndex.y[axis], toIndex.z[axis])
      let coarse = steps.length * grid.spacing[axis]
      let fine = grid.spacing[axis]
      if coarse > 1.2 * fine { sigma[axis] = (coarse * coarse - fine * fine).squareRoot() / 2 }
    }
    if interpolation == .linear,
      let result = separableLinear(
        to: target, toIndex, sigma: sigma / grid.spacing, outside: outside)
    {
      return result
    }
    // A spline's coefficient depends on voxels n away by 0.27^n: 3e-7 at twelve.
    let reach = interpolation == .cubic ? 12.0 : 0
    let needed = grid.box(around: target, toIndex, margin: sigma * 4 / grid.spacing + 3 + reach)
    guard needed.size.min() > 0 else {
      return resampled(to: target, interpolation, outside: outside)
    }
    // Every position inside the image lies inside the part too, so the part decides what is outside.
    return cropped(to: needed, padding: 0).smoothed(sigma: sigma)
      .resampled(to: target, interpolation, outside: outside)
  }

  /// Replaces the voxels by their convolution along one axis; the border voxel is repeated outside.
  private func convolve(
    _ voxels: UnsafeMutableBufferPointer<Float>, _ kernel: [Float], _ axis: Int
  ) {
    let size = grid.size
    let radius = kernel.count / 2
    nonisolated(unsafe) let voxels = voxels
    @Sendable func row(_ j: Int, _ k: Int) -> UnsafeMutableBufferPointer<Float> {
      voxels.part(from: size.x * (j + size.y * k), count: size.x)
    }
    if axis == 0 {
      parallel(size.z) { k in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: size.x + 2 * radius) { padded in
          for j in 0..<size.y {
            let row = row(j, k)
            for n in 0..<padded.count { padded[n] = row[max(0, min(size.x - 1, n - radius))] }
            row.set(toSumOf: kernel) { tap in padded.part(from: tap, count: size.x) }
          }
        }
      }
      return
    }
    // Whole rows are added, the lines lying side by side in them.
    let count = size[axis]
    parallel(axis == 1 ? size.z : size.y) { n in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: count * size.x) { copy in
        for place in 0..<count {
          copy.part(from: place * size.x, count: size.x)
            .copy(axis == 1 ? row(place, n) : row(n, place))
        }
        for place in 0..<count {
          (axis == 1 ? row(place, n) : row(n, place)).set(toSumOf: kernel) { tap in
            let place = max(0, min(count - 1, place + tap - radius))
            return copy.part(from: place * size.x, count: size.x)
          }
        }
      }
    }
  }
}

extension UnsafeMutableBufferPointer<Float> {
  /// Sets each value to the weighted sum of the values at its place in several buffers.
  @inline(__always)
  fileprivate func set(
    toSumOf weights: [Float], _ values: (Int) -> UnsafeMutableBufferPointer<Float>
  ) {
    update(repeating: 0)
    for tap in weights.indices {
      let (weight, source) = (weights[tap], values(tap))
      for i in 0..<count { self[i] += weight * source[i] }
    }
  }
}
