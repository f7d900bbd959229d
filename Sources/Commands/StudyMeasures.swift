package import ArgumentParser
import Foundation
import Imaging
import Phantom

/// Measures simulated tumours and compares with their exact truth.
package struct StudyMeasures: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "study-measures",
    abstract: "Compares what measure finds in simulated tumours with the exact truth.",
    discussion: """
      Every patient is seen on the T2 grid of each site. Three kinds of labels are measured: exact
      ones; a reader's, whose border and meatal plane are off by stated errors; and the reader's
      with the tumour in one label, so that the meatal plane comes from anatomy. No image is made.

      Example:
        kakehashi study-measures --patients 40 --json measures.json
      """)

  @Option(help: "How many patients to simulate.")
  var patients: Int = 40

  @Option(help: "Sites, separated by commas.")
  var sites: String = "ldn,etz,ukm"

  @Option(help: "The seed of the patients and of the readers' errors.")
  var seed: UInt64 = 1

  @Option(help: "Write every comparison as JSON to this file; - prints it.")
  var json: String?

  package init() {}

  package mutating func validate() throws {
    guard patients >= 8 else { throw ValidationError("--patients expects 8 or more") }
  }

  package func run() throws {
    let error = SimulatedReadingError()
    var rows: [MeasureComparison] = []
    for (place, site) in sites.split(separator: ",").map(String.init).enumerated() {
      for index in 1...patients {
        let patient = Patient(
          seed: seed, index: index, options: PatientOptions(postOperativeFraction: 0))
        let acquisition = try Acquisition.preset(
          site: site, contrast: .T2, seed: seed, index: index)
        let reading = SimulatedReading(
          of: patient, acquisition, error: error, seed: seed &+ UInt64(place))
        guard let reading else { continue }
        rows += try MeasureComparison.all(reading, site: site, patient: patient)
      }
    }
    let summary = MeasureStudySummary(rows, seed: seed, patients: patients, error: error)
    if let json { try writeOutput(readableJSON(summary), to: json) }
    if json != "-" { print(summary.text) }
  }
}
