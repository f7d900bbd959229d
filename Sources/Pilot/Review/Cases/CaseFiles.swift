import Foundation

/// Where a case's images and corrections lie in the pilot's folder.
struct CaseFiles: Sendable {
  /// The pilot's folder.
  let folder: PilotFolder
  /// The labels of each structure.
  let structures: [String: [UInt8]]

  /// The image that was segmented.
  func image(_ id: String) -> URL { CaseFolder(id, in: folder).scan }

  /// The labels that are proposed.
  func labels(_ id: String) -> URL { CaseFolder(id, in: folder).labels }

  /// A reader's correction, relative to the pilot's folder, as ``Judgement/correction`` has it.
  func correction(_ id: String, reader: String, digest: String) -> String {
    "corrections/\(id)-\(reader)-\(digest).nii.gz"
  }

  /// A path relative to the pilot's folder.
  func url(_ relative: String) -> URL { folder.root.appending(path: relative) }
}
