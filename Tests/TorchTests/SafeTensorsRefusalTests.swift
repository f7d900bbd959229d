import Foundation
import TestSupport
import Testing
import Torch

/// A file made of a header and some scalars, and what is said about it.
private struct Damaged: CustomTestStringConvertible, Sendable {
  let name: String
  let says: String
  let bytes: [UInt8]
  var testDescription: String { name }

  init(_ name: String, _ says: String, _ bytes: [UInt8]) {
    self.name = name
    self.says = says
    self.bytes = bytes
  }

  init(_ name: String, _ says: String, header: String, scalars: Int = 8) {
    self.init(name, says, Self.file(header, scalars: scalars))
  }

  static func file(_ header: String, scalars: Int, length: UInt64? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    let length = length ?? UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text
      + [UInt8](repeating: 0, count: scalars)
  }

  /// A header of one tensor `x`.
  static func header(dtype: String = "F32", shape: String = "[2]", offsets: String) -> String {
    #"{"x":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
  }

  static let table: [Damaged] = [
    Damaged("nothing", "expected at least 8 bytes, found 0", []),
    Damaged("seven bytes", "expected at least 8 bytes, found 7", Array("{\"x\":1}".utf8)),
    Damaged(
      "a PNG picture", "the header promises",
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + [UInt8](repeating: 0, count: 100)),
    Damaged(
      "a length of 2^64 - 1", "the header promises 18446744073709551615 bytes",
      file("{}", scalars: 0, length: .max)),
    Damaged(
      "a length just past the end", "the header promises 3 bytes, the file has 2 after it",
      file("{}", scalars: 0, length: 3)),
    Damaged("no header", "expected a JSON header", file("", scalars: 0)),
    Damaged("no JSON", "expected a JSON header", header: "not JSON"),
    Damaged("a list", "expected a JSON header", header: "[1]"),
    Damaged("another object", "expected a JSON header", header: #"{"x":{"y":1}}"#),
    Damaged("metadata that is no text", "JSON header", header: #"{"__metadata__":{"a":1}}"#),
    Damaged(
      "an unknown type", "x has the type I32, which is not known",
      header: header(dtype: "I32", offsets: "[0,8]")),
    Damaged(
      "a wrong type", "x: expected 16 bytes from offset 0 of 8, found offsets [0, 8]",
      header: header(dtype: "F64", offsets: "[0,8]")),
    Damaged(
      "offsets past the end", "found offsets [0, 16]",
      header: header(shape: "[4]", offsets: "[0,16]")),
    Damaged("offsets backwards", "offsets [8, 0]", header: header(offsets: "[8,0]")),
    Damaged("negative offsets", "offsets [-8, 0]", header: header(offsets: "[-8,0]")),
    Damaged("one offset", "offsets [0]", header: header(offsets: "[0]")),
    Damaged("no offsets", "offsets []", header: header(offsets: "[]")),
    Damaged(
      "endless offsets", "offsets [0, 9223372036854775807]",
      header: header(offsets: "[0,9223372036854775807]")),
    Damaged(
      "a gap before the scalars", "expected 4 bytes from offset 0",
      header: header(shape: "[1]", offsets: "[4,8]")),
    Damaged(
      "scalars that nobody describes", "the header describes 4 bytes of scalars, found 8",
      header: header(shape: "[1]", offsets: "[0,4]")),
    Damaged(
      "a negative length", "the impossible shape [-2]",
      header: header(shape: "[-2]", offsets: "[0,8]")),
    Damaged(
      "a shape beyond all memory", "the impossible shape",
      header: header(shape: "[4611686018427387904,4]", offsets: "[0,8]")),
    Damaged(
      "two tensors in one place", "expected 4 bytes from offset 4 of 8, found offsets [0, 4]",
      header: """
        {"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},\
        "y":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}
        """),
  ]
}

@Suite("safetensors files that must be refused, and are")
struct SafeTensorsRefusalTests {
  private func check(_ error: SafeTensorsError?, _ says: String, _ path: String) {
    #expect(error?.path == path)
    #expect(error?.reason.contains(says) == true, "\(error?.reason ?? "no error")")
    #expect(error?.description == "\(path): \(error?.reason ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  @Test("A damaged file is refused with one sentence", arguments: Damaged.table)
  fileprivate func damaged(_ damaged: Damaged) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "a.safetensors")
      try Data(damaged.bytes).write(to: file)
      let error = #expect(throws: SafeTensorsError.self) { _ = try SafeTensors.read(file.path) }
      check(error, damaged.says, file.path)
    }
  }

  @Test("The undamaged form of the damaged files is read")
  func undamaged() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "a.safetensors")
      try Data(Damaged.file(Damaged.header(offsets: "[0,8]"), scalars: 8)).write(to: file)
      #expect(try SafeTensors.read(file.path).tensors["x"]?.scalars() == [0, 0])
    }
  }

  @Test("Every truncation is refused")
  func truncated() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "a.safetensors")
      try SafeTensors.write(
        ["x": .ones([3]), "y": .arange(2)], metadata: ["a": "b"], to: file.path)
      let bytes = try Data(contentsOf: file)
      for count in 0..<bytes.count {
        try bytes.prefix(count).write(to: file)
        let error = #expect(throws: SafeTensorsError.self, "\(count) bytes") {
          _ = try SafeTensors.read(file.path)
        }
        #expect(error?.path == file.path)
      }
    }
  }

  @Test("A missing file and a folder are refused")
  func missing() throws {
    try withTemporaryFolder { folder in
      for path in [folder.appending(path: "none").path, folder.path] {
        let error = #expect(throws: SafeTensorsError.self) { _ = try SafeTensors.read(path) }
        check(error, "expected a safetensors file, found none", path)
      }
    }
  }

  @Test("A file that cannot be written is refused and leaves nothing")
  func unwritable() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "none/a.safetensors").path
      let error = #expect(throws: SafeTensorsError.self) {
        try SafeTensors.write(["x": .ones([1])], metadata: [:], to: path)
      }
      check(error, "the file cannot be written", path)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(left.isEmpty)
    }
  }

  @Test("No tensor can have the name of the metadata")
  func reservedName() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "a.safetensors").path
      let error = #expect(throws: SafeTensorsError.self) {
        try SafeTensors.write(["__metadata__": .ones([1])], metadata: [:], to: path)
      }
      check(error, "a tensor cannot be called __metadata__", path)
    }
  }
}
