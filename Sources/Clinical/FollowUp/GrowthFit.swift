#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A value with its interval.
public struct Estimate: Hashable, Sendable, Codable {
  /// The most likely value.
  public let value: Double
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double

  /// An estimate from its parts.
  public init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }
}

/// A line through the logarithms of volumes: growth at one rate, with the errors of the readings.
///
/// Generalised least squares: each reading has its own error, and readings of one sequence share that
/// sequence's unknown factor, so it cancels among them and widens what is said across sequences.
/// With two readings the line runs through both and its rise is their difference.
struct GrowthFit {
  /// The rate: the rise of the log volume per year.
  let rate: Double
  /// The rate's standard deviation.
  let rateDeviation: Double
  /// The sum of squared residuals in units of their errors.
  let chiSquare: Double
  /// The readings beyond two.
  let degreesOfFreedom: Int

  /// Whether the readings lie off one line by more than their errors allow (1 %): the course was not
  /// steady.
  var isUneven: Bool {
    guard degreesOfFreedom > 0 else { return false }
    // Wilson and Hilferty's approximation of the 99 % quantile of chi-square (PNAS 17:684, 1931).
    let k = Double(degreesOfFreedom)
    let root = 1 - 2 / (9 * k) + 2.326 * (2 / (9 * k)).squareRoot()
    return chiSquare > k * root * root * root
  }

  /// The line of a course; `nil` when all readings are of one day or there are fewer than two.
  init?(_ readings: [LesionReading], _ error: ReadingError) {
    guard let first = readings.first else { return nil }
    let times = readings.map { $0.date.years(since: first.date) }
    guard times.contains(where: { $0 != times[0] }) else { return nil }
    // Errors depend on size; the mean size keeps one low reading from counting as a sure one.
    let logs = readings.map { log($0.volume) }
    let size = exp(logs.reduce(0, +) / Double(logs.count))
    let share = error.sequenceDeviation * error.sequenceDeviation / 2
    let covariance = readings.indices.map { a in
      readings.indices.map { b -> Double in
        let common = readings[a].sequence == readings[b].sequence ? share : 0
        guard a == b else { return common }
        let own = error.deviation(volume: size, thickness: readings[a].sliceThickness)
        return common + own * own
      }
    }
    guard let root = Cholesky(covariance) else { return nil }
    let ones = root.solve(logs.map { _ in 1 })
    let slopes = root.solve(times)
    let values = root.solve(logs)
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let (s, st, stt) = (product(ones, ones), product(ones, slopes), product(slopes, slopes))
    let determinant = s * stt - st * st
    guard determinant > 0 else { return nil }
    let (sy, sty) = (product(ones, values), product(slopes, values))
    rate = (s * sty - st * sy) / determinant
    rateDeviation = (s / determinant).squareRoot()
    let (a, b) = ((stt * sy - st * sty) / determinant, rate)
    chiSquare = values.indices.reduce(0) {
      let residual = values[$1] - a * ones[$1] - b * slopes[$1]
      return $0 + residual * residual
    }
    degreesOfFreedom = readings.count - 2
  }
}

/// A symmetric positive matrix as the product of a triangle with its mirror image.
private struct Cholesky {
  private var rows: [[Double]]

  /// `nil` when the matrix is not positive.
  init?(_ matrix: [[Double]]) {
    rows = matrix
    for i in matrix.indices {
      for j in 0...i {
        var sum = matrix[i][j]
        for k in 0..<j { sum -= rows[i][k] * rows[j][k] }
        if i == j {
          guard sum > 0 else { return nil }
          rows[i][j] = sum.squareRoot()
        } else {
          rows[i][j] = sum / rows[j][j]
        }
      }
    }
  }

  /// The vector that the triangle takes to `vector`: its errors are independent and of size 1.
  func solve(_ vector: [Double]) -> [Double] {
    var result = vector
    for i in vector.indices {
      for k in 0..<i { result[i] -= rows[i][k] * result[k] }
      result[i] /= rows[i][i]
    }
    return result
  }
}
