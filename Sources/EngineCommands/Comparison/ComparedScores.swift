import Evaluation

/// The scores of all recipes of a comparison, by patient.
struct ComparedScores {
  /// One scored structure of one patient with one seed.
  private struct Entry {
    let patient: String
    let seed: UInt64
    let group: Set<String>
    let row: CaseScore
  }

  let groups: [String]
  private let structures: [String]
  private let entries: [String: [Entry]]

  /// - Parameter hasOwnPatients: whether a case of the same name is another patient with another seed.
  init(_ results: [RecipeResult], hasOwnPatients: Bool) {
    let unseen = Set(results.flatMap(\.unseenSites))
    let sites = Set(results.flatMap(\.scores.sites))
    let known = sites.subtracting(unseen)
    structures = results.first?.scores.structures ?? []
    groups =
      (known.isEmpty ? [] : ["known"]) + (unseen.isEmpty ? [] : ["unseen"]) + ["all"]
      + known.sorted() + unseen.sorted()
    var entries: [String: [Entry]] = [:]
    for result in results {
      entries[result.recipe, default: []] += result.scores.rows.map { row in
        Entry(
          patient: hasOwnPatients ? "\(result.seed)/\(row.case)" : row.case, seed: result.seed,
          group: ["all", row.site, unseen.contains(row.site) ? "unseen" : "known"], row: row)
      }
    }
    self.entries = entries
  }

  /// Every structure's scores in every group of cases.
  func scores(of recipe: String) -> [RecipeComparison.Score] {
    structures.flatMap { structure in
      groups.compactMap { score(recipe, structure, $0) }
    }
  }

  private func score(
    _ recipe: String, _ structure: String, _ group: String
  ) -> RecipeComparison.Score? {
    let own = select(recipe, structure, group)
    let table = ScoreTable(rows: own.map(\.row))
    let dice = byPatient(own, .dice)
    guard let mean = IntervalEstimate.mean(dice.values),
      let assd = IntervalEstimate.mean(byPatient(own, .assd).values),
      let median = table.median(.assd, structure: structure)
    else { return nil }
    let counts = table.counts(structure: structure)
    let seeds = Set(own.map(\.seed)).sorted()
    return RecipeComparison.Score(
      structure: structure, group: group, cases: counts.averaged, dice: mean, assd: assd,
      medianASSD: median,
      diceBySeed: seeds.compactMap { seed in
        ScoreTable(rows: own.filter { $0.seed == seed }.map(\.row))
          .mean(.dice, structure: structure)
      }, lowDice: counts.lowDice, highASSD: counts.highASSD,
      gapClosed: gapClosed(dice, structure, group, seeds: Set(seeds)))
  }

  private func select(_ recipe: String, _ structure: String, _ group: String) -> [Entry] {
    (entries[recipe] ?? []).filter {
      $0.row.structure == structure && $0.group.contains(group)
    }
  }

  /// One value a patient, the mean over seeds; patients in alphabetical order.
  private func byPatient(
    _ entries: [Entry], _ metric: ScoreMetric
  ) -> (patients: [String], values: [Double]) {
    let found = Dictionary(
      grouping: entries.filter { metric.value(in: $0.row) != nil }, by: \.patient
    )
    .mapValues { entries in
      let values = entries.compactMap { metric.value(in: $0.row) }
      return values.reduce(0, +) / Double(values.count)
    }.sorted { $0.key < $1.key }
    return (found.map(\.key), found.map(\.value))
  }

  /// Over the patients that recipe and both bounds have in common, drawn together.
  private func gapClosed(
    _ own: (patients: [String], values: [Double]), _ structure: String, _ group: String,
    seeds: Set<UInt64>
  ) -> IntervalEstimate? {
    func bound(_ name: String) -> [String: Double] {
      let found = byPatient(
        select(name, structure, group).filter { seeds.contains($0.seed) }, .dice)
      return Dictionary(uniqueKeysWithValues: zip(found.patients, found.values))
    }
    let lower = bound(RecipeComparison.bounds.lower)
    let upper = bound(RecipeComparison.bounds.upper)
    let triples = zip(own.patients, own.values).compactMap { patient, value in
      lower[patient].flatMap { low in upper[patient].map { (low, value, $0) } }
    }
    return IntervalEstimate.bootstrap(units: triples.count) { units in
      let count = Double(units.count)
      return Evaluation.gapClosed(
        lowerBound: units.reduce(0) { $0 + triples[$1].0 } / count,
        value: units.reduce(0) { $0 + triples[$1].1 } / count,
        upperBound: units.reduce(0) { $0 + triples[$1].2 } / count)
    }
  }
}
