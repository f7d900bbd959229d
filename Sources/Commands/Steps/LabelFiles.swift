import DataSets
import Foundation
import Imaging
import NIfTI

/// A reference and, where there is one, its prediction, in one coding of label values.
struct LabelPair {
  let prediction: LabelMap?
  let reference: LabelMap
  /// The code of each label value that occurs; the value itself, unless values exceed 255.
  let codes: [Int: UInt8]

  /// The label values that occur besides the background, in ascending order.
  var values: [Int] { codes.keys.filter { $0 != 0 }.sorted() }
}

extension LabelPair {
  /// Reads a pair whose label values may be any whole numbers.
  ///
  /// Maps hold 8 bits; larger values, as in files of brain atlases, get codes in ascending order.
  ///
  /// - Throws: `NIfTIError`; `CommandError` for more than 255 labels or no whole numbers.
  init(prediction: URL?, reference: URL) throws {
    do {
      let expected = try readNIfTILabels(reference.path).labels
      let predicted = try prediction.map { try readNIfTILabels($0.path).labels }
      let found = Set(expected.labels).union(predicted?.labels ?? [])
      self.init(
        prediction: predicted, reference: expected,
        codes: Dictionary(uniqueKeysWithValues: found.map { (Int($0), $0) }))
    } catch let error as NIfTIError where error.kind == .badLabel {
      try self.init(widePrediction: prediction, reference: reference)
    }
  }

  private init(widePrediction prediction: URL?, reference: URL) throws {
    let files = [reference] + [prediction].compactMap { $0 }
    let volumes = try files.map { try wholeNumbers($0) }
    let found = volumes.reduce(into: Set<Float>([0])) { $0.formUnion($1.voxels) }.sorted()
    guard found.count <= 256 else {
      throw CommandError(
        "\(reference.path): expected at most 255 label values, found \(found.count - 1)")
    }
    var codes: [Int: UInt8] = [:]
    for (code, value) in found.enumerated() { codes[Int(value)] = UInt8(code) }
    let maps = volumes.map { volume in
      LabelMap(grid: volume.grid, voxels: volume.voxels.map { codes[Int($0)] ?? 0 })
    }
    self.init(
      prediction: maps.count > 1 ? maps[1] : nil, reference: maps[0], codes: codes)
  }
}

/// A label image as whole numbers; `Float` holds those up to 2^24.
private func wholeNumbers(_ file: URL) throws -> Volume {
  var volume = try readNIfTI(file.path).volume
  let refused = volume.voxels.firstIndex { value in
    // Written so that NaN fails it.
    !(value > -0.5 && value < 16_777_216 && abs(value - value.rounded()) <= 0.01)
  }
  if let refused {
    let voxel = volume.grid.index(at: refused)
    throw CommandError(
      "\(file.path): expected whole numbers from 0 to 16777215 as labels, found "
        + "\(volume.voxels[refused]) at voxel (\(voxel.x), \(voxel.y), \(voxel.z))")
  }
  for n in volume.voxels.indices { volume.voxels[n].round() }
  return volume
}

/// The NIfTI files of a folder by case name.
func labelFiles(in folder: URL) throws -> [String: URL] {
  guard
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
  else { throw CommandError("\(folder.path): expected a folder of label maps, found none") }
  var byCase: [String: URL] = [:]
  for file in files.sorted(by: { $0.path < $1.path })
  where file.path.hasSuffix(".nii.gz") || file.path.hasSuffix(".nii") {
    if let other = byCase.updateValue(file, forKey: caseName(of: file)) {
      throw CommandError(
        "\(folder.path): expected one file a case, found \(other.lastPathComponent) and "
          + file.lastPathComponent)
    }
  }
  return byCase
}

/// A label map that holds nothing but an edition's labels.
func checkedLabels(_ file: URL, edition: Edition) throws -> LabelMap {
  let labels = try readNIfTILabels(file.path).labels
  let allowed = edition.labelValues.union([0])
  if let stranger = labels.labels.first(where: { !allowed.contains($0) }) {
    throw CommandError(
      "\(file.path): expected label values \(allowed.sorted()) of \(edition.rawValue), "
        + "found \(stranger)")
  }
  return labels
}

/// The site in a challenge case name, as "ldn" in "crossmoda2023_ldn_3"; "all" for other names.
func siteName(of name: String) -> String {
  let parts = name.split(separator: "_")
  return parts.count >= 3 ? String(parts[parts.count - 2]) : "all"
}
