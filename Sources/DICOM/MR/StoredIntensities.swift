import Imaging

/// Intensities as 16-bit whole numbers with a slope and an intercept.
struct StoredIntensities {
  let isSigned: Bool
  let slope: Double
  let intercept: Double
  /// The stored values as little-endian words, in the order of the voxels.
  let bytes: [UInt8]
  /// The smallest and the largest intensity.
  let range: ClosedRange<Double>

  /// Whole numbers that fit 16 bits are stored as they are; all else spreads over 16 bits, so that
  /// a value is off by at most half a slope.
  ///
  /// - Returns: `nil` where a voxel is not finite.
  init?(_ volume: Volume) {
    var (low, high) = (Float.infinity, -Float.infinity)
    var isWhole = true
    for value in volume.voxels {
      guard value.isFinite else { return nil }
      low = min(low, value)
      high = max(high, value)
      isWhole = isWhole && value == value.rounded()
    }
    let range = Double(low)...Double(high)
    self.range = range
    if isWhole, range.lowerBound >= 0, range.upperBound <= 65535 {
      (isSigned, slope, intercept) = (false, 1, 0)
    } else if isWhole, range.lowerBound >= -32768, range.upperBound <= 32767 {
      (isSigned, slope, intercept) = (true, 1, 0)
    } else {
      let width = range.upperBound - range.lowerBound
      isSigned = false
      // What is written is text of 16 characters, so that is what the values are computed with.
      slope = width > 0 ? Double(decimalString(width / 65535)) ?? 1 : 1
      intercept = Double(decimalString(range.lowerBound)) ?? 0
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * volume.voxels.count)
    for value in volume.voxels {
      let stored = Int(((Double(value) - intercept) / slope).rounded())
      let word = isSigned ? stored : min(max(stored, 0), 65535)
      bytes.append(UInt8(truncatingIfNeeded: word))
      bytes.append(UInt8(truncatingIfNeeded: word >> 8))
    }
    self.bytes = bytes
  }
}
