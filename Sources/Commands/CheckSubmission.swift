package import ArgumentParser
import DataSets
import Foundation

/// Checks a folder of predictions before any scoring.
package struct CheckSubmission: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "check-submission",
    abstract: "Checks predictions before scoring: names, shapes, affines, labels, missing cases.",
    discussion: """
      Lists every problem and ends with a non-zero status when there is one. Cases are expected by
      the names of the references, which may be label maps or the scans themselves.

      Example:
        kakehashi check-submission predictions/ data/truth --edition crossmoda2023
      """)

  @Argument(help: "The folder of predictions.")
  var predictions: String

  @Argument(help: "The folder of references: true label maps, or the scans.")
  var reference: String

  @Option(help: "The edition of the labels: \(editionNames).")
  var edition: String = Edition.crossmoda2023.rawValue

  @Option(help: "Allow these label values, as 0,1,2, instead of the edition's.")
  var labels: String?

  @Option(help: "Write the findings as JSON to this file; - prints them.")
  var json: String?

  private static let editionNames = Edition.allCases.map(\.rawValue).joined(separator: ", ")

  package init() {}

  package mutating func validate() throws {
    if Edition(rawValue: edition) == nil {
      throw ValidationError("an edition is one of \(Self.editionNames), found \(edition)")
    }
    if let labels, allowedLabels == nil {
      throw ValidationError("--labels expects values from 0 to 255, as 0,1,2, found \(labels)")
    }
  }

  private var allowedLabels: Set<UInt8>? {
    guard let labels else {
      return (Edition(rawValue: edition) ?? .crossmoda2023).labelValues.union([0])
    }
    let values = labels.split(separator: ",", omittingEmptySubsequences: false).map {
      UInt8($0.trimmingCharacters(in: .whitespaces))
    }
    return values.contains(nil) ? nil : Set(values.compactMap { $0 }).union([0])
  }

  package func run() throws {
    let check = try SubmissionCheck(
      predictions: fileURL(predictions), reference: fileURL(reference),
      allowed: allowedLabels ?? [0])
    if let json { try writeOutput(readableJSON(check), to: json) }
    if json != "-" { print(check.text) }
    guard check.errors.isEmpty else {
      throw CommandError("\(predictions): \(check.errors.count) problems, see above")
    }
  }
}
