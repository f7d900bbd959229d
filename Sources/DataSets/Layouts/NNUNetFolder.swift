import Foundation

/// nnU-Net's raw folder: `dataset.json`, `imagesTr`, `labelsTr`, and for the target domain
/// `imagesUn` (learnt from without labels) and `imagesTs` (held out).
enum NNUNetFolder {
  private struct Description: Decodable {
    let channel_names: [String: String]
    let labels: [String: Int]
    let edition: Edition?
  }

  static func load(_ root: Folder) throws(DataSetError) -> DataSet {
    let path = root.appending("dataset.json")
    let data = try Folder.contents(path)
    let description: Description
    do {
      description = try JSONDecoder().decode(Description.self, from: data)
    } catch {
      throw DataSetError(
        path,
        "expected nnU-Net version 2's channel_names and labels with one number a name, found "
          + "something else")
    }
    let edition = try edition(description, path: path)
    if let stated = try DataSetDescription.read(in: root), stated.edition != edition {
      throw DataSetError(
        path,
        "the labels are those of \(edition.rawValue), but \(DataSetDescription.fileName) states "
          + stated.edition.rawValue)
    }
    let modality = try modality(description, path: path)
    var cases: [CaseRecord] = []
    var ignored: [String] = []
    try add("imagesTr", .sourceLabelled, modality, labels: "labelsTr")
    try add("imagesUn", .targetUnlabelled, .T2, labels: nil)
    try add("imagesTs", .targetHeldout, .T2, labels: nil)
    return DataSet(edition: edition, root: root.path, cases: cases, ignoredFiles: ignored)

    func add(
      _ name: String, _ role: Role, _ modality: Modality, labels: String?
    ) throws(DataSetError) {
      let folder = root.folder(name)
      var labelPaths: [String: String] = [:]
      if let labels {
        for (name, stem) in root.folder(labels).images {
          labelPaths[stem] = root.folder(labels).appending(name)
        }
      }
      for (name, stem) in folder.images {
        guard stem.hasSuffix("_0000") else {
          guard !stem.hasSuffix("_0001") else {
            throw DataSetError(
              folder.appending(name), "expected one channel a case, found a second")
          }
          ignored.append(folder.appending(name))
          continue
        }
        let id = String(stem.dropLast("_0000".count))
        cases.append(
          CaseRecord(
            id: id, role: role, site: CrossModaFolder.site(of: id), modality: modality,
            imagePath: folder.appending(name), labelPath: labelPaths.removeValue(forKey: id)))
      }
      ignored += labelPaths.values
    }
  }

  private static func edition(
    _ description: Description, path: String
  ) throws(DataSetError) -> Edition {
    var mapping: [String: UInt8] = [:]
    for (name, value) in description.labels where value != 0 {
      guard let structure = structureName(name), let label = UInt8(exactly: value) else {
        throw DataSetError(
          path, "there is no structure \"\(name)\" with label \(value) in any edition")
      }
      mapping[structure] = label
    }
    let expected = description.edition ?? Edition(labelMapping: mapping)
    guard let expected, expected.labelMapping == mapping else {
      let shown = mapping.sorted { $0.value < $1.value }.map { "\($0.value) \($0.key)" }
      throw DataSetError(
        path,
        "expected the labels of \(description.edition?.rawValue ?? "a crossMoDA edition"), found "
          + (shown.isEmpty ? "none" : shown.joined(separator: ", ")))
    }
    return expected
  }

  /// Names are compared by their letters: "Extra_Meatal" is "extra-meatal".
  private static func structureName(_ name: String) -> String? {
    func letters(_ text: String) -> String { text.lowercased().filter(\.isLetter) }
    return Structure.Name.allCases.map(\.rawValue).first { letters($0) == letters(name) }
  }

  private static func modality(
    _ description: Description, path: String
  ) throws(DataSetError) -> Modality {
    let names = description.channel_names
    guard names.count == 1, let name = names["0"] else {
      throw DataSetError(path, "expected one channel named 0, found \(names.keys.sorted())")
    }
    let upper = name.uppercased()
    if upper.contains("T2") { return .T2 }
    if upper.contains("T1") { return .ceT1 }
    throw DataSetError(path, "expected a channel named ceT1 or T2, found \"\(name)\"")
  }
}
