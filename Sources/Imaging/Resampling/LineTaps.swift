#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where positions along one axis read a line of samples, and with what weights.
struct LineTaps: Sendable {
  /// The number of positions.
  let count: Int
  /// Whether a position lies more than half a voxel beyond the outermost centres.
  let isOutside: [Bool]
  /// The samples that are read at all.
  let used: Range<Int>
  /// The taps of a position, a multiple of four.
  private let width: Int
  private let places: [Int]
  private let weights: [Float]

  /// The taps of a cubic B-spline at `start + n * step` on a line of `length` coefficients, which
  /// lack the filter's gain of 6 where the line is longer than one.
  init(cubicAt start: Double, step: Double, count: Int, of length: Int) {
    let gain = length > 1 ? 6.0 : 1
    self.init(start, step, count, length) { position in
      let floor = position.rounded(.down)
      let weights = gain * splineWeights(position - floor)
      return (0..<4).map { (mirrored(Int(floor) + $0 - 1, length), weights[$0]) }
    }
  }

  /// The taps of linear interpolation at `start + n * step` in a line of `length` samples smoothed
  /// with a kernel of an odd number of weights; the outermost samples are repeated outside.
  init(linearAt start: Double, step: Double, count: Int, of length: Int, kernel: [Double]) {
    let radius = kernel.count / 2
    self.init(start, step, count, length) { position in
      let clamped = max(0, min(Double(length - 1), position))
      let floor = clamped.rounded(.down)
      let t = clamped - floor
      // What falls on one side is the smoothed sample here, on the other the next one.
      return (0...kernel.count).map { n in
        let here = n < kernel.count ? kernel[n] * (1 - t) : 0
        let next = n > 0 ? kernel[n - 1] * t : 0
        return (max(0, min(length - 1, Int(floor) + n - radius)), here + next)
      }
    }
  }

  private init(
    _ start: Double, _ step: Double, _ count: Int, _ length: Int,
    _ taps: (Double) -> [(place: Int, weight: Double)]
  ) {
    let positions = (0..<count).map { start + step * Double($0) }
    let last = Double(length - 1)
    self.count = count
    // As `VoxelSampler.isOutside`.
    isOutside = positions.map { $0 < -0.501 || $0 > last + 0.501 }
    let taps = positions.map(taps)
    let width = ((taps.first?.count ?? 0) + 3) / 4 * 4
    self.width = width
    // Padded with weights of 0 on the last place.
    places = taps.flatMap { line in
      (0..<width).map { line[min($0, line.count - 1)].place }
    }
    weights = taps.flatMap { line in
      (0..<width).map { $0 < line.count ? Float(line[$0].weight) : 0 }
    }
    used = (places.min() ?? 0)..<((places.max() ?? -1) + 1)
  }

  /// The values at every position, of lines that lie side by side: sample `n` of all `lines` is row
  /// `n`.
  func sample(
    _ rows: UnsafeMutableBufferPointer<Float>, lines: Int,
    into result: UnsafeMutableBufferPointer<Float>
  ) {
    guard let base = rows.baseAddress, let out = result.baseAddress else { return }
    for n in 0..<count {
      let target = out + n * lines
      for tap in stride(from: n * width, to: (n + 1) * width, by: 4) {
        let (a, b) = (base + places[tap] * lines, base + places[tap + 1] * lines)
        let (c, d) = (base + places[tap + 2] * lines, base + places[tap + 3] * lines)
        let (p, q, r, s) = (weights[tap], weights[tap + 1], weights[tap + 2], weights[tap + 3])
        if tap == n * width {
          for i in 0..<lines { target[i] = p * a[i] + q * b[i] + r * c[i] + s * d[i] }
        } else {
          for i in 0..<lines { target[i] += p * a[i] + q * b[i] + r * c[i] + s * d[i] }
        }
      }
    }
  }
}

/// A Gaussian that ends at three standard deviations, which are given in voxels, with sum 1; a
/// deviation of 0 gives one weight.
func gaussianKernel(_ sigma: Double) -> [Double] {
  guard sigma > 0 else { return [1] }
  let radius = max(1, Int((3 * sigma).rounded(.up)))
  let weights = (-radius...radius).map { exp(-Double($0 * $0) / (2 * sigma * sigma)) }
  let sum = weights.reduce(0, +)
  return weights.map { $0 / sum }
}
