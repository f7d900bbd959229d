import Foundation
import Imaging
import TestSupport
import Testing

@testable import DICOM

extension DICOMTests {
  @Suite("Overview pictures")
  struct OverviewTests {
    @Test("Outlines have the structures' colours and lie where the voxels are")
    func outlines() throws {
      let grid = VoxelGrid(40, 40, 3, spacing: SIMD3(1, 1, 2))
      var mask = Mask(grid: grid, filledWith: false)
      for j in 15..<25 { for i in 15..<25 { mask[i, j, 1] = true } }
      let structure = SegmentedStructure.schwannoma(mask, side: .left)
      let image = Volume(grid: grid, voxels: mask.voxels.map { $0 ? 100 : 0 })
      let canvas = try #require(OverviewPicture(image, [structure])).drawn()
      // The part shown is 40 mm wide, 220 pixels: 5.5 pixels a mm, under 40 rows of words.
      func pixel(_ x: Int, _ y: Int) -> SIMD3<UInt8> {
        let start = 3 * (x + canvas.width * y)
        return SIMD3(canvas.bytes[start], canvas.bytes[start + 1], canvas.bytes[start + 2])
      }
      // The outline's left side runs 15 mm from the edge.
      #expect(pixel(82, 40 + 110) == structure.colour)
      #expect(pixel(110, 40 + 110) == SIMD3(repeating: 255))
      #expect(pixel(60, 40 + 110) == SIMD3(repeating: 0))
    }

    @Test("The object belongs to the patient and is sound")
    func object() throws {
      try withTemporaryFolder { folder in
        let grid = sampleGrid(tilt: 10)
        let series = try sampleSeries(on: grid, in: folder)
        let path = folder.path + "/sc.dcm"
        _ = try writeOverview(
          sampleStructures(on: grid), of: series, by: sampleAlgorithm, to: path)
        let root = try DICOMFile.read(path).root
        #expect(root.text(.patientID) == "T-1")
        #expect(root.text(.seriesDescription) == "Overview, research use only")
        if program("dciodvfy") != nil { #expect(try dciodvfyErrors(path) == []) }
      }
    }
  }
}
