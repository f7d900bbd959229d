import Clinical
import Foundation
import Imaging
import NIfTI
import Reporting

/// The files of one case to measure.
struct MeasureInput {
  let name: String
  let labels: URL
  let image: URL?
  let probability: URL?

  /// The cases of a label map or of a folder of them, in order of their names.
  ///
  /// - Throws: `CommandError` where nothing is found, where one of the paths is a folder and another
  ///   is not, and where a case lacks its scan or its probability.
  static func all(labels: URL, images: URL?, probabilities: URL?) throws -> [MeasureInput] {
    guard isFolder(labels) else {
      guard FileManager.default.fileExists(atPath: labels.path) else {
        throw CommandError(
          "\(labels.path): expected a label map or a folder of them, found nothing")
      }
      for other in [images, probabilities].compactMap({ $0 }) where isFolder(other) {
        throw CommandError("\(other.path): expected a file, as the labels are one, found a folder")
      }
      return [
        MeasureInput(
          name: caseName(of: labels), labels: labels, image: images, probability: probabilities)
      ]
    }
    let files = try labelFiles(in: labels)
    guard !files.isEmpty else {
      throw CommandError("\(labels.path): expected label maps (.nii, .nii.gz), found none")
    }
    let imageFiles = try images.map(labelFiles(in:))
    let probabilityFiles = try probabilities.map(labelFiles(in:))
    func match(_ name: String, in files: [String: URL]?, _ folder: URL?) throws -> URL? {
      guard let files, let folder else { return nil }
      guard let found = files[name] else {
        throw CommandError("\(folder.path): expected a file of case \(name), found none")
      }
      return found
    }
    return try files.sorted { $0.key < $1.key }.map { name, file in
      MeasureInput(
        name: name, labels: file, image: try match(name, in: imageFiles, images),
        probability: try match(name, in: probabilityFiles, probabilities))
    }
  }
}

/// What came of measuring one case: measures, or why there are none.
struct MeasuredCase: Encodable {
  let name: String
  let labels: String
  let measures: MeatalMeasures?
  let problem: String?

  private enum CodingKeys: String, CodingKey {
    case name = "case"
    case labels, measures
    case problem = "error"
  }

  /// Measures a case and hands its labels and measures to `finish`, whose failure is the case's.
  init(
    _ input: MeasureInput, _ coding: TumourLabels, keepsLargestOnly: Bool,
    finish: (LabelMap, MeatalMeasures) throws -> Void
  ) {
    name = input.name
    labels = input.labels.path
    do {
      let map = try readNIfTILabels(input.labels.path).labels
      let probability = try input.probability.map { try readNIfTI($0.path).volume }
      let found = try MeatalMeasures(
        of: map, coding, probability: probability, keepsLargestOnly: keepsLargestOnly)
      try finish(map, found)
      measures = found
      problem = nil
    } catch {
      measures = nil
      problem = "\(error)"
    }
  }
}

/// The page of a case.
///
/// - Throws: `NIfTIError`, and `GridMismatch` when the scan lies on another grid than the labels.
func patientPage(
  of input: MeasureInput, labels: LabelMap, _ coding: TumourLabels, _ measures: MeatalMeasures
) throws -> PatientPage {
  let image = try input.image.map { try readNIfTI($0.path).volume }
  let views = try PatientView.threePlanes(
    of: measures, labels: labels, coding: coding, image: image)
  let file = input.labels.lastPathComponent
  let scan = input.image?.lastPathComponent
  return PatientPage(
    title: input.name,
    subtitle: BilingualText(
      "Measured from \(file)" + (scan.map { " on \($0)" } ?? "")
        + " with Kakehashi \(programVersion).",
      "\(file)" + (scan.map { "(画像 \($0))" } ?? "")
        + "から Kakehashi \(programVersion) で計測。"),
    sections: PatientSection.measures(measures, views: views))
}
