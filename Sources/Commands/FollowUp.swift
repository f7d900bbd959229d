package import ArgumentParser
import Clinical
import DataSets
import Foundation
import Reporting

/// Tells from masks of several visits whether each tumour has grown.
package struct FollowUp: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "follow-up",
    abstract: "Tells from the masks of several visits whether a tumour has grown.",
    discussion: """
      Takes visits.csv (or a folder that holds it, or the same as JSON), a row a visit, with the \
      columns patient, date, mask, and where there are any image, sequence, treatment. Paths are
      relative to the file. A row with a treatment (radiosurgery or surgery) and no mask is an event.

        patient,date,mask,image,sequence,treatment
        P01,2021-03-02,P01/a_Label.nii.gz,P01/a_ceT1.nii.gz,ceT1,
        P01,2021-04-10,,,,radiosurgery
        P01,2022-03-09,P01/b_Label.nii.gz,P01/b_T2.nii.gz,T2,

      Images are laid over the first one, so that a lesion is found again by its place. Answers are
      grown, stable, shrunk and cannot tell, from a model of the error of each reading.
      Research use only; not a medical device.

      Example:
        kakehashi follow-up visits.csv --output pages --csv growth.csv
      """)

  @Argument(help: "visits.csv, a JSON file of the same rows, or a folder that holds visits.csv.")
  var visits: String

  @Option(help: "Which label values there are: crossmoda2021, crossmoda2022 or crossmoda2023.")
  var edition: Edition = .crossmoda2023

  @Option(help: "The relative growth that stable must exclude.")
  var margin = 0.2

  @Option(help: "Months after radiosurgery in which enlargement is taken for transient.")
  var swellingWindow = 36

  @Option(help: "Writes JSON to this file; - prints it, and nothing else.")
  var json: String?

  @Option(help: "Writes a row a lesion as CSV to this file.")
  var csv: String?

  @Option(
    name: [.short, .long], help: "Writes a page per patient, PATIENT.html, into this folder.")
  var output: String?

  package init() {}

  package mutating func validate() throws {
    guard margin > 0, margin < 2 else {
      throw ValidationError("--margin expects a number above 0 and below 2, found \(margin)")
    }
    guard (0...240).contains(swellingWindow) else {
      throw ValidationError("--swelling-window expects 0 to 240 months, found \(swellingWindow)")
    }
  }

  package func run() throws {
    var criteria = GrowthCriteria()
    criteria.margin = margin
    criteria.swellingWindow = swellingWindow
    let manifest = try VisitManifest(path: visits)
    if let output { try requireWritableFolder(fileURL(output)) }
    var found: [PatientFollowUp] = []
    for patient in manifest.patients {
      let series = try VisitSeries(patient, edition: edition, keepsImages: output != nil)
      let followUp = PatientFollowUp(
        patient: patient.name, visits: series.findings, treatments: patient.treatments,
        criteria: criteria)
      if let output { try write(followUp, series, to: fileURL(output)) }
      found.append(followUp)
    }
    let text = try readableJSON(found)
    if let csv { try writeOutput(Data(followUpCSV(found).utf8), to: csv) }
    if let json { try writeOutput(text, to: json) }
    if json != "-" { print(followUpText(found)) }
  }

  private func write(
    _ followUp: PatientFollowUp, _ series: VisitSeries, to folder: URL
  ) throws {
    let page = FollowUpPage(
      followUp: followUp, overlays: try series.overlays(of: followUp),
      facts: [
        ReportFact("Visits", fileURL(visits).lastPathComponent),
        ReportFact("Version", "kakehashi \(programVersion)"),
      ])
    let name = fileName(of: followUp.patient)
    try writeOutput(Data(page.html().utf8), to: folder.appending(path: "\(name).html").path)
  }
}

/// A patient's name as a file's: what paths cannot hold becomes a hyphen.
private func fileName(of patient: String) -> String {
  let name = String(patient.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
  return name.allSatisfy { $0 == "." } ? "patient" : name
}
