import Foundation

/// What a data set says about itself in `kakehashi-dataset.json`: edition, labels and provenance.
///
/// The mapping of labels is stated in full although the edition implies it: label 1 means the whole
/// tumour in one edition and a part of it in another, and a contradiction must be found, not
/// computed with.
public struct DataSetDescription: Hashable, Sendable, Codable {
  /// The file's name, at the root of the data set.
  public static let fileName = "kakehashi-dataset.json"

  /// The edition that gives label values their meaning.
  public let edition: Edition
  /// The value of each labelled structure by its name.
  public let labels: [String: UInt8]
  /// Where the images come from, in a sentence, as in "simulated, seed 7".
  public let provenance: String

  /// A description with the edition's own labels.
  public init(edition: Edition, provenance: String) {
    self.edition = edition
    labels = edition.labelMapping
    self.provenance = provenance
  }

  /// Reads and checks the description at the root of a data set; `nil` where there is none.
  ///
  /// - Throws: ``DataSetError`` where the file is malformed or its labels are not the edition's.
  public static func read(at root: String) throws(DataSetError) -> DataSetDescription? {
    try read(in: Folder(root))
  }

  static func read(in root: Folder) throws(DataSetError) -> DataSetDescription? {
    guard root.hasFile(fileName) else { return nil }
    let path = root.appending(fileName)
    let data = try Folder.contents(path)
    let description: DataSetDescription
    do {
      description = try JSONDecoder().decode(DataSetDescription.self, from: data)
    } catch {
      let editions = Edition.allCases.map(\.rawValue).joined(separator: ", ")
      throw DataSetError(
        path, "expected JSON with edition (\(editions)), labels and provenance, found otherwise")
    }
    let expected = description.edition.labelMapping
    guard description.labels == expected else {
      throw DataSetError(
        path,
        "expected the labels \(text(expected)) of \(description.edition.rawValue), found "
          + text(description.labels))
    }
    return description
  }

  /// Writes the description at the root of a data set, whose folder exists.
  ///
  /// - Throws: ``DataSetError`` where the folder refuses.
  public func write(at root: String) throws(DataSetError) {
    let path = Folder(root).appending(Self.fileName)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw DataSetError(path, "cannot be written; its folder is missing or refuses")
    }
  }

  private static func text(_ labels: [String: UInt8]) -> String {
    labels.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
      .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }
}
