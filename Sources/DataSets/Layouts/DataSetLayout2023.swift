import Foundation

/// Where the files of a 2023-shaped data set lie: for those who write one.
///
/// Labels of source cases lie beside their images, as in the challenge. Truth of target cases lies
/// in a folder of its own that ``DataSet/load(_:truth:edition:)`` never opens unless asked.
public struct DataSetLayout2023: Hashable, Sendable {
  /// The data set's root folder.
  public let root: String

  /// The layout below a root folder, which need not exist.
  public init(root: String) { self.root = root }

  /// The case's name, as in "crossmoda2023_ldn_1".
  public static func caseName(site: String, number: Int) -> String {
    "crossmoda2023_\(site)_\(number)"
  }

  /// The folder of truth for target cases, to be passed as `truth` when loading.
  public var truthFolder: String { Folder(root).appending("truth") }

  /// The folder of label maps of structures beside the tumour, of cases of every role.
  public var structuresFolder: String { Folder(root).appending("structures") }

  /// The label map of structures beside the tumour of a case.
  public func structures(_ name: String) -> String {
    Folder(structuresFolder).appending("\(name)_Structures.nii.gz")
  }

  /// The image file of a case.
  public func image(_ role: Role, _ name: String) -> String {
    let modality: Modality = role == .sourceLabelled ? .ceT1 : .T2
    return Folder(folder(role)).appending("\(name)_\(modality.rawValue).nii.gz")
  }

  /// The label file of a case: beside the image for source cases, else in the folder of truth.
  public func label(_ role: Role, _ name: String) -> String {
    Folder(role == .sourceLabelled ? folder(role) : truthFolder)
      .appending("\(name)_Label.nii.gz")
  }

  /// The image folder of a role.
  public func folder(_ role: Role) -> String {
    switch role {
    case .sourceLabelled: Folder(root).appending("crossmoda23_training/TrainingSource")
    case .targetUnlabelled: Folder(root).appending("crossmoda23_training/TrainingTarget")
    case .targetHeldout: Folder(root).appending("crossmoda23_validation")
    }
  }

  /// Makes all folders and the description of a 2023 data set.
  ///
  /// - Parameter edition: what the labels mean: those of 2023, or with neighbours.
  /// - Throws: ``DataSetError`` where a folder cannot be made.
  public func create(
    provenance: String, edition: Edition = .crossmoda2023
  ) throws(DataSetError) {
    for path in Role.allCases.map(folder) + [truthFolder] {
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw DataSetError(path, "the folder cannot be made")
      }
    }
    try DataSetDescription(edition: edition, provenance: provenance).write(at: root)
  }
}
