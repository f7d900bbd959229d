/// A concept of a coding scheme, as SNOMED CT's "Vestibular schwannoma".
public struct CodedConcept: Hashable, Sendable, Codable {
  /// The code within its scheme.
  public let value: String
  /// The scheme: "SCT", "DCM", "LN", "UCUM" or a private one, which begins with "99".
  public let scheme: String
  /// What the code means, in at most 64 characters.
  public let meaning: String

  /// A concept from its parts.
  public init(_ value: String, _ scheme: String, _ meaning: String) {
    self.value = value
    self.scheme = scheme
    self.meaning = meaning
  }

  /// Whether both name one concept; meanings may be worded differently.
  public func isSame(as other: CodedConcept) -> Bool {
    value == other.value && scheme == other.scheme
  }
}

extension DICOMItem {
  /// Appends a code to a sequence.
  func append(_ tag: Tag, _ code: CodedConcept) throws(DICOMError) {
    try append(tag).set(code)
  }

  /// Sets the attributes of a code in this item.
  func set(_ code: CodedConcept) throws(DICOMError) {
    try set(.codeValue, code.value)
    try set(.codingSchemeDesignator, code.scheme)
    try set(.codeMeaning, code.meaning)
  }

  /// The first code of a sequence.
  func code(_ tag: Tag) -> CodedConcept? {
    guard let item = item(tag), item.has(.codeValue) else { return nil }
    return CodedConcept(item)
  }
}

extension CodedConcept {
  /// The code that an item holds; empty parts where it lacks them.
  init(_ item: DICOMItem) {
    self.init(
      item.text(.codeValue) ?? "", item.text(.codingSchemeDesignator) ?? "",
      item.text(.codeMeaning) ?? "")
  }
}
