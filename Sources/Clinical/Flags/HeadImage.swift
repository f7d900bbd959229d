import Imaging

/// A scan in RAS orientation with its typical intensities.
struct HeadImage {
  let image: Volume
  let size: SIMD3<Int>
  /// Percentiles 50 and 95 of the image's middle third to the side and to the front, all slices.
  let levels: (median: Double, bright: Double)
  /// Mean and standard deviation of the signal of the corners, where there is air; `nil` where they
  /// were blanked.
  let corners: (mean: Double, deviation: Double)?
  /// Below this is air, bone or noise.
  let threshold: Double

  init(_ image: Volume) {
    self.image = image
    size = image.grid.size
    let v = image.voxels
    let whole = Self.sample(image, BoundingBox(lower: .zero, upper: size))
    let mean = whole.reduce(0, +) / Double(max(whole.count, 1))
    let bright = whole.filter { $0 > mean }.sorted()
    threshold = bright.isEmpty ? 0 : 0.3 * bright[bright.count / 2]
    let lower = SIMD3(size.x / 3, size.y / 3, 0)
    let upper = pointwiseMax(SIMD3(size.x - size.x / 3, size.y - size.y / 3, size.z), lower &+ 1)
    let inner = Self.sample(image, BoundingBox(lower: lower, upper: upper)).sorted()
    let at = { (p: Double) in inner.isEmpty ? 0 : inner[Int(p * Double(inner.count - 1))] }
    levels = (at(0.5), at(0.95))
    // Corners: a fourteenth of the width and of the height, in every slice.
    let corner = SIMD2(max(size.x / 14, 2), max(size.y / 14, 2))
    var (sum, squares) = (0.0, 0.0)
    var count = 0
    var blank = 0
    for k in 0..<size.z {
      for j in 0..<size.y where j < corner.y || j >= size.y - corner.y {
        for i in 0..<size.x where i < corner.x || i >= size.x - corner.x {
          let value = Double(v[image.grid.offset(i, j, k)])
          sum += value
          squares += value * value
          count += 1
          if value <= 0 { blank += 1 }
        }
      }
    }
    guard count > 0, blank <= count / 2 else {
      corners = nil
      return
    }
    let air = sum / Double(count)
    corners = (air, max(squares / Double(count) - air * air, 0).squareRoot())
  }

  /// At most about 300,000 intensities of a box, in regular steps.
  private static func sample(_ image: Volume, _ box: BoundingBox) -> [Double] {
    let count = box.size.x * box.size.y * box.size.z
    let step = (count / 300_000) | 1
    return stride(from: 0, to: count, by: step).compactMap { n in
      let row = n / box.size.x
      let p = SIMD3(n - row * box.size.x, row % box.size.y, row / box.size.y) &+ box.lower
      let value = image.voxels[image.grid.offset(p.x, p.y, p.z)]
      return value.isFinite ? Double(value) : nil
    }
  }

  /// See ``ScanMeasures/fluidBrightness``.
  var fluidBrightness: Double { levels.median > 0 ? levels.bright / levels.median : 0 }

  /// See ``ScanMeasures/noise``.
  ///
  /// The magnitude of pure noise has a standard deviation of 0.655 times the noise's own (Rayleigh's
  /// distribution), and of 0.70 times for four joined channels (chi distribution), whereas its mean
  /// grows by 2.2: so channels hardly matter here.
  var noise: Double? {
    guard let corners, levels.median > 0 else { return nil }
    return corners.deviation / 0.655 / levels.median
  }

  /// See ``ScanMeasures/ghost``.
  var ghost: Double? {
    guard let corners, levels.median > 0 else { return nil }
    let bands = [0, 1].flatMap { axis in [0, 1].compactMap { airMean(axis: axis, end: $0) } }
    return bands.max().map { ($0 - corners.mean) / levels.median }
  }

  /// The mean of the air at one end of an axis, beside the middle third of the other one; `nil` where
  /// tissue reaches the border on more than a quarter of the lines.
  private func airMean(axis: Int, end: Int) -> Double? {
    let other = 1 - axis
    let depth = max(size[axis] / 14, 2)
    var sum = 0.0
    var (free, lines) = (0, 0)
    for k in 0..<size.z {
      for b in (size[other] / 3)..<max(2 * size[other] / 3, size[other] / 3 + 1) {
        let line = (0..<min(depth, size[axis])).map { n -> Double in
          let a = end == 0 ? n : size[axis] - 1 - n
          let (i, j) = axis == 0 ? (a, b) : (b, a)
          return Double(image.voxels[image.grid.offset(i, j, k)])
        }
        lines += 1
        // A line that runs into the head is not air.
        guard line.allSatisfy({ $0 < 2 * threshold }) else { continue }
        free += 1
        sum += line.reduce(0, +) / Double(line.count)
      }
    }
    return 4 * free >= 3 * lines && free > 0 ? sum / Double(free) : nil
  }

  /// The share of voxels of the sagittal plane `i` that show tissue.
  func tissueShare(ofFace i: Int) -> Double {
    var count = 0
    for k in 0..<size.z {
      for j in 0..<size.y where Double(image.voxels[image.grid.offset(i, j, k)]) > 1.5 * threshold {
        count += 1
      }
    }
    return Double(count) / Double(size.y * size.z)
  }
}
