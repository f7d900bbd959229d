import Foundation
import Imaging
import TestSupport
import Testing

@testable import NIfTI

/// One edit of a sound NIfTI-1 file and the failure it must cause.
///
/// Offsets are those of nifti1.h.
private struct Damage: CustomTestStringConvertible, Sendable {
  let name: String
  let kind: NIfTIError.Kind
  let edit: @Sendable (inout HeaderBytes) -> Void
  var testDescription: String { name }

  static let table: [Damage] = [
    Damage(name: "wrong sizeof_hdr", kind: .notNIfTI) { $0.put(integer: 347, at: 0, width: 4) },
    Damage(name: "wrong magic", kind: .notNIfTI) { $0.bytes[344] = 0x78 },
    Damage(name: "Analyze 7.5, no magic", kind: .notNIfTI) { $0.put(0, at: 344, width: 4) },
    Damage(name: "a pair's magic", kind: .unsupported) { $0.bytes[345] = 0x69 },
    Damage(name: "no dimensions", kind: .badHeader) { $0.put(integer: 0, at: 40, width: 2) },
    Damage(name: "eight dimensions", kind: .badHeader) { $0.put(integer: 8, at: 40, width: 2) },
    Damage(name: "two dimensions", kind: .unsupported) { $0.put(integer: 2, at: 40, width: 2) },
    Damage(name: "a negative size", kind: .badHeader) { $0.put(integer: -4, at: 42, width: 2) },
    Damage(name: "a size of zero", kind: .badHeader) { $0.put(integer: 0, at: 46, width: 2) },
    Damage(name: "more voxels than the file", kind: .truncated) {
      $0.put(integer: 32767, at: 42, width: 2)
    },
    Damage(name: "a series", kind: .unsupported) {
      $0.put(integer: 4, at: 40, width: 2)
      $0.put(integer: 2, at: 48, width: 2)
    },
    Damage(name: "an unknown type", kind: .badHeader) { $0.put(integer: 3, at: 70, width: 2) },
    Damage(name: "float128", kind: .unsupported) { $0.put(integer: 1536, at: 70, width: 2) },
    Damage(name: "voxels inside the header", kind: .badHeader) {
      $0.put(real: 100, at: 108, width: 4)
    },
    Damage(name: "a fractional offset", kind: .badHeader) {
      $0.put(real: 352.5, at: 108, width: 4)
    },
    Damage(name: "an offset of NaN", kind: .badHeader) { $0.put(real: .nan, at: 108, width: 4) },
    Damage(name: "an offset past the end", kind: .truncated) {
      $0.put(real: 1e6, at: 108, width: 4)
    },
    Damage(name: "an endless offset", kind: .badHeader) { $0.put(real: 1e30, at: 108, width: 4) },
    Damage(name: "an intercept of NaN", kind: .badHeader) {
      $0.put(real: 2, at: 112, width: 4)
      $0.put(real: .nan, at: 116, width: 4)
    },
    Damage(name: "a singular sform", kind: .badGeometry) {
      for n in 0..<4 { $0.put(real: 0, at: 296 + 4 * n, width: 4) }
    },
    Damage(name: "a NaN in the sform", kind: .badGeometry) {
      $0.put(real: .nan, at: 280, width: 4)
    },
    Damage(name: "an infinite origin", kind: .badGeometry) {
      $0.put(real: .infinity, at: 292, width: 4)
    },
    Damage(name: "qform only, quaternion too long", kind: .badGeometry) {
      $0.put(integer: 0, at: 254, width: 2)
      $0.put(real: 2, at: 256, width: 4)
    },
    Damage(name: "qform only, no spacing", kind: .badGeometry) {
      $0.put(integer: 0, at: 254, width: 2)
      $0.put(real: 0, at: 80, width: 4)
    },
  ]
}

@Suite("Files that must be refused, and are")
struct RefusalTests {
  static let volume = Volume(
    grid: VoxelGrid(4, 3, 2, spacing: SIMD3(0.5, 0.5, 2)), voxels: (0..<24).map { Float($0) })

  static func sound(_ folder: TemporaryFolder, _ name: String = "sound.nii") throws -> [UInt8] {
    try writeNIfTI(volume, to: folder.path(name))
    return try folder.bytes(name)
  }

  /// The file, the kind and the shape of the message: one line, not empty.
  static func check(_ error: NIfTIError?, _ kind: NIfTIError.Kind, _ path: String) {
    #expect(error?.kind == kind, "\(error.map { "\($0)" } ?? "no error")")
    #expect(error?.path == path)
    #expect(error?.description.contains("\n") == false)
    #expect((error?.message.count ?? 0) > 10)
  }

  @Test("A damaged header names what is wrong", arguments: Damage.table)
  fileprivate func damaged(_ damage: Damage) throws {
    let folder = try TemporaryFolder()
    var fields = HeaderBytes(bytes: try Self.sound(folder), isBigEndian: false)
    damage.edit(&fields)
    for (name, bytes) in [
      ("d.nii", fields.bytes), ("d.nii.gz", try Gzip.deflate(fields.bytes, path: "")),
    ] {
      let path = try folder.file(name, bytes)
      let error = #expect(throws: NIfTIError.self) { try readNIfTI(path) }
      Self.check(error, damage.kind, path)
    }
  }

  @Test("Every truncation of a plain file is refused")
  func truncatedPlain() throws {
    let folder = try TemporaryFolder()
    let bytes = try Self.sound(folder)
    for count in stride(from: 0, to: bytes.count, by: 7) {
      let path = try folder.file("t.nii", Array(bytes.prefix(count)))
      let error = #expect(throws: NIfTIError.self) { try readNIfTI(path) }
      Self.check(error, count < 348 ? .notNIfTI : .truncated, path)
      #expect(throws: NIfTIError.self) { try readNIfTIHeader(path) }
    }
  }

  @Test("Every truncation of a compressed file is refused")
  func truncatedCompressed() throws {
    let folder = try TemporaryFolder()
    let bytes = try Self.sound(folder, "s.nii.gz")
    for count in stride(from: 2, to: bytes.count, by: 3) {
      let path = try folder.file("t.nii.gz", Array(bytes.prefix(count)))
      let error = #expect(throws: NIfTIError.self) { try readNIfTI(path) }
      Self.check(error, .corruptGzip, path)
    }
  }

  @Test("One flipped bit among the compressed voxels is found by the CRC")
  func crc() throws {
    let folder = try TemporaryFolder()
    var bytes = try Self.sound(folder, "s.nii.gz")
    bytes[bytes.count - 8] ^= 1  // the CRC itself
    let path = try folder.file("c.nii.gz", bytes)
    let error = #expect(throws: NIfTIError.self) { try readNIfTI(path) }
    Self.check(error, .corruptGzip, path)
  }

  @Test("Something else after the gzip stream is refused")
  func trailing() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("c.nii.gz", Self.sound(folder, "s.nii.gz") + Array("hello".utf8))
    let error = #expect(throws: NIfTIError.self) { try readNIfTI(path) }
    Self.check(error, .corruptGzip, path)
  }

  @Test("A missing file and a folder are refused")
  func missing() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path("nothing.nii"), folder.url.path] {
      let error = #expect(throws: NIfTIError.self) { try readNIfTI(path) }
      Self.check(error, .unreadable, path)
    }
  }

  @Test(
    "Values that are no labels are refused with value and voxel",
    arguments: [(-1, "-1.0"), (256, "256.0"), (1.02, "1.0199999809265137"), (0.5, "0.5")]
      as [(Float, String)])
  func labels(_ value: Float, _ shown: String) throws {
    let folder = try TemporaryFolder()
    var volume = Volume(grid: VoxelGrid(4, 3, 2), filledWith: 1)
    volume[3, 2, 1] = value
    let path = folder.path("l.nii")
    try writeNIfTI(volume, to: path)
    let error = #expect(throws: NIfTIError.self) { try readNIfTILabels(path) }
    Self.check(error, .badLabel, path)
    #expect(error?.message.contains("found \(shown)") == true)
    #expect(error?.message.contains("(3, 2, 1)") == true)
  }

  @Test("Values within 0.01 of a whole number are labels")
  func nearLabels() throws {
    let folder = try TemporaryFolder()
    let volume = Volume(grid: VoxelGrid(4, 1, 1), voxels: [-0.009, 0.995, 2.009, 254.995])
    try writeNIfTI(volume, to: folder.path("l.nii"))
    #expect(try readNIfTILabels(folder.path("l.nii")).labels.voxels == [0, 1, 2, 255])
  }

  @Test("A folder that is missing or a file refuses the writing and keeps nothing")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("plain", [1])
    for path in [folder.path("none/a.nii.gz"), folder.path("plain/a.nii")] {
      let error = #expect(throws: NIfTIError.self) { try writeNIfTI(Self.volume, to: path) }
      Self.check(error, .unwritable, path)
    }
    // A folder in the way makes the renaming fail after the bytes were written.
    try FileManager.default.createDirectory(
      atPath: folder.path("a.nii"), withIntermediateDirectories: false)
    #expect(throws: NIfTIError.self) { try writeNIfTI(Self.volume, to: folder.path("a.nii")) }
    #expect(try folder.names == ["a.nii", "plain"])
  }

  @Test(
    "A value outside the type's range is refused",
    arguments: [
      (.uint8, -1), (.uint8, 256), (.int8, 128), (.int16, 32768), (.int32, 0x1p31),
      (.uint64, 0x1p64), (.int64, 0x1p63), (.int16, .nan), (.uint16, .infinity),
    ] as [(NIfTIDataType, Float)])
  func outOfRange(_ type: NIfTIDataType, _ value: Float) throws {
    let folder = try TemporaryFolder()
    let volume = Volume(grid: VoxelGrid(2, 1, 1), voxels: [0, value])
    let path = folder.path("a.nii")
    let error = #expect(throws: NIfTIError.self) { try writeNIfTI(volume, to: path, as: type) }
    Self.check(error, .unwritable, path)
    #expect(error?.message.contains("(1, 0, 0)") == true)
  }

  @Test("Writing like the header of another grid is refused")
  func otherGrid() throws {
    let folder = try TemporaryFolder()
    _ = try Self.sound(folder)
    let header = try readNIfTIHeader(folder.path("sound.nii"))
    let moved = VoxelGrid(4, 3, 2, spacing: SIMD3(0.5, 0.5, 2), origin: SIMD3(0, 0, 1))
    let path = folder.path("b.nii")
    let error = #expect(throws: NIfTIError.self) {
      try writeNIfTI(LabelMap(grid: moved, filledWith: 0), to: path, like: header)
    }
    Self.check(error, .unwritable, path)
  }
}
