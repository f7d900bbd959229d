internal import CDCMTK

extension DICOMItem {
  /// Sets an element to text; nothing makes it empty, backslashes separate values.
  func set(_ tag: Tag, _ text: String?) throws(DICOMError) {
    try perform(.unwritable, path: file.path) {
      cdcmtk_item_set_text(handle, tag.rawValue, text ?? "", &$0)
    }
  }

  /// Sets an element to whole numbers.
  func set(_ tag: Tag, _ numbers: Int...) throws(DICOMError) {
    try set(tag, numbers.map(String.init).joined(separator: "\\"))
  }

  /// Sets an element to numbers, as decimal strings of at most 16 characters.
  func set(_ tag: Tag, decimals: [Double]) throws(DICOMError) {
    try set(tag, decimals.map(decimalString).joined(separator: "\\"))
  }

  /// Sets an element to a number, or makes it empty.
  func set(_ tag: Tag, decimal: Double?) throws(DICOMError) {
    try set(tag, decimal.map(decimalString))
  }

  /// Sets an element to a number in binary, with all its digits.
  func set(_ tag: Tag, exact: Double) throws(DICOMError) { try set(tag, "\(exact)") }

  /// A new item at the end of a sequence.
  func append(_ tag: Tag) throws(DICOMError) -> DICOMItem {
    let item = try shim(.unwritable, path: file.path) {
      cdcmtk_item_append(handle, tag.rawValue, &$0)
    }
    return DICOMItem(handle: item, file: file)
  }

  /// Sets Pixel Data, to little-endian words or to bytes.
  func setPixels(_ bytes: [UInt8], isWords: Bool) throws(DICOMError) {
    // Pixel Data has an even number of bytes.
    let padded = bytes.count % 2 == 0 ? bytes : bytes + [0]
    try perform(.unwritable, path: file.path) {
      cdcmtk_item_set_pixels(handle, padded, Int64(padded.count), isWords, &$0)
    }
  }

  /// Copies an element with all below it, where the source has it; else makes it empty.
  func copy(_ tag: Tag, from source: DICOMItem, orEmpty: Bool) throws(DICOMError) {
    if !source.has(tag) {
      if orEmpty { try set(tag, nil) }
      return
    }
    try perform(.unwritable, path: file.path) {
      cdcmtk_item_copy(source.handle, tag.rawValue, handle, &$0)
    }
  }
}
