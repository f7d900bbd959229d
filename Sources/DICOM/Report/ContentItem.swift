/// One node of a structured report: a named value and what stands below it.
struct ContentItem: Hashable {
  /// What a node holds.
  enum Value: Hashable {
    /// Nothing of its own; a template's number where it follows one.
    case container(template: String?)
    case text(String)
    case code(CodedConcept)
    /// A number as decimal text, so that it reads back as it was written.
    case number(String, unit: CodedConcept)
    case uid(String)
    /// An object, and the segment of it.
    case image(sopClass: String, instance: String, segment: Int?)

    var type: String {
      switch self {
      case .container: "CONTAINER"
      case .text: "TEXT"
      case .code: "CODE"
      case .number: "NUM"
      case .uid: "UIDREF"
      case .image: "IMAGE"
      }
    }
  }

  /// How a node belongs to the one above it; raw values are DICOM's.
  enum Relationship: String {
    case contains = "CONTAINS"
    case concept = "HAS CONCEPT MOD"
    case context = "HAS OBS CONTEXT"
  }

  /// `nil` for the root alone.
  var relationship: Relationship?
  var name: CodedConcept
  var value: Value
  var children: [ContentItem] = []

  init(
    _ relationship: Relationship?, _ name: CodedConcept, _ value: Value,
    _ children: [ContentItem] = []
  ) {
    self.relationship = relationship
    self.name = name
    self.value = value
    self.children = children
  }
}

extension Tag {
  static let referencedSOPSequence = Tag(0x0008_1199)
  static let mappingResource = Tag(0x0008_0105)
  static let measurementUnits = Tag(0x0040_08EA)
  static let relationshipType = Tag(0x0040_A010)
  static let valueType = Tag(0x0040_A040)
  static let conceptName = Tag(0x0040_A043)
  static let continuityOfContent = Tag(0x0040_A050)
  static let uid = Tag(0x0040_A124)
  static let textValue = Tag(0x0040_A160)
  static let conceptCode = Tag(0x0040_A168)
  static let measuredValue = Tag(0x0040_A300)
  static let numericValue = Tag(0x0040_A30A)
  static let contentTemplate = Tag(0x0040_A504)
  static let contentSequence = Tag(0x0040_A730)
  static let templateIdentifier = Tag(0x0040_DB00)
}

extension DICOMItem {
  /// Writes a node and all below it into this item.
  func set(_ content: ContentItem) throws(DICOMError) {
    if let relationship = content.relationship {
      try set(.relationshipType, relationship.rawValue)
    }
    try set(.valueType, content.value.type)
    try append(.conceptName, content.name)
    switch content.value {
    case .container(let template):
      try set(.continuityOfContent, "SEPARATE")
      if let template {
        let item = try append(.contentTemplate)
        try item.set(.mappingResource, "DCMR")
        try item.set(.templateIdentifier, template)
      }
    case .text(let text): try set(.textValue, text)
    case .code(let code): try append(.conceptCode, code)
    case .number(let number, let unit):
      let item = try append(.measuredValue)
      try item.append(.measurementUnits, unit)
      try item.set(.numericValue, number)
    case .uid(let uid): try set(.uid, uid)
    case .image(let sopClass, let instance, let segment):
      let item = try append(.referencedSOPSequence)
      try item.setReference(sopClass: sopClass, instance: instance)
      if let segment { try item.set(.referencedSegmentNumber, segment) }
    }
    for child in content.children { try append(.contentSequence).set(child) }
  }

  /// The node that this item holds, with all below it.
  ///
  /// - Throws: ``DICOMError`` for a node of a kind that this program does not write.
  func content() throws(DICOMError) -> ContentItem {
    guard let name = code(.conceptName), let value = contentValue() else {
      throw DICOMError(
        .badHeader, path: file.path,
        "expected a named value of a known type, found \(text(.valueType) ?? "none")")
    }
    var children: [ContentItem] = []
    for item in items(.contentSequence) { children.append(try item.content()) }
    let relationship = text(.relationshipType).flatMap(ContentItem.Relationship.init)
    return ContentItem(relationship, name, value, children)
  }

  private func contentValue() -> ContentItem.Value? {
    switch text(.valueType) {
    case "CONTAINER":
      return .container(template: item(.contentTemplate)?.text(.templateIdentifier))
    case "TEXT": return text(.textValue).map { .text($0) }
    case "CODE": return code(.conceptCode).map { .code($0) }
    case "UIDREF": return text(.uid).map { .uid($0) }
    case "NUM":
      guard let value = item(.measuredValue), let number = value.text(.numericValue),
        let unit = value.code(.measurementUnits)
      else { return nil }
      return .number(number, unit: unit)
    case "IMAGE":
      guard let reference = item(.referencedSOPSequence),
        let sopClass = reference.text(.referencedSOPClassUID),
        let instance = reference.text(.referencedSOPInstanceUID)
      else { return nil }
      return .image(
        sopClass: sopClass, instance: instance,
        segment: reference.integer(.referencedSegmentNumber))
    default: return nil
    }
  }
}
