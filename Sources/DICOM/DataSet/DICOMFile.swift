internal import CDCMTK

/// A DICOM object in memory, read from a file or being made.
final class DICOMFile {
  /// The file's path, as the caller named it; for messages.
  let path: String
  private let handle: OpaquePointer

  private init(path: String, handle: OpaquePointer) {
    self.path = path
    self.handle = handle
  }

  deinit { cdcmtk_file_destroy(handle) }

  /// Reads a file; long values are read when they are asked for.
  ///
  /// - Throws: ``DICOMError`` of kind `notDICOM` for anything without an SOP class.
  static func read(_ path: String) throws(DICOMError) -> DICOMFile {
    let handle: OpaquePointer
    do {
      handle = try shim(.notDICOM, path: path) { cdcmtk_file_read(path, &$0) }
    } catch {
      throw DICOMError(
        .notDICOM, path: path, "expected a whole DICOM object, found: \(error.message)")
    }
    let file = DICOMFile(path: path, handle: handle)
    guard file.root.text(.sopClassUID) != nil else {
      throw DICOMError(.notDICOM, path: path, "expected a DICOM object, found no SOP Class UID")
    }
    return file
  }

  /// An object without elements, to be written to a file.
  static func create(path: String) throws(DICOMError) -> DICOMFile {
    DICOMFile(
      path: path, handle: try shim(.unwritable, path: path) { cdcmtk_file_create(&$0) })
  }

  /// The data set.
  var root: DICOMItem { DICOMItem(handle: cdcmtk_file_dataset(handle), file: self) }

  /// The UID of the transfer syntax that the file was read in.
  var transferSyntax: String {
    (try? shim(.badHeader, path: path) { cdcmtk_file_transfer_syntax(handle, &$0) })
      .map(takeText) ?? ""
  }

  /// Pixel Data of all frames, decompressed, little-endian.
  ///
  /// - Parameter byteCount: what the header promises.
  func pixels(byteCount: Int) throws(DICOMError) -> [UInt8] {
    let bytes: UnsafeMutablePointer<UInt8>
    do {
      bytes = try shim(.badPixels, path: path) {
        cdcmtk_file_pixels(handle, Int64(byteCount), &$0)
      }
    } catch {
      throw DICOMError(
        .badPixels, path: path,
        "expected \(byteCount) bytes of pixels in transfer syntax \(transferSyntax), "
          + "found: \(error.message)")
    }
    defer { cdcmtk_bytes_destroy(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: byteCount))
  }

  /// Writes Explicit VR Little Endian.
  func write() throws(DICOMError) {
    try perform(.unwritable, path: path) { cdcmtk_file_write(handle, path, &$0) }
  }

  /// Objects that are alive in the whole process; for tests of leaks.
  static var liveCount: Int { Int(cdcmtk_file_live_count()) }
}

/// Calls a function of the shim that returns nothing only where it failed.
func shim<Result>(
  _ kind: DICOMError.Kind, path: String,
  _ body: (inout UnsafeMutablePointer<CChar>?) -> Result?
) throws(DICOMError) -> Result {
  var message: UnsafeMutablePointer<CChar>?
  if let result = body(&message) { return result }
  throw DICOMError(kind, path: path, message.map(takeText) ?? "DCMTK gave no result")
}

/// Calls a function of the shim that says whether it worked.
func perform(
  _ kind: DICOMError.Kind, path: String, _ body: (inout UnsafeMutablePointer<CChar>?) -> Bool
) throws(DICOMError) {
  try shim(kind, path: path) { body(&$0) ? () : nil }
}

/// A text of the shim, freed there.
func takeText(_ text: UnsafeMutablePointer<CChar>) -> String {
  defer { cdcmtk_string_destroy(text) }
  return String(cString: text)
}
