import Foundation

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
func readableJSON(_ value: some Encodable) throws -> Data {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return try encoder.encode(value)
}

/// A line on standard error.
func warn(_ text: String) {
  FileHandle.standardError.write(Data("warning: \(text)\n".utf8))
}
