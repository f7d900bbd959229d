import Clinical
import DataSets
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
  /// `nil` where they were not asked for.
  let findings: PatientFindings?
  let problem: String?

  private enum CodingKeys: String, CodingKey {
    case name = "case"
    case labels, measures, findings
    case problem = "error"
  }

  /// Measures a case and hands its page to `finish`, whose failure is the case's.
  init(
    _ input: MeasureInput, _ edition: Edition, _ sources: PatientSources?, keepsLargestOnly: Bool,
    finish: (PatientPage) throws -> Void
  ) {
    name = input.name
    labels = input.labels.path
    do {
      let map = try readNIfTILabels(input.labels.path).labels
      let probability = try input.probability.map { try readNIfTI($0.path).volume }
      let coding = edition.tumourLabels
      let found = try MeatalMeasures(
        of: map.keeping(edition), coding, probability: probability,
        keepsLargestOnly: keepsLargestOnly)
      let scan = try sources.flatMap { _ in try input.image.map { try readNIfTI($0.path) } }
      let known = try sources?.findings(of: input, labels: map, scan: scan)
      if let known {
        let views = try PatientView.threePlanes(
          of: found, labels: map, coding: coding, image: scan?.volume)
        try finish(
          PatientPage(
            title: input.name, subtitle: input.origin,
            sections: PatientSection.measures(found, views: views, and: known.sections)))
      }
      (measures, findings) = (found, known)
      problem = nil
    } catch {
      (measures, findings) = (nil, nil)
      problem = "\(error)"
    }
  }
}

extension MeasureInput {
  /// Where the figures of a page come from.
  fileprivate var origin: BilingualText {
    let file = labels.lastPathComponent
    let scan = image?.lastPathComponent
    return BilingualText(
      "Measured from \(file)" + (scan.map { " on \($0)" } ?? "")
        + " with Kakehashi \(programVersion).",
      "\(file)" + (scan.map { "(画像 \($0))" } ?? "")
        + "から Kakehashi \(programVersion) で計測。")
  }
}

extension LabelMap {
  /// The labels without those of structures beside tumour and cochlea.
  fileprivate func keeping(_ edition: Edition) -> LabelMap {
    let names = [Structure.Name.brainstem, .cerebellum].map(\.rawValue)
    let neighbours = Set(
      edition.labelledStructures.filter { names.contains($0.name) }.flatMap(\.labels))
    guard !neighbours.isEmpty else { return self }
    return LabelMap(grid: grid, voxels: voxels.map { neighbours.contains($0) ? 0 : $0 })
  }
}
