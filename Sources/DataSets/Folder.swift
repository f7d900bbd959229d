import Foundation

/// What the readers ask of the file system; hidden files, temporary ones among them, are unseen.
struct Folder {
  let path: String

  init(_ path: String) { self.path = path }

  func appending(_ name: String) -> String {
    path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  func folder(_ name: String) -> Folder { Folder(appending(name)) }

  var exists: Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  func hasFile(_ name: String) -> Bool { Self.isFile(appending(name)) }

  static func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  /// The names in the folder, sorted; none where the folder cannot be read.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
      .filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The NIfTI files in the folder, each as its name with and without the ending.
  var images: [(name: String, stem: String)] {
    names.compactMap { name in
      Self.stem(name).map { (name, $0) }
    }
  }

  /// The name without ".nii" or ".nii.gz"; `nil` where it has neither.
  static func stem(_ name: String) -> String? {
    for ending in [".nii.gz", ".nii"] where name.hasSuffix(ending) {
      return String(name.dropLast(ending.count))
    }
    return nil
  }

  static func contents(_ path: String) throws(DataSetError) -> Data {
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw DataSetError(path, "cannot be read")
    }
  }
}
