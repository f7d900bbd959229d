import Crypto
package import Foundation

/// SHA-256 of bytes, as 64 lower-case hex digits.
///
/// - Source: FIPS 180-4.
package func sha256(_ data: Data) -> String { hex(SHA256.hash(data: data)) }

/// SHA-256 of a text in UTF-8, as 64 lower-case hex digits.
package func sha256(_ text: String) -> String { sha256(Data(text.utf8)) }

/// SHA-256 of a file, read in pieces.
///
/// - Throws: what the file system says where the file cannot be read.
package func sha256(ofFile url: URL) throws -> String {
  let file = try FileHandle(forReadingFrom: url)
  defer { try? file.close() }
  var hash = SHA256()
  while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { hash.update(data: piece) }
  return hex(hash.finalize())
}

/// What tells a model from every other: SHA-256 over the names and digests of all files of its
/// folder, in order of their names.
///
/// - Throws: ``PilotError`` where the folder holds no file.
package func modelHash(of folder: URL) throws -> String {
  guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  else {
    throw PilotError("\(folder.path): expected a model folder, found none")
  }
  var lines: [String] = []
  for name in names {
    let url = folder.appending(path: name)
    guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
      continue
    }
    lines.append("\(name)\n\(try sha256(ofFile: url))\n")
  }
  guard !lines.isEmpty else {
    throw PilotError("\(folder.path): expected a model folder, found no file in it")
  }
  return sha256(lines.joined())
}

private func hex(_ digest: SHA256Digest) -> String {
  let digits = Array("0123456789abcdef".utf8)
  return String(
    decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
