import ArgumentParser
import Foundation
import Pilot

/// Puts a segmented NIfTI image on the worklist, without DICOM and gateway.
struct ReviewAdd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Puts an image and its labels on the worklist.",
    discussion: """
      For existing data, as in the first stage of a pilot: the gateway adds its own cases. Labels:
      1 tumour outside the meatus, 2 inside it, 3 cochlea.
      """)

  @OptionGroup var pilot: PilotOptions

  @Argument(help: "The image, NIfTI.")
  var image: String

  @Argument(help: "The labels on the image's grid, NIfTI.")
  var labels: String

  @Option(help: "The patient's name or pseudonym.")
  var patient: String

  @Option(help: "The patient's identifier.")
  var patientID: String = ""

  @Option(help: "The study's date, as 20260131.")
  var studyDate: String = ""

  @Option(help: "The model's confidence, 0 to 1.")
  var confidence: Double?

  @Option(help: "1 - Dice between several results, 0 to 1.")
  var disagreement: Double?

  @Option(help: "The volume's change since the last visit, as a share: 0.2 for a fifth.")
  var sizeChange: Double?

  mutating func validate() throws {
    for (name, value) in [("confidence", confidence), ("disagreement", disagreement)] {
      if let value, !(0...1).contains(value) {
        throw ValidationError("--\(name) expects 0 to 1, found \(value)")
      }
    }
  }

  func run() throws {
    let configuration = try pilot.configuration()
    let registry = try pilot.registry()
    let id = try registry.addNIfTI(
      image: fileURL(image), labels: fileURL(labels), in: PilotFolder(configuration.folder),
      structures: configuration.structures,
      patient: (name: patient, id: patientID, date: studyDate),
      attention: Attention(
        confidence: confidence, disagreement: disagreement, sizeChange: sizeChange))
    try registry.flushAudit()
    print(id)
  }
}
