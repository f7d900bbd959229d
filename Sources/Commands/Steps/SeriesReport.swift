import DICOM
import Foundation
import Imaging
import NIfTI

/// What a DICOM folder held, what became of it, and why the rest was refused.
struct SeriesReport: Encodable {
  /// A volume that was read and written.
  struct Series: Encodable {
    let number: Int?
    let description: String
    let stack: String
    let modality: String
    let manufacturer: String
    let fieldStrength: Double?
    let repetitionTime: Double?
    let echoTime: Double?
    let size: [Int]
    let spacing: [Double]
    let orientation: String
    let seriesUID: String
    let file: String
  }

  /// A series, or a part of one, that was refused.
  struct Refused: Encodable {
    let number: Int?
    let description: String
    let seriesUID: String?
    let slices: Int
    let reason: DICOMError.Kind
    let message: String
  }

  private(set) var series: [Series] = []
  private(set) var refused: [Refused]
  /// Objects that hold no image, by modality.
  let otherObjects: [String: Int]
  /// Files that are not DICOM.
  let otherFiles: Int

  /// What was refused so far, before anything is converted.
  init(_ folder: DICOMFolder) {
    isEmpty = folder.series.isEmpty && folder.refused.isEmpty && folder.otherObjects.isEmpty
    refused = folder.refused.map {
      Refused(
        number: $0.identity?.number, description: $0.identity?.description ?? "",
        seriesUID: $0.identity?.seriesUID, slices: $0.count, reason: $0.error.kind,
        message: $0.error.description)
    }
    otherObjects = folder.otherObjects
    otherFiles = folder.otherFiles
  }

  /// Whether there is no DICOM at all.
  let isEmpty: Bool

  private enum CodingKeys: String, CodingKey {
    case series, refused, otherObjects, otherFiles
  }

  /// Writes each volume as NIfTI; one whose pixels cannot be read is refused and the rest goes on.
  mutating func convert(_ folder: DICOMFolder, to output: URL) {
    var names: Set<String> = []
    for item in folder.series {
      let file = output.appending(path: fileName(of: item, besides: &names))
      do {
        let volume = try item.volume()
        try writeNIfTI(volume, to: file.path, as: volume.storage)
        add(item, file)
      } catch {
        refused.append(
          Refused(
            number: item.identity.number, description: item.identity.description,
            seriesUID: item.identity.seriesUID, slices: item.frames.count,
            reason: (error as? DICOMError)?.kind ?? .unwritable, message: "\(error)"))
      }
    }
  }

  private mutating func add(_ item: DICOMSeries, _ file: URL) {
    let (identity, grid) = (item.identity, item.grid)
    series.append(
      Series(
        number: identity.number, description: identity.description, stack: item.stack,
        modality: identity.modality, manufacturer: identity.manufacturer,
        fieldStrength: identity.fieldStrength, repetitionTime: identity.repetitionTime,
        echoTime: item.echoTime, size: [grid.size.x, grid.size.y, grid.size.z],
        spacing: [grid.spacing.x, grid.spacing.y, grid.spacing.z],
        orientation: Orientation(of: grid.affine).description, seriesUID: identity.seriesUID,
        file: file.lastPathComponent))
  }

  /// Number, description and stack, in letters that every file system takes.
  private func fileName(of item: DICOMSeries, besides names: inout Set<String>) -> String {
    let parts = [
      item.identity.number.map(String.init) ?? "series", item.identity.description, item.stack,
    ]
    let text = parts.filter { !$0.isEmpty }.joined(separator: "_")
    let isPlain = { (c: Character) in c.isASCII && (c.isLetter || c.isNumber) }
    let words = text.split { !isPlain($0) }.joined(separator: "_")
    let base = words.isEmpty ? "series" : String(words.prefix(80))
    var name = base
    var n = 2
    while !names.insert(name).inserted {
      name = "\(base)_\(n)"
      n += 1
    }
    return name + ".nii.gz"
  }
}

extension Volume {
  /// The smallest type that holds every voxel as it is.
  fileprivate var storage: NIfTIDataType {
    let isWhole = voxels.allSatisfy { $0 >= -32768 && $0 <= 32767 && $0 == $0.rounded() }
    return isWhole ? .int16 : .float32
  }
}

extension SeriesReport {
  /// The table that people read.
  var text: String {
    var lines = series.map { item in
      let size = item.size.map(String.init).joined(separator: "x")
      let spacing = item.spacing.map { decimals($0, 2) }.joined(separator: "x")
      let echo = item.echoTime.map { "TE \(decimals($0, 1)) ms" }
      let parts = [
        "read     " + pad(item.file, 44), pad(size, 12), pad("\(spacing) mm", 18), item.orientation,
        echo ?? "", item.stack,
      ]
      return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
    lines += refused.map { item in
      let name = [item.number.map(String.init) ?? "", item.description]
        .filter { !$0.isEmpty }.joined(separator: " ")
      return "refused  \(name.isEmpty ? "" : name + ", ")\(item.slices) slices: \(item.message)"
    }
    lines += otherObjects.sorted { $0.key < $1.key }.map { "other    \($0.value) \($0.key)" }
    if otherFiles > 0 { lines.append("other    \(otherFiles) files that are not DICOM") }
    return lines.joined(separator: "\n")
  }
}
