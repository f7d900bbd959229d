extension DataSet {
  /// Loads a data set, recognising its layout: crossMoDA 2021, 2022 or 2023 folders, an nnU-Net raw
  /// folder, or a CSV manifest (the file itself, or a folder with a `manifest.csv`).
  ///
  /// Only names are read; use ``inspect(_:deep:)`` for the images. Labels of target cases are left
  /// out even where they lie in the folder, unless `truth` names a folder of
  /// `{case}_Label.nii.gz` or `{case}.nii.gz` files, so that no method can learn from them by
  /// accident. A `kakehashi-dataset.json` beside the data states the edition and is checked
  /// against it.
  ///
  /// - Parameters:
  ///   - path: A folder or a CSV file.
  ///   - truth: A folder of labels for target cases.
  ///   - edition: The edition; needed for a manifest without `kakehashi-dataset.json`, and
  ///     otherwise compared with what was found.
  /// - Throws: ``DataSetError`` where no layout fits, statements contradict each other, or there
  ///   is no case.
  public static func load(
    _ path: String, truth: String? = nil, edition: Edition? = nil
  ) throws(DataSetError) -> DataSet {
    var found = try recognise(path, edition: edition)
    if let edition, edition != found.edition {
      throw DataSetError(
        path, "expected edition \(edition.rawValue), found \(found.edition.rawValue)")
    }
    if let truth { found = try found.withTruth(truth) }
    guard !found.cases.isEmpty else {
      throw DataSetError(path, "expected images of a data set, found none")
    }
    return found
  }

  private static func recognise(
    _ path: String, edition: Edition?
  ) throws(DataSetError) -> DataSet {
    if Folder.isFile(path) {
      guard path.lowercased().hasSuffix(".csv") else {
        throw DataSetError(path, "expected a folder or a CSV manifest, found another kind of file")
      }
      return try Manifest.load(path, edition: edition)
    }
    let folder = Folder(path)
    guard folder.exists else { throw DataSetError(path, "there is no such file or folder") }
    guard !folder.names.isEmpty else { throw DataSetError(path, "the folder is empty") }
    if folder.hasFile("dataset.json") { return try NNUNetFolder.load(folder) }
    if folder.hasFile(Manifest.fileName) {
      return try Manifest.load(folder.appending(Manifest.fileName), edition: edition)
    }
    return try CrossModaFolder.load(folder)
  }

  private func withTruth(_ path: String) throws(DataSetError) -> DataSet {
    let folder = Folder(path)
    guard folder.exists else { throw DataSetError(path, "there is no such folder of truth") }
    var labels: [String: String] = [:]
    for (name, stem) in folder.images {
      let id = stem.hasSuffix("_Label") ? String(stem.dropLast("_Label".count)) : stem
      if let other = labels[id] {
        throw DataSetError(path, "\(other) and \(name) are both truth of \(id)")
      }
      labels[id] = folder.appending(name)
    }
    var used = 0
    let labelled = cases.map { c in
      guard c.role != .sourceLabelled, let label = labels[c.id] else { return c }
      used += 1
      return c.labelled(by: label)
    }
    guard used > 0 else {
      throw DataSetError(
        path, "expected labels named after target cases, found none among \(labels.count) images")
    }
    return DataSet(edition: edition, root: root, cases: labelled, ignoredFiles: ignoredFiles)
  }
}
