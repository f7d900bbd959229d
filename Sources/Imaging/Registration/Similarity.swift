#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How alike two images are where both have been sampled.
public enum SimilarityMeasure: String, Sendable, Codable, CaseIterable {
  /// Normalised mutual information, (H(A) + H(B)) / H(A, B), 1 for independent images to 2 for ones
  /// that determine each other; for any pair of sequences.
  ///
  /// - Source: Studholme, Hill and Hawkes, Pattern Recognition 32:71, 1999.
  case mutualInformation
  /// Pearson's correlation, -1 to 1; for two images of one sequence.
  case normalizedCrossCorrelation
}

/// The joint histogram of two images, from which mutual information comes.
///
/// Fixed intensities have a bin; a moving intensity between two bins counts in both in proportion,
/// so that the measure changes smoothly as an image moves.
struct JointHistogram {
  /// The bins per image.
  static let bins = 32
  /// The counts, the fixed image's bin slowest.
  var counts = [Float](repeating: 0, count: bins * bins)

  /// (H(A) + H(B)) / H(A, B); 1 when the histogram is empty or holds one pair of bins only.
  var normalizedMutualInformation: Double {
    let n = Self.bins
    var columns = [Double](repeating: 0, count: n)
    var total = 0.0
    var joint = 0.0
    var first = 0.0
    for a in 0..<n {
      var row = 0.0
      for b in 0..<n {
        let count = Double(counts[a * n + b])
        guard count > 0 else { continue }
        row += count
        columns[b] += count
        joint -= count * log(count)
      }
      total += row
      if row > 0 { first -= row * log(row) }
    }
    guard total > 0 else { return 1 }
    let second = columns.reduce(0.0) { $1 > 0 ? $0 - $1 * log($1) : $0 }
    // Each entropy is (sum of -c log c) / total + log(total).
    let shift = total * log(total)
    let whole = joint + shift
    return whole > 1e-9 * total ? (first + second + 2 * shift) / whole : 1
  }
}

/// The sums from which Pearson's correlation comes.
struct CorrelationSums {
  var count = 0.0
  var a = 0.0
  var b = 0.0
  var aa = 0.0
  var bb = 0.0
  var ab = 0.0

  /// The correlation; 0 when either image is constant.
  var correlation: Double {
    guard count > 0 else { return 0 }
    let product = (aa - a * a / count) * (bb - b * b / count)
    return product > 0 ? (ab - a * b / count) / product.squareRoot() : 0
  }
}
