package import ArgumentParser
import Clinical
import DataSets
import Evaluation
import Foundation
import Imaging

/// Grades tumours after Koos from label maps.
package struct Koos: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract:
      "Grades tumours after Koos (I to IV) from label maps, with probabilities and evidence.",
    discussion: """
      The label maps need both parts of the tumour and the cochleas (crossmoda2023). With masks of
      the brainstem and the cerebellum (--structures, or labels of crossmoda2023-neighbours) contact
      and displacement are measured; without them they are guessed from size and position, which is
      less sure: Documentation/Results/koos.md.

      Cases whose form speaks for an operation get no grade, nor a row of the table. Research use only.

      Examples:
        kakehashi koos predictions/ --structures structures/ --csv predictions.csv
        kakehashi koos data/truth --structures data/structures --truth data/truth/koos.csv
      """)

  @Argument(help: "A folder of label maps, or one of them.")
  var masks: String

  @Option(help: "A folder of label maps of neighbouring structures, with dseg.tsv (index, name).")
  var structures: String?

  @Option(help: "The edition of the labels: crossmoda2023 or crossmoda2023-neighbours.")
  var edition: String = Edition.crossmoda2023.rawValue

  @Option(help: "True grades, as \"case\",\"class\" or the challenge's infos table: scores them.")
  var truth: String?

  @Flag(help: "Grade cases that look operated on, too: the challenge's table wants every case.")
  var gradeAll = false

  @Option(help: "Write the grades as the challenge's table, \"case\",\"class\"; - prints it.")
  var csv: String?

  @Option(help: "Write grades, probabilities, measures and evidence as JSON; - prints it.")
  var json: String?

  package init() {}

  package mutating func validate() throws {
    guard let found = Edition(rawValue: edition), found.hasTumourParts else {
      throw ValidationError(
        "a Koos grade needs the tumour's two parts: --edition expects crossmoda2023 or "
          + "crossmoda2023-neighbours, found \(edition)")
    }
    if csv == "-", json == "-" {
      throw ValidationError("--csv and --json cannot both go to standard output")
    }
  }

  package func run() throws {
    let cases = try assessments()
    if let csv { try writeOutput(Data(table(cases).utf8), to: csv) }
    let scores = try truth.map {
      try ScoredKoos(
        predicted: Dictionary(cases.map { ($0.name, $0.assessment.grade) }) { $1 }, path: masks,
        reference: fileURL($0), failsOnMissing: false,
        among: Set(cases.map(\.name)))
    }
    if let json {
      try writeOutput(readableJSON(KoosReport(cases: cases, scores: scores)), to: json)
    }
    guard csv != "-", json != "-" else { return }
    for entry in cases { print(entry.text) }
    if let scores {
      print("\n" + scores.text)
      for warning in scores.warnings { warn(warning) }
    }
    print("\n" + researchNotice)
  }

  private func assessments() throws -> [KoosReport.Entry] {
    let edition = Edition(rawValue: edition) ?? .crossmoda2023
    let url = fileURL(masks)
    let files = isFolder(url) ? try labelFiles(in: url) : [caseName(of: url): url]
    guard !files.isEmpty else {
      throw CommandError("\(masks): expected label maps (.nii, .nii.gz), found none")
    }
    let neighbours = try structures.map { try StructureFiles(fileURL($0)) }
    let classifiers = try KoosClassifiers.shipped()
    return try files.sorted { $0.key < $1.key }.map { name, file in
      let labels = try checkedLabels(file, edition: edition)
      let given = try neighbours?.masks(of: name)
      do throws(GridMismatch) {
        let masks = try KoosMasks(labels, edition, given)
        return KoosReport.Entry(
          name: name,
          assessment: KoosAssessment(
            masks, with: classifiers, isKnownOperated: gradeAll ? false : nil))
      } catch {
        throw CommandError("\(name): \(error)")
      }
    }
  }

  private func table(_ cases: [KoosReport.Entry]) -> String {
    let rows = cases.compactMap { entry in
      entry.assessment.grade.map { "\"\(entry.name)\",\"\($0)\"" }
    }
    return (["\"case\",\"class\""] + rows).joined(separator: "\n") + "\n"
  }
}

/// Koos grades of a folder, for JSON and for reading.
struct KoosReport: Encodable {
  struct Entry: Encodable {
    let name: String
    let assessment: KoosAssessment

    /// The grade, its probabilities, and the evidence below.
    var text: String {
      var head = "\(name): "
      switch (assessment.outcome, assessment.grade, assessment.probabilities) {
      case (_, let grade?, let shares?):
        let list = zip(["I", "II", "III", "IV"], shares).map { "\($0) \(decimals($1, 2))" }
        head += "Koos \(["I", "II", "III", "IV"][grade - 1])  (\(list.joined(separator: ", ")))"
      case (.postOperative, _, _): head += "not graded, looks operated on"
      default: head += "not graded, no tumour"
      }
      return ([head] + assessment.evidence.map { "  \($0.english)" }).joined(separator: "\n")
    }
  }

  let researchUseOnly = true
  let cases: [Entry]
  let scores: ScoredKoos?

  init(cases: [Entry], scores: ScoredKoos?) {
    self.cases = cases
    self.scores = scores
  }
}
