package import DICOM
package import Foundation
package import Imaging
package import Phantom

extension MRDescription {
  /// What a scanner would say of a simulated acquisition.
  package init(_ acquisition: Acquisition) {
    let words: String
    var sequence = (repetition: 0.0, echo: 0.0, inversion: Double?.none, flip: Double?.none)
    var isGradientEcho = true
    switch acquisition.sequence {
    case .magnetisationPrepared(let repetition, let inversion, let echo, let flip, _, _):
      words = "mprage"
      sequence = (repetition, echo, inversion, flip)
    case .spoiled(let repetition, let echo, let flip):
      words = "ffe"
      sequence = (repetition, echo, nil, flip)
    case .balanced(let repetition, let echo, let flip):
      words = "fiesta"
      sequence = (repetition, echo, nil, flip)
    case .constructive(let repetition, let echo, let flip):
      words = "ciss"
      sequence = (repetition, echo, nil, flip)
    case .turboSpinEcho(let repetition, let echo, _, _):
      words = "tse"
      sequence = (repetition, echo, nil, nil)
      isGradientEcho = false
    }
    self.init(
      description: acquisition.contrast == .T2 ? "t2_\(words)_iac" : "t1_\(words)_iac_ce")
    manufacturer = acquisition.vendor
    fieldStrength = acquisition.fieldStrength
    repetitionTime = sequence.repetition
    echoTime = sequence.echo
    inversionTime = sequence.inversion
    flipAngle = sequence.flip
    contrastAgent = acquisition.contrast == .ceT1 ? "simulated" : nil
    self.isGradientEcho = isGradientEcho
    isOriginal = true
  }
}

/// Writes a simulated scan as a series of its own study; the patient is named after the case.
///
/// - Returns: the files.
/// - Throws: `DICOMError`.
@discardableResult
package func writeSimulatedSeries(
  _ image: Volume, _ acquisition: Acquisition, named name: String, to folder: URL,
  as storage: MRStorage
) throws -> [String] {
  var study = StudyDescription(patientName: "Simulated^\(name)", patientID: name)
  study.description = "simulated by kakehashi \(programVersion)"
  return try writeMRSeries(
    image, MRDescription(acquisition), of: study, to: folder.path, as: storage)
}
