package import Foundation

/// Writes to a file, replacing it whole, or to standard output where the path is "-".
func writeOutput(_ data: Data, to path: String) throws {
  if path == "-" {
    print(String(decoding: data, as: UTF8.self))
    return
  }
  do {
    try data.write(to: fileURL(path), options: .atomic)
  } catch {
    throw CommandError("\(path): cannot be written: \(error.localizedDescription)")
  }
}

/// JSON that people can read and compare: indented, keys in order.
package func readableJSON(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return try encoder.encode(value)
}

/// ``readableJSON(_:)`` with the bare word NaN where a value is one, as Python's `json` writes and
/// reads it; strict readers of JSON refuse it.
func pythonJSON(_ value: some Encodable) throws -> Data {
  let mark = "NaN \(UUID().uuidString)"
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: mark)
  let text = String(decoding: try encoder.encode(value), as: UTF8.self)
  return Data(text.replacing("\"\(mark)\"", with: "NaN").utf8)
}

/// What every result for clinicians ends with.
let researchNotice = "Research use only; not a medical device."

/// A line on standard error.
func warn(_ text: String) {
  FileHandle.standardError.write(Data("warning: \(text)\n".utf8))
}
