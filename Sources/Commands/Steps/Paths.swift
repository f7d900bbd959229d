package import Foundation

/// A path as a file URL, relative to the working folder.
package func fileURL(_ path: String) -> URL { URL(fileURLWithPath: path) }

/// Whether a path is a folder; a missing one is not.
package func isFolder(_ url: URL) -> Bool {
  var isFolder: ObjCBool = false
  return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    && isFolder.boolValue
}

/// The NIfTI files at a path, sorted by name; labels and non-NIfTI files of a folder are left out.
///
/// - Throws: `CommandError` when the path does not exist or its folder holds no NIfTI file.
package func scanFiles(at path: String) throws -> [URL] {
  let url = fileURL(path)
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
    throw CommandError("\(path): expected a NIfTI file or a folder of them, found nothing")
  }
  guard isFolder.boolValue else { return [url] }
  let files = try FileManager.default.contentsOfDirectory(
    at: url, includingPropertiesForKeys: nil
  ).filter { file in
    let name = file.lastPathComponent
    return (name.hasSuffix(".nii") || name.hasSuffix(".nii.gz")) && !name.contains("_Label")
  }.sorted { $0.lastPathComponent < $1.lastPathComponent }
  guard !files.isEmpty else {
    throw CommandError("\(path): expected NIfTI files (.nii, .nii.gz), found none in this folder")
  }
  return files
}

/// The file's name without extension and without `_T2`, `_hrT2`, `_ceT1`, `_Label` or `_0000`.
package func caseName(of file: URL) -> String {
  var name = file.lastPathComponent
  for ending in [".gz", ".nii"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
  for ending in ["_T2", "_hrT2", "_ceT1", "_Label", "_0000"] where name.hasSuffix(ending) {
    name.removeLast(ending.count)
  }
  return name
}

/// Creates the folder if need be and makes sure that files can be written there.
///
/// - Throws: `CommandError` before any work is done.
package func requireWritableFolder(_ folder: URL) throws {
  do {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let probe = folder.appending(path: ".kakehashi-\(ProcessInfo.processInfo.processIdentifier)")
    try Data().write(to: probe)
    try FileManager.default.removeItem(at: probe)
  } catch {
    throw CommandError("\(folder.path): expected a folder that can be written to, found none")
  }
}
