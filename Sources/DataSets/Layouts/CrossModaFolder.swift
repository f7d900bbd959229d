/// The challenge's own folders, which changed their names with every edition.
struct CrossModaFolder {
  let edition: Edition
  let training: String
  let source: String
  let target: String
  /// The folders of validation images, relative to the root; the first that exists counts.
  let validation: [String]
  let t2Suffix: String

  static let all = [
    CrossModaFolder(
      edition: .crossmoda2021, training: "crossmoda_training", source: "source_training",
      target: "target_training",
      validation: ["crossmoda_validation/target_validation", "target_validation"],
      t2Suffix: "_hrT2"),
    CrossModaFolder(
      edition: .crossmoda2022, training: "crossmoda2022_training", source: "training_source",
      target: "training_target",
      validation: ["crossmoda2022_validation/validation", "crossmoda2022_validation"],
      t2Suffix: "_hrT2"),
    CrossModaFolder(
      edition: .crossmoda2023, training: "crossmoda23_training", source: "TrainingSource",
      target: "TrainingTarget", validation: ["crossmoda23_validation"], t2Suffix: "_T2"),
  ]

  static func load(_ root: Folder) throws(DataSetError) -> DataSet {
    let stated = try DataSetDescription.read(in: root)
    let candidates = all.filter { $0.isPresent(in: root) }
    guard let layout = candidates.first else {
      throw DataSetError(
        root.path,
        "expected a crossMoDA, nnU-Net or manifest data set, found neither \(Manifest.fileName) nor "
          + "dataset.json nor \(all.map(\.training).joined(separator: ", "))")
    }
    guard candidates.count == 1 else {
      throw DataSetError(
        root.path,
        "expected one edition, found the folders of "
          + candidates.map(\.edition.rawValue).joined(separator: " and "))
    }
    // The folders of 2023 may hold the neighbours' labels, too, if the data set says so.
    if let stated, stated.edition == .crossmoda2023Neighbours, layout.edition == .crossmoda2023 {
      let found = layout.cases(in: root)
      return DataSet(
        edition: stated.edition, root: found.root, cases: found.cases,
        ignoredFiles: found.ignoredFiles)
    }
    if let stated, stated.edition != layout.edition {
      throw DataSetError(
        root.path,
        "\(DataSetDescription.fileName) states \(stated.edition.rawValue), but the folders are "
          + "those of \(layout.edition.rawValue)")
    }
    return layout.cases(in: root)
  }

  /// The folder of the two training folders: named, or the root itself.
  private func trainingFolder(_ root: Folder) -> Folder {
    let named = root.folder(training)
    return named.exists ? named : root
  }

  private func validationFolder(_ root: Folder) -> Folder? {
    validation.map { root.folder($0) }.first { $0.exists }
  }

  private func isPresent(in root: Folder) -> Bool {
    let folder = trainingFolder(root)
    return folder.folder(source).exists || folder.folder(target).exists
      || validationFolder(root) != nil
  }

  private func cases(in root: Folder) -> DataSet {
    let folder = trainingFolder(root)
    var cases: [CaseRecord] = []
    var ignored: [String] = []
    func add(_ folder: Folder, _ role: Role, _ modality: Modality, _ suffix: String) {
      var images: [String: String] = [:]
      var labels: [String: String] = [:]
      for (name, stem) in folder.images {
        if stem.hasSuffix(suffix) {
          let id = String(stem.dropLast(suffix.count))
          // The same case as .nii and .nii.gz: the second becomes a case of its own, so that the
          // duplicated name is reported.
          if let first = images.updateValue(folder.appending(name), forKey: id) {
            cases.append(record(id, role, modality, first, nil))
          }
        } else if stem.hasSuffix("_Label"), role == .sourceLabelled {
          labels[String(stem.dropLast("_Label".count))] = folder.appending(name)
        } else {
          ignored.append(folder.appending(name))
        }
      }
      // A label without its image stays a case, so that the missing image is reported.
      for id in Set(images.keys).union(labels.keys) {
        let image = images[id] ?? folder.appending("\(id)\(suffix).nii.gz")
        cases.append(record(id, role, modality, image, labels[id]))
      }
    }
    add(folder.folder(source), .sourceLabelled, .ceT1, "_ceT1")
    add(folder.folder(target), .targetUnlabelled, .T2, t2Suffix)
    if let held = validationFolder(root) { add(held, .targetHeldout, .T2, t2Suffix) }
    return DataSet(edition: edition, root: root.path, cases: cases, ignoredFiles: ignored)
  }

  private func record(
    _ id: String, _ role: Role, _ modality: Modality, _ image: String, _ label: String?
  ) -> CaseRecord {
    // In 2021 there was London alone and names carry no site.
    let site = edition == .crossmoda2021 ? "ldn" : Self.site(of: id)
    return CaseRecord(
      id: id, role: role, site: site, modality: modality, imagePath: image, labelPath: label)
  }

  /// The site in a name such as "crossmoda2023_ldn_1".
  static func site(of id: String) -> String {
    let parts = id.split(separator: "_")
    guard parts.count == 3, parts[0].hasPrefix("crossmoda") else { return "unknown" }
    return String(parts[1])
  }
}
