import Foundation
import Imaging
import TestSupport
import Testing

@testable import NIfTI

// Expected values: nibabel 5.4.2, through scripts/oracles/nifti.py.
private struct GoldenFile: Decodable {
  struct Case: Decodable, CustomTestStringConvertible {
    let file: String
    let version: Int
    let bigEndian: Bool
    let dataType: String
    let size: [Int]
    let affine: [[Double]]
    let values: [Double?]
    let labels: [UInt8]?
    let sformCode: Int
    let qformCode: Int

    var testDescription: String { file }
    var path: String { testsFolder.appending(path: "Golden/nifti/\(file)").path }

    var expectedAffine: Affine {
      func column(_ n: Int) -> SIMD3<Double> { SIMD3(affine[0][n], affine[1][n], affine[2][n]) }
      return Affine(x: column(0), y: column(1), z: column(2), translation: column(3))
    }
  }
  struct Refused: Decodable, CustomTestStringConvertible {
    let file: String
    let kind: String
    var testDescription: String { file }
  }
  let cases: [Case]
  let refused: [Refused]

  static let loaded: GoldenFile? = try? golden(GoldenFile.self, "nifti")
}

@Suite("Files that nibabel wrote")
struct GoldenTests {
  @Test("The golden file is there, with every type in both orders and both versions")
  func complete() throws {
    let file = try #require(GoldenFile.loaded)
    let kinds = Set(file.cases.map { "\($0.dataType) \($0.bigEndian) \($0.version)" })
    #expect(kinds.count == NIfTIDataType.allCases.count * 4)
    #expect(file.cases.count >= 60)
    #expect(file.refused.count == 4)
  }

  @Test("Grid, type and voxels are nibabel's", arguments: GoldenFile.loaded?.cases ?? [])
  fileprivate func image(_ c: GoldenFile.Case) throws {
    let image = try readNIfTI(c.path)
    let header = image.header
    #expect(header.version.rawValue == c.version)
    #expect(header.isBigEndian == c.bigEndian)
    #expect(header.dataType.name == c.dataType)
    #expect(header.grid.size == SIMD3(c.size[0], c.size[1], c.size[2]))
    #expect(header.orientation.sformCode == c.sformCode)
    #expect(header.orientation.qformCode == c.qformCode)
    #expect(header.note == "synthetic" || c.file.hasPrefix("labels-scaled"))
    // The sform is copied; the qform goes through a square root, on float32 input in NIfTI-1.
    let tolerance = header.affineSource == .qform ? 1e-6 : 0
    let affine = c.expectedAffine
    for axis in 0..<3 {
      let difference = header.grid.affine[column: axis] - affine[column: axis]
      #expect(difference.length <= tolerance, "column \(axis)")
    }
    #expect((header.grid.affine.translation - affine.translation).length <= tolerance)

    #expect(image.volume.voxels.count == c.values.count)
    for (found, expected) in zip(image.volume.voxels, c.values) {
      if let expected {
        #expect(found == Float(expected))
      } else {
        #expect(found.isNaN)
      }
    }
    #expect(image.nanCount == c.values.count { $0 == nil })
    #expect(image.infinityCount == 0)
  }

  @Test(
    "Scaled labels are rounded, not truncated",
    arguments: GoldenFile.loaded?.cases.filter { $0.labels != nil } ?? [])
  fileprivate func labels(_ c: GoldenFile.Case) throws {
    #expect(try readNIfTILabels(c.path).labels.voxels == c.labels)
  }

  @Test("One of the scaled label images decodes 1 as 0.9999999997671694, as in crossMoDA 2022")
  func trap() throws {
    let file = try #require(GoldenFile.loaded)
    let trapped = file.cases.filter { $0.labels != nil && $0.values.contains(0.9999999997671694) }
    #expect(trapped.count == 2)
  }

  @Test("The header alone is the header of the whole", arguments: GoldenFile.loaded?.cases ?? [])
  fileprivate func headerAlone(_ c: GoldenFile.Case) throws {
    // NaN scaling never reaches the header, so equality is meaningful for all files.
    #expect(try readNIfTIHeader(c.path) == readNIfTI(c.path).header)
  }

  @Test(
    "Series, pictures, complex numbers and colours are refused",
    arguments: GoldenFile.loaded?.refused ?? [])
  fileprivate func refused(_ c: GoldenFile.Refused) throws {
    let path = testsFolder.appending(path: "Golden/nifti/\(c.file)").path
    let error = #expect(throws: NIfTIError.self) { try readNIfTI(path) }
    #expect(error?.kind.rawValue == c.kind)
  }

  @Test("Forms that disagree are reported and the sform wins", arguments: ["v1", "v2"])
  func disagreement(_ version: String) throws {
    let path = testsFolder.appending(path: "Golden/nifti/forms-disagree-\(version).nii").path
    let header = try readNIfTIHeader(path)
    #expect(header.affineSource == .sform)
    // The oracle shifts the qform by 0.5 mm.
    #expect(header.warnings == ["sform and qform disagree by up to 0.5 mm; the sform was used"])
  }

  @Test("A header without forms is centred and says that it is a guess")
  func noForms() throws {
    let path = testsFolder.appending(path: "Golden/nifti/no-forms-v1.nii").path
    let header = try readNIfTIHeader(path)
    #expect(header.affineSource == .spacing)
    #expect(header.warnings.count == 1)
    #expect(header.grid.centre == .zero)
  }

  @Test("A NaN among labels is refused with its voxel")
  func nanLabel() throws {
    let path = testsFolder.appending(path: "Golden/nifti/nan.nii").path
    let error = #expect(throws: NIfTIError.self) { try readNIfTILabels(path) }
    #expect(error?.kind == .badLabel)
  }
}
