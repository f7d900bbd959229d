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

  @OptionGroup var pilot: PilotFolderOption

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

  @Option(help: "How much stands out, 0 to 1; the worklist's order.")
  var attention: Double?

  mutating func validate() throws {
    if let attention, !(0...1).contains(attention) {
      throw ValidationError("--attention expects 0 to 1, found \(attention)")
    }
  }

  func run() throws {
    let (folder, registry) = try pilot.open()
    let id = try registry.addNIfTI(
      image: fileURL(image), labels: fileURL(labels), in: folder,
      patient: (name: patient, id: patientID, date: studyDate), attention: attention)
    try registry.flushAudit()
    print(id)
  }
}
