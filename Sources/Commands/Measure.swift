package import ArgumentParser
import Clinical
import DataSets
import Foundation
import Reporting

/// Measures the tumours of label maps: volumes, diameters, the meatal plane, and a page per patient.
package struct Measure: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract:
      "Measures tumours: volumes inside and outside the canal, diameters, a page per patient.",
    discussion: """
      Research use only. Not a medical device.

      Takes a label map or a folder of them, as predict writes them. Definitions and their sources:
      Documentation/Guides/clinical-measures.md. A case that cannot be measured is named with the
      reason, the others go on, and the exit status is then 1.

      Pages and JSON also hold the Koos grade with its evidence (surer with --structures), the
      quality flags of the scan (--image) and the growth of the patient's lesions (--visits).

      A page becomes a PDF in a browser, as
        chromium --headless --no-pdf-header-footer --print-to-pdf=case.pdf pages/case.html

      Examples:
        kakehashi measure predictions/
        kakehashi measure tumour.nii.gz --image scan.nii.gz --output pages --language both
        kakehashi measure predictions/ --edition crossmoda2022 --csv measures.csv
      """)

  @Argument(help: "A label map, or a folder of them.")
  var labels: String

  @Option(help: "The scan of the label map, or the folder of scans: shown on the pages.")
  var image: String?

  @Option(
    help:
      "The tumour's probability, 0 to 1, on the labels' grid: a NIfTI file, or a folder of them.")
  var probability: String?

  @Option(help: "The edition of the labels: \(editionNames).")
  var edition: String = Edition.crossmoda2023.rawValue

  @Option(
    help: "A folder of label maps of brainstem and cerebellum, with dseg.tsv: for the Koos grade.")
  var structures: String?

  @Option(help: "The visits of the patients, as follow-up reads them: growth on the pages.")
  var visits: String?

  @Flag(help: "Measure the largest tumour where there are several, instead of refusing.")
  var largest: Bool = false

  @Option(name: [.short, .long], help: "The folder to write a page per patient to.")
  var output: String?

  @Option(help: "The language of the pages: en, ja or both.")
  var language: MeasureLanguage = .en

  @Option(help: "Write all measures as JSON to this file; - prints them.")
  var json: String?

  @Option(help: "Write all measures as CSV to this file; - prints them.")
  var csv: String?

  private static let editionNames = Edition.allCases.map(\.rawValue).joined(separator: ", ")

  package init() {}

  package mutating func validate() throws {
    guard Edition(rawValue: edition) != nil else {
      throw ValidationError("--edition expects one of \(Self.editionNames), found \(edition)")
    }
    guard json != "-" || csv != "-" else {
      throw ValidationError("standard output takes one result, found 2 of them")
    }
  }

  package func run() throws {
    let inputs = try MeasureInput.all(
      labels: fileURL(labels), images: image.map(fileURL), probabilities: probability.map(fileURL))
    if let output { try requireWritableFolder(fileURL(output)) }
    let edition = Edition(rawValue: edition) ?? .crossmoda2023
    // Grades and flags take seconds a case, so only where they are shown.
    let sources =
      output == nil && json == nil
      ? nil : try PatientSources(edition: edition, structures: structures, visits: visits)
    var cases: [MeasuredCase] = []
    for input in inputs {
      let measured = MeasuredCase(input, edition, sources, keepsLargestOnly: largest) { page in
        guard let output else { return }
        let file = fileURL(output).appending(path: "\(input.name).html")
        try writeOutput(Data(page.html(language.languages).utf8), to: file.path)
      }
      cases.append(measured)
      if let problem = measured.problem { warn("\(input.name): \(problem)") }
    }
    if let json { try writeOutput(readableJSON(cases), to: json) }
    if let csv { try writeOutput(Data(measuresCSV(cases).utf8), to: csv) }
    if json != "-", csv != "-" { print(measuresText(cases)) }
    let failed = cases.count { $0.problem != nil }
    guard failed == 0 else {
      throw CommandError("\(failed) of \(cases.count) cases could not be measured")
    }
  }
}

/// The languages of a page, as given on the command line.
enum MeasureLanguage: String, ExpressibleByArgument, CaseIterable {
  case en
  case ja
  case both

  var languages: [PageLanguage] {
    switch self {
    case .en: [.english]
    case .ja: [.japanese]
    case .both: [.english, .japanese]
    }
  }
}

extension Edition {
  /// What the edition's label values mean to measures.
  var tumourLabels: TumourLabels { hasTumourParts ? .parts : .whole }
}
