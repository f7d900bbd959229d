import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Volume {
  /// The image convolved with a Gaussian of the given standard deviations in mm along `i`, `j`, `k`.
  ///
  /// The kernel ends at three standard deviations; the border voxel is repeated outside; an axis
  /// with a deviation of 0 is left as it is.
  public func smoothed(sigma: SIMD3<Double>) -> Volume {
    var result = voxels
    let strides = [1, grid.size.x, grid.size.x * grid.size.y]
    for axis in 0..<3 where sigma[axis] > 0 && grid.size[axis] > 1 {
      let kernel = gaussianKernel(sigma[axis] / grid.spacing[axis])
      result = convolved(result, kernel, stride: strides[axis], count: grid.size[axis], axis)
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
    // A spline's coefficient depends on voxels n away by 0.27^n: 3e-7 at twelve.
    let reach = interpolation == .cubic ? 12.0 : 0
    let needed = partNeeded(by: target, toIndex, sigma * 4 / grid.spacing + 3 + reach)
    guard needed.size.min() > 0 else {
      return resampled(to: target, interpolation, outside: outside)
    }
    // Every position inside the image lies inside the part too, so the part decides what is outside.
    return cropped(to: needed, padding: 0).smoothed(sigma: sigma)
      .resampled(to: target, interpolation, outside: outside)
  }

  /// The box of voxels around the target's, with a margin in voxels.
  private func partNeeded(
    by target: VoxelGrid, _ toIndex: Affine, _ margin: SIMD3<Double>
  ) -> BoundingBox {
    let last = SIMD3<Double>(target.size) - 1
    var low = SIMD3<Double>(repeating: .infinity)
    var high = -low
    for corner in 0..<8 {
      let p = toIndex(
        SIMD3(
          corner & 1 == 0 ? 0 : last.x, corner & 2 == 0 ? 0 : last.y, corner & 4 == 0 ? 0 : last.z))
      low = pointwiseMin(low, p)
      high = pointwiseMax(high, p)
    }
    let limit = SIMD3<Double>(grid.size)
    low = (low - margin).rounded(.down).clamped(lowerBound: .zero, upperBound: limit)
    high = (high + margin).rounded(.up).clamped(lowerBound: .zero, upperBound: limit)
    return BoundingBox(lower: SIMD3<Int>(low), upper: SIMD3<Int>(high))
  }

  private func gaussianKernel(_ sigma: Double) -> [Float] {
    let radius = max(1, Int((3 * sigma).rounded(.up)))
    let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
    let sum = weights.reduce(0, +)
    return weights.map { Float($0 / sum) }
  }

  private func convolved(
    _ voxels: [Float], _ kernel: [Float], stride: Int, count: Int, _ axis: Int
  ) -> [Float] {
    let radius = kernel.count / 2
    let size = grid.size
    var result = voxels
    voxels.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { buffer in
        nonisolated(unsafe) let source = source
        nonisolated(unsafe) let result = buffer
        DispatchQueue.concurrentPerform(iterations: size.z) { k in
          for j in 0..<size.y {
            for i in 0..<size.x {
              let offset = i + size.x * (j + size.y * k)
              let place = axis == 0 ? i : axis == 1 ? j : k
              var sum: Float = 0
              for tap in 0..<kernel.count {
                let n = max(0, min(count - 1, place + tap - radius))
                sum += kernel[tap] * source[offset + (n - place) * stride]
              }
              result[offset] = sum
            }
          }
        }
      }
    }
    return result
  }
}
