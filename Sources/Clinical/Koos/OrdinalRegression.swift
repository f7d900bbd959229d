import Imaging

/// Proportional-odds logistic regression: ordered classes from a weighted sum of predictors.
///
/// P(class <= k) = 1 / (1 + exp(x * coefficients - thresholds[k])), classes counted from 0.
///
/// - Source: McCullagh, J R Stat Soc B 42:109, 1980.
public struct OrdinalRegression: Codable, Hashable, Sendable {
  /// One coefficient a predictor; a larger sum makes higher classes likelier.
  public var coefficients: [Double]
  /// The borders between neighbouring classes, in ascending order: one fewer than classes.
  public var thresholds: [Double]

  /// A model from its parts.
  public init(coefficients: [Double], thresholds: [Double]) {
    self.coefficients = coefficients
    self.thresholds = thresholds
  }

  /// The weighted sum that the thresholds cut.
  func score(_ x: [Double]) -> Double {
    zip(coefficients, x).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The probability of each class, in ascending order; they sum to 1.
  ///
  /// - Precondition: as many predictors as coefficients.
  public func probabilities(_ x: [Double]) -> [Double] {
    precondition(
      x.count == coefficients.count, "\(x.count) predictors for \(coefficients.count) coefficients")
    let score = score(x)
    let upper = thresholds.map { logistic($0 - score) } + [1]
    return zip(upper, [0] + upper.dropLast()).map { max($0 - $1, 0) }
  }
}

extension OrdinalRegression {
  /// Why a model could not be fitted, in one sentence.
  public struct FitError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sentence.
    public let description: String
  }

  /// Fits a model by penalised maximum likelihood, with Newton's method on the concave likelihood.
  ///
  /// - Parameters:
  ///   - rows: the predictors of each case, best on a common scale; all rows equally long.
  ///   - classes: the class of each case, from 0.
  ///   - count: the number of classes, each of which must occur.
  ///   - ridge: half this times the sum of the squared coefficients is taken off the log-likelihood;
  ///     0 for none, which does not converge when a predictor separates classes.
  /// - Throws: ``FitError`` when a class is missing or the likelihood has no maximum.
  public init(
    fitting rows: [[Double]], classes: [Int], count: Int, ridge: Double
  ) throws(FitError) {
    precondition(rows.count == classes.count, "\(rows.count) rows for \(classes.count) classes")
    let width = rows.first?.count ?? 0
    for k in 0..<count where !classes.contains(k) {
      throw FitError(
        description: "expected cases of all \(count) classes, found none of class \(k)")
    }
    // Without predictors the thresholds are the logits of the cumulative frequencies.
    let thresholds = (0..<(count - 1)).map { k -> Double in
      let share = Double(classes.count { $0 <= k }) / Double(classes.count)
      return logarithm(share / (1 - share))
    }
    var model = OrdinalRegression(
      coefficients: [Double](repeating: 0, count: width), thresholds: thresholds)
    var value = model.likelihood(rows, classes, ridge)
    for _ in 0..<200 {
      let system = model.newtonSystem(rows, classes, ridge)
      guard let step = system.solution(damping: 1e-12) else { break }
      let slope = zip(step, system.side).reduce(0) { $0 + $1.0 * $1.1 }
      if slope < 1e-16 { break }
      var size = 1.0
      var next = model.moved(by: step, times: size)
      while size > 1e-10, !(next.likelihood(rows, classes, ridge) >= value + 1e-4 * size * slope) {
        size /= 2
        next = model.moved(by: step, times: size)
      }
      // At the limit of the arithmetic no step is uphill any more.
      if size <= 1e-10 { break }
      model = next
      value = model.likelihood(rows, classes, ridge)
    }
    // Where predictors separate classes the coefficients grow until cases are certain, and only the
    // arithmetic ends that.
    let isSeparated = zip(rows, classes).contains { x, k in
      model.interval(model.score(x), k).share > 1 - 1e-9
    }
    guard ridge > 0 || !isSeparated else {
      throw FitError(
        description:
          "the likelihood has no maximum: predictors separate classes; use a ridge above 0")
    }
    self = model
  }

  private func moved(by step: [Double], times size: Double) -> OrdinalRegression {
    let cut = thresholds.count
    return OrdinalRegression(
      coefficients: coefficients.indices.map { coefficients[$0] + size * step[cut + $0] },
      thresholds: thresholds.indices.map { thresholds[$0] + size * step[$0] })
  }

  /// The penalised log-likelihood; -infinity where thresholds are out of order.
  private func likelihood(_ rows: [[Double]], _ classes: [Int], _ ridge: Double) -> Double {
    guard zip(thresholds, thresholds.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return -.infinity
    }
    var sum = -ridge / 2 * coefficients.reduce(0) { $0 + $1 * $1 }
    for (x, k) in zip(rows, classes) { sum += logarithm(interval(score(x), k).share) }
    return sum
  }

  /// The probability of class `k` at a score, with the slopes of its two borders.
  private func interval(
    _ score: Double, _ k: Int
  ) -> (share: Double, upper: (f: Double, slope: Double), lower: (f: Double, slope: Double)) {
    let a = k < thresholds.count ? thresholds[k] - score : .infinity
    let b = k > 0 ? thresholds[k - 1] - score : -.infinity
    // Differences are taken in the tail where both are small.
    let share = b > 0 ? logistic(-b) - logistic(-a) : logistic(a) - logistic(b)
    let density = { (x: Double) -> (Double, Double) in
      let p = logistic(x)
      return (p * (1 - p), p * (1 - p) * (1 - 2 * p))
    }
    return (share, density(a), density(b))
  }

  /// The negative Hessian and the gradient: thresholds first, then coefficients.
  private func newtonSystem(
    _ rows: [[Double]], _ classes: [Int], _ ridge: Double
  ) -> NormalEquations {
    let cut = thresholds.count
    var system = NormalEquations(count: cut + coefficients.count)
    for (x, k) in zip(rows, classes) {
      let (p, a, b) = interval(score(x), k)
      // The two borders as linear functions of the parameters: a threshold less the score.
      let minus = x.map { -$0 }
      var upper = [Double](repeating: 0, count: cut) + minus
      var lower = upper
      if k < cut { upper[k] = 1 }
      if k > 0 { lower[k - 1] = 1 }
      let (ga, gb) = (a.f / p, -b.f / p)
      let (haa, hbb, hab) = (ga * ga - a.slope / p, gb * gb + b.slope / p, ga * gb)
      for i in upper.indices {
        system.side[i] += ga * upper[i] + gb * lower[i]
        for j in upper.indices {
          system.matrix[i][j] +=
            haa * upper[i] * upper[j] + hbb * lower[i] * lower[j]
            + hab * (upper[i] * lower[j] + lower[i] * upper[j])
        }
      }
    }
    for n in coefficients.indices {
      system.side[cut + n] -= ridge * coefficients[n]
      system.matrix[cut + n][cut + n] += ridge
    }
    return system
  }
}

/// The logistic function, exact in both tails.
func logistic(_ x: Double) -> Double {
  guard x >= 0 else {
    let e = exponential(x)
    return e / (1 + e)
  }
  return 1 / (1 + exponential(-x))
}
