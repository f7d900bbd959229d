package import ArgumentParser
import DataSets
import Evaluation
import Foundation
import Reporting

/// Scores predictions against the true labels: a pair of files, or two folders.
package struct Evaluate: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract:
      "Scores predictions against true labels: Dice, ASSD and more, per label or structure.",
    discussion: """
      Every reference of a folder is scored: a missing prediction counts as Dice 0 and ASSD 350 mm,
      as an empty one does in the challenge. Folders hold labels of an edition unless --labels is
      given; of a pair, every label that occurs is scored unless --edition is given.

      Examples:
        kakehashi evaluate prediction.nii.gz truth.nii.gz --json -
        kakehashi evaluate predictions/ data/truth --edition crossmoda2022 --csv scores.csv
        kakehashi evaluate --koos koos.csv --reference infos.csv
      """)

  @Argument(help: "The prediction and the reference: two files or two folders.")
  var paths: [String] = []

  @Option(name: [.short, .long], help: "The prediction, as the first argument.")
  var predictions: String?

  @Option(name: [.short, .long], help: "The reference, as the second argument.")
  var reference: String?

  @Option(help: "Score the Koos grades of this table; --reference is then a table too.")
  var koos: String?

  @Option(name: [.short, .long], help: "Writes OUTPUT.csv, with every metric, and OUTPUT.json.")
  var output: String?

  @Option(help: "Write the scores as JSON to this file; - prints them.")
  var json: String?

  @Option(help: "Write the challenge's table to this file: Case,VS_Dice,VS_ASSD,...,Team.")
  var csv: String?

  @Option(help: "Write nnU-Net's summary.json to this file.")
  var summary: String?

  @Option(help: "An undefined score in --summary: null, which is JSON, or nan, as nnU-Net has it.")
  var undefined: NNUNetSummary.Undefined = .null

  @Option(help: "Write grand-challenge's metrics.json to this file.")
  var metrics: String?

  @Option(help: "Write an HTML page to this file: outliers, sites, sizes, every case.")
  var html: String?

  @Option(help: "The team's name in tables; by default the name of the predictions' folder.")
  var team: String?

  @Option(help: "The edition of the labels: \(editionNames). Default for folders: crossmoda2023.")
  var edition: String?

  @Option(
    help: "The edition of the reference's labels, if another: then VS and cochlea are scored.")
  var referenceEdition: String?

  @Option(help: "Score these label values, as 1,2,42, each on its own.")
  var labels: String?

  @OptionGroup(title: "Definitions")
  var definitions: DefinitionOptions

  @Option(help: "A missing prediction: penalty or error.")
  var missing: String = "penalty"

  @Option(help: "Score only references whose case is in this folder of scans.")
  var scans: String?

  private static let editionNames = Edition.allCases.map(\.rawValue).joined(separator: ", ")

  package init() {}

  package mutating func validate() throws {
    for name in [edition, referenceEdition].compactMap({ $0 }) where Edition(rawValue: name) == nil
    {
      throw ValidationError("an edition is one of \(Self.editionNames), found \(name)")
    }
    guard ["penalty", "error"].contains(missing) else {
      throw ValidationError("--missing expects penalty or error, found \(missing)")
    }
    guard labels == nil || (edition ?? referenceEdition) == nil else {
      throw ValidationError("expected either --labels or an edition, found both")
    }
    if let labels, labelValues == nil {
      throw ValidationError("--labels expects whole numbers, as 1,2,42, found \(labels)")
    }
    let given = paths + [predictions, reference, koos].compactMap { $0 }
    guard given.count == 2, koos == nil || reference != nil else {
      throw ValidationError(
        "expected a prediction and a reference, found \(given.count) of the two")
    }
    let printed = [json, csv, summary, metrics, html].count { $0 == "-" }
    guard printed <= 1 else {
      throw ValidationError("standard output takes one result, found \(printed) of them")
    }
  }

  private var labelValues: [Int]? {
    let values = labels?.split(separator: ",", omittingEmptySubsequences: false).map {
      Int($0.trimmingCharacters(in: .whitespaces)).flatMap { $0 > 0 ? $0 : nil }
    }
    guard let values, !values.contains(nil) else { return nil }
    return values.compactMap { $0 }
  }

  private var prediction: URL { fileURL(predictions ?? paths[0]) }
  private var truth: URL { fileURL(reference ?? paths[paths.count - 1]) }

  package func run() throws {
    if let koos {
      return try scoreKoos(fileURL(koos))
    }
    guard isFolder(prediction) == isFolder(truth) else {
      throw CommandError(
        "expected two files or two folders, found "
          + "\(prediction.path) and \(truth.path), of which one is a folder")
    }
    let isPair = !isFolder(truth)
    let edition = self.edition ?? (isPair || labels != nil ? nil : Edition.crossmoda2023.rawValue)
    let definitions = definitions.definitions(edition: edition)
    let scored: ScoredLabels =
      edition.flatMap(Edition.init(rawValue:)).map { edition in
        .edition(
          edition, reference: referenceEdition.flatMap(Edition.init(rawValue:)) ?? edition)
      } ?? .values(labelValues)
    var result = ScoredCases()
    if isPair {
      try result.add(
        case: caseName(of: truth), prediction: prediction, reference: truth, scored: scored,
        definitions: definitions)
    } else {
      let only = try scans.map { Set(try scanFiles(at: $0).map(caseName(of:))) }
      result = try scoreFolders(
        predictions: prediction, reference: truth, scored: scored, definitions: definitions,
        only: only, failsOnMissing: missing == "error")
    }
    for warning in result.warnings { warn(warning) }
    try write(result, definitions, isPair: isPair)
  }

  private func write(
    _ result: ScoredCases, _ definitions: MetricDefinitions, isPair: Bool
  ) throws {
    let table = result.table
    let text =
      isPair
      ? try readableJSON(
        PairJSON(result, case: caseName(of: truth), definitions: definitions))
      : try readableJSON(
        FolderJSON(
          definitions: definitions, rows: table.rows, boundaryASSD: result.boundaries,
          warnings: result.warnings))
    let team = team ?? prediction.deletingPathExtension().lastPathComponent
    if let output {
      try writeOutput(Data(table.fullCSV().utf8), to: output + ".csv")
      try writeOutput(text, to: output + ".json")
    }
    if let csv {
      let challenge = table.challengeCSV(team: team, boundaries: result.boundaries)
      try writeOutput(Data(challenge.utf8), to: csv)
    }
    if let summary {
      let keys = result.labels.mapValues { values in
        values.count == 1
          ? "\(values[0])" : "(\(values.map(String.init).joined(separator: ", ")))"
      }
      let content = NNUNetSummary(
        table, keys: keys, files: result.files, undefined: undefined)
      try writeOutput(pythonJSON(content), to: summary)
    }
    if let metrics { try writeOutput(readableJSON(GrandChallengeMetrics(table)), to: metrics) }
    if let html {
      let page = EvaluationPage(
        title: "Scores of \(team)",
        subtitle: "\(table.cases.count) cases, definitions of \(definitions.name)", team: team,
        table: table, definitions: definitions, notes: result.warnings)
      try writeOutput(Data(page.html().utf8), to: html)
    }
    if let json { try writeOutput(text, to: json) }
    if ![json, csv, summary, metrics, html].contains("-") { print(summaryText(table)) }
  }

  private func scoreKoos(_ predictions: URL) throws {
    let result = try ScoredKoos(
      predictions: predictions, reference: truth, failsOnMissing: missing == "error")
    for warning in result.warnings { warn(warning) }
    if let json { try writeOutput(readableJSON(result), to: json) }
    if json != "-" { print(result.text) }
  }
}
