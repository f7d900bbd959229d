import DICOM
import DataSets
import Imaging

/// The structures of a label map, each side on its own.
struct LabelledStructures {
  let structures: [SegmentedStructure]

  /// Takes labels of an edition apart.
  ///
  /// The side is that of the connected pieces' centres from the middle of the images, unless it is
  /// given. Where the tumour is labelled in parts, the whole and both parts are structures.
  ///
  /// - Throws: `CommandError` where a value is none of the edition's, or nothing is labelled.
  init(_ labels: LabelMap, edition: Edition, side: Laterality?, file: String) throws {
    let unknown = Set(labels.labels).subtracting(edition.labelValues).subtracting([0]).sorted()
    guard unknown.isEmpty else {
      throw CommandError(
        "\(file): expected the labels of \(edition.rawValue), found "
          + unknown.map(String.init).joined(separator: ", "))
    }
    var structures: [SegmentedStructure] = []
    for part in edition.structures {
      for (side, mask) in labels.mask(of: part.labels).bySide(given: side) {
        switch Structure.Name(rawValue: part.name) {
        case .vestibularSchwannoma: structures.append(.schwannoma(mask, side: side))
        case .intraMeatal:
          structures.append(.schwannoma(mask, part: .intrameatal, side: side))
        case .extraMeatal:
          structures.append(.schwannoma(mask, part: .extrameatal, side: side))
        case .cochlea: structures.append(.cochlea(mask, side: side))
        // Neighbours are not results: no objects are written of them.
        case .brainstem, .cerebellum, nil: break
        }
      }
    }
    guard !structures.isEmpty else {
      throw CommandError("\(file): expected labelled voxels, found none")
    }
    self.structures = structures
  }
}
