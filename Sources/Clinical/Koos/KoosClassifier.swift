import Evaluation
import Foundation

/// A fitted classifier of Koos grades with all that is needed to apply it and to tell where it is from.
public struct KoosClassifier: Codable, Hashable, Sendable {
  /// Where a classifier comes from.
  public struct Provenance: Codable, Hashable, Sendable {
    /// The command that fitted it.
    public var command: String
    /// The training cases, in a sentence.
    public var cases: String
    /// How many of each grade, 1 to 4, it was fitted on.
    public var grades: [Int]

    /// A provenance from its parts.
    public init(command: String, cases: String, grades: [Int]) {
      self.command = command
      self.cases = cases
      self.grades = grades
    }
  }

  /// What the weighted sum is made of.
  public let predictors: [KoosPredictor]
  /// Each predictor's mean over the training cases.
  public let means: [Double]
  /// Each predictor's standard deviation over the training cases; 1 where it is constant.
  public let scales: [Double]
  /// The model of the standardised predictors.
  public let regression: OrdinalRegression
  /// Where it comes from.
  public let provenance: Provenance

  /// Fits a classifier to measured cases with known grades 1 to 4; each grade must occur.
  ///
  /// - Parameter ridge: the penalty on standardised coefficients; above 0, because grade I is told
  ///   apart by one predictor alone.
  /// - Throws: ``OrdinalRegression/FitError``.
  public init(
    fitting cases: [(features: KoosFeatures, grade: Int)], predictors: [KoosPredictor],
    ridge: Double = 1, command: String, describing text: String
  ) throws(OrdinalRegression.FitError) {
    let columns = predictors.map { predictor in cases.map { predictor.value($0.features) } }
    let statistics = columns.map { column -> (mean: Double, scale: Double) in
      let values = column.compactMap { $0 }
      let count = Double(max(values.count, 1))
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      return (mean, variance > 0 ? variance.squareRoot() : 1)
    }
    let rows = cases.indices.map { n in
      predictors.indices.map { column -> Double in
        let (mean, scale) = statistics[column]
        return ((columns[column][n] ?? mean) - mean) / scale
      }
    }
    self.predictors = predictors
    means = statistics.map(\.mean)
    scales = statistics.map(\.scale)
    regression = try OrdinalRegression(
      fitting: rows, classes: cases.map { $0.grade - 1 }, count: KoosScores.grades.count,
      ridge: ridge)
    provenance = Provenance(
      command: command, cases: text,
      grades: KoosScores.grades.map { grade in cases.count { $0.grade == grade } })
  }

  /// The probabilities of the grades 1 to 4; they sum to 1.
  ///
  /// A predictor that was not measured counts as the training cases' mean; see
  /// ``missing(_:)``. Without a part outside the canal the grade is I by definition.
  public func probabilities(_ features: KoosFeatures) -> [Double] {
    guard features.extraMeatalVolume > 0 else { return [1, 0, 0, 0] }
    return regression.probabilities(
      predictors.indices.map { n in
        ((predictors[n].value(features) ?? means[n]) - means[n]) / scales[n]
      })
  }

  /// The predictors that a case lacks.
  public func missing(_ features: KoosFeatures) -> [KoosPredictor] {
    predictors.filter { $0.value(features) == nil }
  }

  /// The median grade: the lowest whose cumulative probability reaches one half.
  ///
  /// The median, not the likeliest grade, has the smallest expected absolute error.
  public static func median(_ probabilities: [Double]) -> Int {
    var sum = 0.0
    for (n, p) in probabilities.enumerated() {
      sum += p
      if sum >= 0.5 { return n + 1 }
    }
    return probabilities.count
  }
}

/// The classifiers that the package ships: one that knows the brainstem and one that does not.
public struct KoosClassifiers: Codable, Hashable, Sendable {
  /// For cases with a brainstem mask.
  public let withNeighbours: KoosClassifier
  /// For cases with tumour and cochleas alone.
  public let withoutNeighbours: KoosClassifier

  /// Both classifiers.
  public init(withNeighbours: KoosClassifier, withoutNeighbours: KoosClassifier) {
    self.withNeighbours = withNeighbours
    self.withoutNeighbours = withoutNeighbours
  }

  /// The shipped ones, read from `koos-model.json`, which `scripts/study-koos` writes.
  ///
  /// - Throws: `DecodingError` only where the package was built from a broken file.
  public static func shipped() throws -> KoosClassifiers {
    try JSONDecoder().decode(
      KoosClassifiers.self, from: Data(PackageResources.koos_model_json))
  }
}
