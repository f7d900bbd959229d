internal import CDCMTK

/// The data set of a file, or an item of a sequence in it.
struct DICOMItem {
  let handle: OpaquePointer
  /// Keeps the memory behind `handle`.
  let file: DICOMFile

  /// Whether the element is there, empty or not.
  func has(_ tag: Tag) -> Bool { cdcmtk_item_has(handle, tag.rawValue) }

  /// The value as text, without padding; several values are separated by backslashes.
  ///
  /// - Returns: `nil` where the element is absent, empty or unreadable.
  func text(_ tag: Tag) -> String? {
    var message: UnsafeMutablePointer<CChar>?
    let text = cdcmtk_item_text(handle, tag.rawValue, &message)
    if let message { cdcmtk_string_destroy(message) }
    guard let text else { return nil }
    let trimmed = takeText(text).trimmingPadding()
    return trimmed.isEmpty ? nil : trimmed
  }

  /// The values of an element; empty where it is absent or empty.
  func texts(_ tag: Tag) -> [String] {
    guard let text = text(tag) else { return [] }
    return text.split(separator: "\\", omittingEmptySubsequences: false).map {
      String($0).trimmingPadding()
    }
  }

  /// Finite numbers; empty where the element is absent or one of its values is no finite number.
  func numbers(_ tag: Tag) -> [Double] {
    let values = texts(tag).map { Double($0) }
    let finite = values.compactMap { $0 }.filter(\.isFinite)
    return finite.count == values.count ? finite : []
  }

  /// The only value of an element as a finite number, or the first of several.
  func number(_ tag: Tag) -> Double? { numbers(tag).first }

  /// The first value of an element as a whole number.
  func integer(_ tag: Tag) -> Int? { number(tag).flatMap { Int(exactly: $0) } }

  /// The items of a sequence; empty where it is absent.
  func items(_ tag: Tag) -> [DICOMItem] {
    (0..<cdcmtk_item_count(handle, tag.rawValue)).compactMap { index in
      cdcmtk_item_child(handle, tag.rawValue, index).map { DICOMItem(handle: $0, file: file) }
    }
  }

  /// The first item of a sequence.
  func item(_ tag: Tag) -> DICOMItem? {
    cdcmtk_item_child(handle, tag.rawValue, 0).map { DICOMItem(handle: $0, file: file) }
  }

  /// A text that must be there.
  func requiredText(_ tag: Tag, _ name: String) throws(DICOMError) -> String {
    guard let text = text(tag) else {
      throw DICOMError(.badHeader, path: file.path, "expected \(name), found none")
    }
    return text
  }

  /// A whole number within a range that must be there.
  func requiredInteger(
    _ tag: Tag, _ name: String, in range: ClosedRange<Int>
  ) throws(DICOMError) -> Int {
    guard let value = integer(tag), range.contains(value) else {
      throw DICOMError(
        .badHeader, path: file.path,
        "expected \(name) from \(range.lowerBound) to \(range.upperBound), "
          + "found \(text(tag) ?? "none")")
    }
    return value
  }
}

extension String {
  /// The text without the spaces and zero bytes that pad values to an even length.
  fileprivate func trimmingPadding() -> String {
    let isPadding = { (c: Character) in c == " " || c == "\0" }
    guard let first = firstIndex(where: { !isPadding($0) }),
      let last = lastIndex(where: { !isPadding($0) })
    else { return "" }
    return String(self[first...last])
  }
}
