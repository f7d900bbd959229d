import Evaluation

/// The runs of a report as tables and texts need them.
struct Comparison {
  let runs: [ReportRun]

  /// The structures of all runs, in order of first appearance.
  var structures: [String] {
    var seen = Set<String>()
    return runs.flatMap(\.scores.structures).filter { seen.insert($0).inserted }
  }

  /// The sites of all runs, in alphabetical order.
  var sites: [String] { Set(runs.flatMap(\.scores.sites)).sorted() }

  /// The number of distinct cases of all runs.
  var caseCount: Int { Set(runs.flatMap(\.scores.cases)).count }

  /// The first run of a bound; for the method under test, the last one listed.
  func run(_ role: ReportRun.Role) -> ReportRun? {
    role == .adapted ? runs.last { $0.role == role } : runs.first { $0.role == role }
  }

  /// The share of the gap in mean score that a run closes; `nil` without both bounds.
  func gapClosed(by run: ReportRun, structure: String, metric: ScoreMetric = .dice) -> Double? {
    guard run.role == .adapted || run.role == .other,
      let lower = self.run(.sourceOnly)?.scores.mean(metric, structure: structure),
      let value = run.scores.mean(metric, structure: structure),
      let upper = self.run(.supervised)?.scores.mean(metric, structure: structure)
    else { return nil }
    return Evaluation.gapClosed(
      lowerBound: lower, value: value, upperBound: upper, higherIsBetter: metric.higherIsBetter)
  }

  /// A colour number per run: 0, 1, 2 for the first run of each role, 3 and on for others.
  var colours: [Int] {
    var next = 3
    var used = Set<Int>()
    return runs.map { run in
      let preferred: Int? =
        switch run.role {
        case .sourceOnly: 0
        case .adapted: 1
        case .supervised: 2
        case .other: nil
        }
      if let preferred, used.insert(preferred).inserted { return preferred }
      defer { next = next == 5 ? 3 : next + 1 }
      return next
    }
  }
}
