import Foundation
import Imaging
import TestSupport
import Testing

@testable import NIfTI

@Suite("Writing and reading back")
struct RoundTripTests {
  static func randomGrid(_ seed: UInt64) -> VoxelGrid {
    var generator = SplitMix64(seed: seed)
    func number(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }
    let size = SIMD3<Int>(
      .random(in: 1...7, using: &generator), .random(in: 1...6, using: &generator),
      .random(in: 1...5, using: &generator))
    // Gram-Schmidt on random columns: every orientation, both hands.
    let a = SIMD3(number(-1...1), number(-1...1), number(-1...1))
    let b = SIMD3(number(-1...1), number(-1...1), number(-1...1))
    let x = a / a.length
    let y0 = b - x * (x * b).sum()
    let y = y0 / y0.length
    let z = x.cross(y) * (Bool.random(using: &generator) ? 1 : -1)
    return VoxelGrid(
      size: size,
      affine: Affine(
        x: x * number(0.3...2), y: y * number(0.3...2), z: z * number(0.5...4),
        translation: SIMD3(number(-200...200), number(-200...200), number(-200...200))))
  }

  @Test("Random grids and every type come back, plain and compressed", arguments: 0..<40)
  func roundTrip(_ seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: seed &+ 1000)
    let grid = Self.randomGrid(seed)
    let type = NIfTIDataType.allCases[Int(seed) % NIfTIDataType.allCases.count]
    // Whole numbers that every type holds, int8 and uint8 included.
    let volume = Volume(
      grid: grid,
      voxels: (0..<grid.count).map { _ in .init(Int.random(in: 0...127, using: &generator)) })
    let path = folder.path(seed % 2 == 0 ? "a.nii" : "a.nii.gz")
    try writeNIfTI(volume, to: path, as: type)
    let image = try readNIfTI(path)
    #expect(image.volume.voxels == volume.voxels)
    #expect(image.header.dataType == type)
    // 1e-4 mm: float32 keeps 24 bits of an origin of up to 200 mm.
    #expect(image.volume.grid.matches(grid, tolerance: 1e-4))
    // The qform, written beside the sform, must say the same.
    #expect(image.header.warnings == [])
    #expect(image.header.orientation.qformCode == 1)
    #expect(try folder.names.count == 1, "no temporary file stays")
  }

  @Test("Half turns about each axis survive the quaternion", arguments: 0..<8)
  func halfTurns(_ signs: Int) throws {
    let flip = SIMD3(
      signs & 1 == 0 ? 1.0 : -1, signs & 2 == 0 ? 1.0 : -1, signs & 4 == 0 ? 1.0 : -1)
    let grid = VoxelGrid(2, 3, 4, spacing: flip * SIMD3(0.5, 0.75, 2), origin: SIMD3(1, 2, 3))
    let qform = try #require(NIfTIOrientation(grid).qformAffine)
    // By hand: the diagonal itself; 1e-12 for the products of sines.
    #expect((qform.x - grid.affine.x).length < 1e-12)
    #expect((qform.y - grid.affine.y).length < 1e-12)
    #expect((qform.z - grid.affine.z).length < 1e-12)
  }

  @Test("A sheared grid is written without a qform")
  func shear() throws {
    let folder = try TemporaryFolder()
    let affine = Affine(x: SIMD3(1, 0, 0), y: SIMD3(0.2, 1, 0), z: SIMD3(0, 0, 1))
    let grid = VoxelGrid(size: SIMD3(2, 2, 2), affine: affine)
    try writeNIfTI(Volume(grid: grid, filledWith: 0), to: folder.path("a.nii"))
    let header = try readNIfTIHeader(folder.path("a.nii"))
    #expect(header.orientation.qformCode == 0)
    #expect(header.grid.matches(grid, tolerance: 1e-6))
  }

  @Test(
    "Writing like a header keeps its geometry bit for bit",
    arguments: [
      "forms-disagree-v1.nii", "forms-disagree-v2.nii", "qform-left-handed-v1.nii",
      "no-forms-v1.nii", "no-forms-v2.nii", "int16-be-v1.nii", "sform-oblique-v2.nii",
    ])
  func like(_ name: String) throws {
    let folder = try TemporaryFolder()
    let source = testsFolder.appending(path: "Golden/nifti/\(name)").path
    let path =
      FileManager.default.fileExists(atPath: source) ? source : source + ".gz"
    var original = try readNIfTI(path)
    original = NIfTIImage(
      header: original.header, volume: original.volume, nanCount: 0, infinityCount: 0)
    let labels = LabelMap(grid: original.volume.grid, filledWith: 3)
    try writeNIfTI(labels, to: folder.path("l.nii.gz"), like: original.header)
    let (back, header) = try readNIfTILabels(folder.path("l.nii.gz"))
    #expect(back == labels)
    #expect(header.orientation == original.header.orientation)
    #expect(header.grid == original.header.grid)
    #expect(header.units == original.header.units)
    #expect(header.note == original.header.note)
    #expect(header.version == original.header.version)
    #expect(header.warnings == original.header.warnings)
    #expect(header.dataType == .uint8)
  }

  @Test(
    "Integers round half away from zero, up to the ends of their range",
    arguments: [
      // By hand: the last value below the half that would round out of range, and both ends.
      (.int8, [-128.4, -128, -0.5, 0.49, 0.5, 2.5, 127.4], [-128, -128, -1, 0, 1, 3, 127]),
      (.uint8, [-0.4, 0.5, 254.5, 255.4], [0, 1, 255, 255]),
      (.int64, [-0x1p63, 0x1p62], [-0x1p63, 0x1p62]),
      (.uint64, [0, 0x1p63], [0, 0x1p63]),
    ] as [(NIfTIDataType, [Float], [Float])])
  func rounding(_ type: NIfTIDataType, _ values: [Float], _ expected: [Float]) throws {
    let folder = try TemporaryFolder()
    let volume = Volume(grid: VoxelGrid(values.count, 1, 1), voxels: values)
    try writeNIfTI(volume, to: folder.path("a.nii"), as: type)
    #expect(try readNIfTI(folder.path("a.nii")).volume.voxels == expected)
  }

  @Test("Labels from 0 to 255 come back")
  func labels() throws {
    let folder = try TemporaryFolder()
    let labels = LabelMap(grid: VoxelGrid(16, 16, 1), voxels: (0...255).map { UInt8($0) })
    try writeNIfTI(labels, to: folder.path("l.nii.gz"))
    #expect(try readNIfTILabels(folder.path("l.nii.gz")).labels == labels)
  }

  @Test("Infinite voxels and NaN are kept and counted")
  func nonFinite() throws {
    let folder = try TemporaryFolder()
    let volume = Volume(grid: VoxelGrid(4, 1, 1), voxels: [.nan, .infinity, -.infinity, 1])
    try writeNIfTI(volume, to: folder.path("a.nii"), as: .float64)
    let image = try readNIfTI(folder.path("a.nii"))
    #expect(image.nanCount == 1)
    #expect(image.infinityCount == 2)
    #expect(image.volume.voxels[3] == 1)
  }

  @Test("An axis of more than 32767 voxels becomes NIfTI-2")
  func longAxis() throws {
    let folder = try TemporaryFolder()
    let volume = Volume(grid: VoxelGrid(40_000, 1, 1), filledWith: 2)
    try writeNIfTI(volume, to: folder.path("a.nii.gz"), as: .uint8)
    let image = try readNIfTI(folder.path("a.nii.gz"))
    #expect(image.header.version == .nifti2)
    #expect(image.volume == volume)
  }

  @Test("A gzip file of several members, zero padded, reads as one")
  func members() throws {
    let folder = try TemporaryFolder()
    let volume = Volume(
      grid: VoxelGrid(32, 32, 32), voxels: (0..<32768).map { Float($0 % 251) })
    try writeNIfTI(volume, to: folder.path("a.nii"))
    let plain = try folder.bytes("a.nii")
    let parts = try [plain[..<200], plain[200..<90_000], plain[90_000...]].flatMap {
      try Gzip.deflate(Array($0), path: "")
    }
    let path = try folder.file("b.nii.gz", parts + [0, 0, 0])
    #expect(try readNIfTI(path).volume == volume)
    #expect(try readNIfTIHeader(path).grid == volume.grid)
  }

  @Test("The header of a compressed file needs only its beginning")
  func cheapHeader() throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: 5)
    let grid = VoxelGrid(64, 64, 32)
    let volume = Volume(
      grid: grid, voxels: (0..<grid.count).map { _ in .random(in: 0...1, using: &generator) })
    try writeNIfTI(volume, to: folder.path("a.nii.gz"))
    let beginning = Array(try folder.bytes("a.nii.gz").prefix(100_000))
    let path = try folder.file("b.nii.gz", beginning)
    #expect(try readNIfTIHeader(path).grid == grid)
    let error = #expect(throws: NIfTIError.self) { try readNIfTI(path) }
    #expect(error?.kind == .corruptGzip)
  }
}
