import Foundation
import Imaging
import NIfTI
import Synchronization

/// A label map that a reader drew instead of the proposed one, checked and stored.
struct Correction: Sendable {
  /// The digest in the stored file's name.
  let digest: String
  /// How the proposal agrees with it, structure by structure.
  let structures: [StructureAgreement]

  /// What one structure's volumes and overlap are.
  struct StructureAgreement: Hashable, Sendable {
    let structure: String
    /// Dice, 0...1; 1 where both are empty.
    let dice: Double
    /// Volumes in mm³.
    let proposed: Double
    let corrected: Double
  }
}

/// Why an upload is no correction of a case; a sentence for the reader.
struct CorrectionError: Error {
  let english: String
  let japanese: String
}

extension CaseFiles {
  /// Checks an uploaded label map against the case's grid and stores it on exactly that grid.
  ///
  /// - Throws: ``CorrectionError`` where it is no NIfTI file, lies on another grid, or holds other
  ///   labels than the structures'; whatever the file system throws.
  func store(_ upload: Data, of id: String, reader: String) throws -> Correction {
    let header = try readNIfTIHeader(image(id).path)
    let proposed = try readNIfTILabels(labels(id).path).labels
    let raw = folder.work("upload-\(randomName(8))")
    try upload.write(to: raw)
    defer { try? FileManager.default.removeItem(at: raw) }
    let corrected = try labels(at: raw.path, on: header.grid)
    let digest = String(sha256(Data(corrected.voxels)).prefix(16))
    try writeNIfTI(
      corrected, to: url(correction(id, reader: reader, digest: digest)).path, like: header)
    return Correction(digest: digest, structures: compare(proposed, corrected))
  }

  /// A correction that was stored before; `nil` where there is none of that digest.
  func stored(_ digest: String, of id: String, reader: String) throws -> Correction? {
    let path = url(correction(id, reader: reader, digest: digest)).path
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let proposed = try readNIfTILabels(labels(id).path).labels
    return Correction(
      digest: digest,
      structures: compare(proposed, try readNIfTILabels(path).labels))
  }

  private func labels(at path: String, on grid: VoxelGrid) throws -> LabelMap {
    let found: LabelMap
    do {
      try GridMismatch.check("correction", grid, readNIfTIHeader(path).grid)
      // No data type is longer than 16 bytes a voxel; the rest is for header and extensions.
      found = try readNIfTILabels(path, limit: grid.count * 16 + 1 << 20).labels
    } catch let error as GridMismatch {
      throw CorrectionError(
        english: "Expected the image's own grid: \(error.description).",
        japanese: "元の画像と同じ格子が必要です(\(error.description))。")
    } catch let error as NIfTIError {
      throw CorrectionError(
        english: "Expected a NIfTI label map: \(error.message).",
        japanese: "NIfTI形式のラベル画像が必要です(\(error.message))。")
    }
    let known = Set(structures.values.joined()).union([0])
    if let other = found.labels.first(where: { !known.contains($0) }) {
      let list = known.sorted().map(String.init).joined(separator: ", ")
      throw CorrectionError(
        english: "Expected labels \(list), found \(other).",
        japanese: "使えるラベル値は\(list)です(\(other)が含まれています)。")
    }
    return LabelMap(grid: grid, voxels: found.voxels)
  }

  private func compare(
    _ proposed: LabelMap, _ corrected: LabelMap
  ) -> [Correction.StructureAgreement] {
    structures.sorted { $0.key < $1.key }.map { name, labels in
      let (a, b) = (proposed.mask(of: Set(labels)), corrected.mask(of: Set(labels)))
      return Correction.StructureAgreement(
        structure: name, dice: overlap(a.voxels, b.voxels), proposed: a.volume,
        corrected: b.volume)
    }
  }
}

/// The Dice score of two masks of one size, 0...1; 1 where both are empty.
///
/// - Source: Dice, Ecology 26(3), 1945.
private func overlap(_ first: [Bool], _ second: [Bool]) -> Double {
  var (both, sum) = (0, 0)
  for (a, b) in zip(first, second) {
    if a { sum += 1 }
    if b { sum += 1 }
    if a && b { both += 1 }
  }
  return sum == 0 ? 1 : 2 * Double(both) / Double(sum)
}

/// Whether two readers' corrections are alike: Dice of the whole tumour at least 0.9.
///
/// The threshold is this project's choice, not a published limit; below it a third person looks.
/// Answers are kept: files do not change.
final class CorrectionAgreement: Sendable {
  static let threshold = 0.9
  private let tumour: Set<UInt8>
  private let known = Mutex<[[URL]: Bool]>([:])

  /// - Parameter tumour: the tumour's labels.
  init(tumour: Set<UInt8>) { self.tumour = tumour }

  /// Files that cannot be read do not agree, so a lead looks at them.
  func agree(_ first: URL, _ second: URL) -> Bool {
    if let answer = known.withLock({ $0[[first, second]] }) { return answer }
    guard let a = try? readNIfTILabels(first.path).labels,
      let b = try? readNIfTILabels(second.path).labels, a.grid.matches(b.grid)
    else { return false }
    let answer =
      overlap(a.mask(of: tumour).voxels, b.mask(of: tumour).voxels) >= Self.threshold
    known.withLock { $0[[first, second]] = answer }
    return answer
  }
}
