extension DICOMItem {
  /// Writes the dimensions by which the frames of an object are ordered, the slowest first.
  ///
  /// - Parameter name: what the organisation's UID follows from.
  func writeDimensions(
    of name: String, _ dimensions: [(attribute: Tag, group: Tag, label: String)]
  ) throws(DICOMError) {
    let uid = uniqueIdentifier(of: "dimensions of \(name)")
    try append(.dimensionOrganizationSequence).set(.dimensionOrganizationUID, uid)
    for dimension in dimensions {
      let item = try append(.dimensionIndexSequence)
      try item.set(.dimensionOrganizationUID, uid)
      try item.set(.dimensionIndexPointer, tagText(dimension.attribute))
      try item.set(.functionalGroupPointer, tagText(dimension.group))
      try item.set(.dimensionDescriptionLabel, dimension.label)
    }
  }

  /// A tag as the value of an element, as DCMTK reads it: (gggg,eeee).
  private func tagText(_ tag: Tag) -> String {
    let digits = { (value: UInt32) -> String in
      let text = String(value, radix: 16)
      return String(repeating: "0", count: 4 - text.count) + text
    }
    return "(\(digits(tag.rawValue >> 16)),\(digits(tag.rawValue & 0xFFFF)))"
  }
}
