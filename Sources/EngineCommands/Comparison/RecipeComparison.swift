import DomainAdaptation
import Evaluation
import Foundation

/// Several recipes' scores and costs: `comparison.json`, and as Markdown and CSV.
struct RecipeComparison: Codable {
  /// A structure's scores in a group of cases; one without a prediction counts as Dice 0 and ASSD 350 mm.
  struct Score: Codable {
    /// The structure, as in "VS".
    var structure: String
    /// A site, or "known", "unseen" or "all".
    var group: String
    /// Scored cases, those of all seeds together.
    var cases: Int
    /// The mean, its interval over patients.
    var dice: IntervalEstimate
    /// In mm.
    var assd: IntervalEstimate
    var medianASSD: Double
    /// The mean Dice of each seed, in the order of the recipe's seeds.
    var diceBySeed: [Double]
    /// Cases with Dice below 0.7.
    var lowDice: Int
    /// Cases with ASSD above 2 mm.
    var highASSD: Int
    /// The share of the way from the lower to the upper bound's mean Dice, over the cases of the recipe's
    /// own seeds; `nil` where a bound is missing or there is no gap.
    var gapClosed: IntervalEstimate?
  }

  /// One recipe.
  struct Row: Codable {
    var recipe: String
    var summary: String
    var seeds: [UInt64]
    var scores: [Score]
    /// Mean over seeds, all stages, also those that another recipe made.
    var trainSeconds: Double
    var trainProcessorSeconds: Double?
    var trainPeakMemoryMiB: Double?
    /// For one scan.
    var predictSeconds: Double
    var predictProcessorSeconds: Double?
    var predictPeakMemoryMiB: Double?

    func score(_ structure: String, _ group: String) -> Score? {
      scores.first { $0.structure == structure && $0.group == group }
    }
  }

  /// The recipes that bound the gap.
  static let bounds = (lower: "source-only", upper: "supervised")

  var settings: ComparisonPlan.Settings
  /// All seeds that occur.
  var seeds: [UInt64]
  /// The groups of cases: "known", "unseen", "all", then each site.
  var groups: [String]
  var structures: [String]
  /// Best first, by the mean Dice of tumour and cochlea over all cases.
  var rows: [Row]

  /// - Parameter hasOwnPatients: whether a case of the same name is another patient with another seed.
  init(_ results: [RecipeResult], settings: ComparisonPlan.Settings, hasOwnPatients: Bool) {
    self.settings = settings
    let sample = ComparedScores(results, hasOwnPatients: hasOwnPatients)
    seeds = Set(results.map(\.seed)).sorted()
    structures = results.first?.scores.structures ?? []
    groups = sample.groups
    let names = Set(results.map(\.recipe)).sorted()
    rows = names.map { name in
      Row(
        results.filter { $0.recipe == name }.sorted { $0.seed < $1.seed },
        scores: sample.scores(of: name))
    }
    func merit(_ row: Row) -> Double {
      ["VS", "cochlea"].compactMap { row.score($0, "all")?.dice.value }.reduce(0, +)
    }
    rows.sort { (merit($0), $1.recipe) > (merit($1), $0.recipe) }
  }
}

extension RecipeComparison.Row {
  /// - Parameter results: of one recipe, by seed; not empty.
  fileprivate init(_ results: [RecipeResult], scores: [RecipeComparison.Score]) {
    recipe = results[0].recipe
    summary = results[0].summary
    seeds = results.map(\.seed)
    self.scores = scores
    func mean(_ values: [Double?]) -> Double? {
      let known = values.compactMap { $0 }
      return known.count == values.count ? known.reduce(0, +) / Double(known.count) : nil
    }
    let training = results.map(\.training)
    trainSeconds = mean(training.map(\.seconds)) ?? 0
    trainProcessorSeconds = mean(training.map(\.processorSeconds))
    trainPeakMemoryMiB = training.compactMap(\.peakMemoryMiB).max()
    predictSeconds = mean(results.map { $0.prediction.seconds / Double($0.predictedScans) }) ?? 0
    predictProcessorSeconds = mean(
      results.map { result in
        result.prediction.processorSeconds.map { $0 / Double(result.predictedScans) }
      })
    predictPeakMemoryMiB = results.compactMap(\.prediction.peakMemoryMiB).max()
  }
}
