#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Volume {
  /// The coefficients of the cubic B-spline through the voxel values, mirrored at the borders.
  ///
  /// - Source: Unser, IEEE Signal Processing Magazine 16(6), 1999: the exact recursive filter.
  func splineCoefficients() -> [Float] {
    var values = voxels.map { Double($0) }
    let strides = [1, grid.size.x, grid.size.x * grid.size.y]
    for axis in 0..<3 where grid.size[axis] > 1 {
      let count = grid.size[axis]
      var line = [Double](repeating: 0, count: count)
      for start in 0..<grid.count where grid.index(at: start)[axis] == 0 {
        for n in 0..<count { line[n] = values[start + n * strides[axis]] }
        filter(&line)
        for n in 0..<count { values[start + n * strides[axis]] = line[n] }
      }
    }
    return values.map { Float($0) }
  }

  private func filter(_ line: inout [Double]) {
    let pole = 3.0.squareRoot() - 2
    let count = line.count
    // The causal start value is the sum over the mirrored line; powers below 1e-17 are dropped.
    let horizon = min(count, Int(log(1e-17) / log(abs(pole))) + 1)
    var power = 1.0
    var sum = 0.0
    if horizon < count {
      for n in 0..<horizon {
        sum += line[n] * power
        power *= pole
      }
    } else {
      let period = 2 * (count - 1)
      for n in 0..<period {
        sum += line[n < count ? n : period - n] * power
        power *= pole
      }
      sum /= 1 - power
    }
    line[0] = sum
    for n in 1..<count { line[n] += pole * line[n - 1] }
    line[count - 1] =
      pole / (pole * pole - 1) * (line[count - 1] + pole * line[count - 2])
    for n in stride(from: count - 2, through: 0, by: -1) {
      line[n] = pole * (line[n + 1] - line[n])
    }
    for n in 0..<count { line[n] *= 6 }
  }
}
