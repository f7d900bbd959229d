import ArgumentParser
import DataSets
import Evaluation
import Foundation
import NIfTI

/// Scores a folder of predictions against the true labels.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Scores predictions against true labels: Dice and ASSD per structure and site.",
    discussion: """
      Every reference is scored: a missing prediction counts as Dice 0 and ASSD 350 mm, as an empty
      one does in the challenge.

      Example:
        kakehashi evaluate --predictions predictions/ --reference data/truth --output scores
      """)

  @Option(name: [.short, .long], help: "The folder of predicted label maps.")
  var predictions: String

  @Option(name: [.short, .long], help: "The folder of true label maps.")
  var reference: String

  @Option(name: [.short, .long], help: "Writes OUTPUT.csv and OUTPUT.json.")
  var output: String?

  @Option(
    help: "The edition of the labels: \(Edition.allCases.map(\.rawValue).joined(separator: ", ")).")
  var edition: String = Edition.crossmoda2023.rawValue

  @Option(
    help: "The edition of the reference's labels, if another: then VS and cochlea are scored.")
  var referenceEdition: String?

  @Option(help: "Score only references whose case is in this folder of scans.")
  var scans: String?

  @Flag(help: "Print the table as JSON on standard output.")
  var json = false

  mutating func validate() throws {
    let known = Edition.allCases.map(\.rawValue).joined(separator: ", ")
    for name in [edition, referenceEdition ?? edition] where Edition(rawValue: name) == nil {
      throw ValidationError("an edition is one of \(known), found \(name)")
    }
  }

  func run() throws {
    let only = try scans.map { Set(try scanFiles(at: $0).map(caseName(of:))) }
    let table = try scoreFolder(
      predictions: fileURL(predictions), reference: fileURL(reference),
      edition: Edition(rawValue: edition) ?? .crossmoda2023,
      referenceEdition: referenceEdition.flatMap(Edition.init(rawValue:)), only: only)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let text = try encoder.encode(table)
    if let output {
      try Data(table.csv().utf8).write(to: fileURL(output + ".csv"), options: .atomic)
      try text.write(to: fileURL(output + ".json"), options: .atomic)
    }
    print(json ? String(decoding: text, as: UTF8.self) : summaryText(table))
  }
}
