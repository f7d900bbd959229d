extension DataSet {
  /// Whether a path is one NIfTI file, or a folder of them without any data set's layout.
  public static func isPlainScans(_ path: String) -> Bool {
    if Folder.isFile(path) { return Folder.stem(path) != nil }
    let folder = Folder(path)
    return !folder.images.isEmpty && !folder.hasFile("dataset.json")
      && !folder.hasFile(Manifest.fileName)
  }

  /// Scans to be looked at or predicted, without labels, roles or sites.
  ///
  /// - Parameter images: one file a scan; its case is named after it.
  public static func plainScans(_ images: [(id: String, path: String)], root: String) -> DataSet {
    DataSet(
      edition: .crossmoda2023, root: root,
      cases: images.map { id, path in
        CaseRecord(
          id: id, role: .targetUnlabelled, site: "unknown",
          modality: path.contains("ceT1") ? .ceT1 : .T2, imagePath: path)
      })
  }
}
