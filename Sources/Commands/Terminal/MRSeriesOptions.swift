import ArgumentParser
import DICOM

/// The options that describe a scan when a NIfTI image becomes an MR series.
struct MRSeriesOptions: ParsableArguments {
  @Option(help: "One file per slice (classic) or one for all (enhanced).")
  var storage: MRStorage = .classic

  @Option(help: "The patient's identifier; by default the file's name.")
  var patientID: String?

  @Option(help: "The patient's name, as Family^Given; by default the file's name.")
  var patientName: String?

  @Option(help: "The series' description; by default the file's name.")
  var description: String?

  @Option(help: "The series' number.")
  var number: Int = 1

  @Option(help: "The scanner's maker.")
  var manufacturer: String?

  @Option(help: "The field strength in tesla.")
  var field: Double?

  @Option(help: "The repetition time in ms.")
  var tr: Double?

  @Option(help: "The echo time in ms.")
  var te: Double?

  @Option(help: "The inversion time in ms.")
  var ti: Double?

  @Option(help: "The flip angle in degrees.")
  var flip: Double?

  @Option(help: "The contrast agent, if one was given.")
  var contrast: String?

  mutating func validate() throws {
    for (name, value) in [("field", field), ("tr", tr), ("te", te), ("ti", ti), ("flip", flip)] {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("--\(name) expects a number above 0, found \(value)")
      }
    }
  }

  func study(of file: String) -> StudyDescription {
    let name = caseName(of: fileURL(file))
    return StudyDescription(patientName: patientName ?? name, patientID: patientID ?? name)
  }

  func description(of file: String) -> MRDescription {
    var result = MRDescription(description: description ?? caseName(of: fileURL(file)))
    result.number = number
    result.manufacturer = manufacturer ?? ""
    result.fieldStrength = field
    result.repetitionTime = tr
    result.echoTime = te
    result.inversionTime = ti
    result.flipAngle = flip
    result.contrastAgent = contrast
    return result
  }
}
