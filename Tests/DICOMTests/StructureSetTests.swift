import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@testable import DICOM

/// A ring with an island in its hole, over three slices.
private func ring(on grid: VoxelGrid) -> Mask {
  var mask = Mask(grid: grid, filledWith: false)
  for k in 1..<4 {
    for j in 1..<8 {
      for i in 1..<8 where i == 1 || i == 7 || j == 1 || j == 7 || (i == 4 && j == 4) {
        mask[i, j, k] = true
      }
    }
  }
  return mask
}

extension DICOMTests {
  @Suite("Structure sets")
  struct StructureSetTests {
    @Test(
      "In every orientation, straight and oblique, exactly the voxels come back",
      arguments: [0, 12.5])
    func orientations(_ tilt: Double) throws {
      for orientation in Orientation.all {
        let grid = sampleGrid(orientation, size: SIMD3(10, 9, 5), tilt: tilt)
        let structures = sampleStructures(on: grid) + [.cochlea(ring(on: grid), side: .right)]
        try withTemporaryFolder { folder in
          let series = try sampleSeries(on: grid, in: folder)
          let path = folder.appending(path: "rt.dcm").path
          _ = try writeStructureSet(structures, of: series, by: sampleAlgorithm, to: path)
          let found = try readStructureSet(path)
          #expect(found.structures.map(\.name) == structures.map(\.label))
          for (a, b) in zip(found.structures, structures) {
            let mask = try #require(a.contours.mask(on: series.grid))
            #expect(mask.isSame(as: b.mask), "\(orientation), \(a.name)")
          }
        }
      }
    }

    @Test("The description states both volumes and their difference")
    func volumes() throws {
      try withTemporaryFolder { folder in
        let grid = sampleGrid(size: SIMD3(10, 9, 5))
        let series = try sampleSeries(on: grid, in: folder)
        var mask = Mask(grid: grid, filledWith: false)
        for j in 2..<6 { for i in 2..<6 { mask[i, j, 2] = true } }
        let path = folder.appending(path: "rt.dcm").path
        _ = try writeStructureSet(
          [.schwannoma(mask, side: .right)], of: series, by: sampleAlgorithm, to: path)
        let structure = try #require(try readStructureSet(path).structures.first)
        // 16 voxels of 0.5 x 0.75 x 1.5 mm; the curve cuts four corners of 1/8 pixel.
        #expect(
          structure.description == "voxels 9.0 mm3, contours 8.7 mm3 (-3.12 %); VS-R-1")
        #expect(structure.interpretedType == "GTV")
        let root = try DICOMFile.read(path).root
        let contour = root.item(.roiContourSequence)?.item(.contourSequence)
        // Corners on straight lines are left out: eight stay.
        #expect(contour?.integer(.numberOfContourPoints) == 8)
        #expect(
          contour?.item(.contourImageSequence)?.text(.referencedSOPInstanceUID)
            == series.frames[2].sopInstanceUID)
        #expect(contour?.texts(.contourData).allSatisfy { $0.count <= 16 } == true)
      }
    }

    @Test(
      "dciodvfy finds no error", .enabled(if: program("dciodvfy") != nil, "dicom3tools is absent"),
      arguments: MRStorage.allCases)
    func validity(_ storage: MRStorage) throws {
      try withTemporaryFolder { folder in
        let grid = sampleGrid(tilt: 10)
        let series = try sampleSeries(on: grid, as: storage, in: folder)
        let path = folder.appending(path: "rt.dcm").path
        _ = try writeStructureSet(
          sampleStructures(on: grid), of: series, by: sampleAlgorithm, to: path)
        #expect(try dciodvfyErrors(path) == [])
      }
    }

    @Test(
      "plastimatch rasterises a structure set to the same voxels",
      .enabled(if: program("plastimatch") != nil, "plastimatch is absent"))
    func plastimatch() throws {
      // plastimatch takes contours on axial planes alone.
      for text in ["LPS", "RPS", "LAS", "RAS", "LPI", "RAI", "PLS", "ARI"] {
        let grid = sampleGrid(Orientation(text) ?? .ras, size: SIMD3(24, 22, 6))
        let structures = sampleStructures(on: grid)
        try withTemporaryFolder { folder in
          let series = try sampleSeries(on: grid, in: folder)
          let path = folder.appending(path: "rt.dcm").path
          _ = try writeStructureSet(structures, of: series, by: sampleAlgorithm, to: path)
          let masks = try plastimatchMasks(path, series: folder.path + "/mr", in: folder)
          #expect(masks.count == structures.count)
          for structure in structures {
            let name = structure.label
            let found = try #require(masks[name], "\(masks.keys.sorted())")
            let overlap = try dice(found, structure.mask)
            #expect(overlap >= 0.999, "\(text), \(name): \(overlap)")
          }
        }
      }
    }
  }
}

/// The Dice score of two masks that lie on each other, whatever their axes' directions.
func dice(_ a: Mask, _ b: Mask) throws -> Double {
  let (a, b) = (a.reoriented(to: .ras), b.reoriented(to: .ras))
  try GridMismatch.check("Dice", a.grid, b.grid)
  let both = zip(a.voxels, b.voxels).count { $0 && $1 }
  return 2 * Double(both) / Double(a.count + b.count)
}

/// What plastimatch makes of a structure set on the grid of a series.
func plastimatchMasks(_ path: String, series: String, in folder: URL) throws -> [String: Mask] {
  let masks = folder.appending(path: "plastimatch").path
  try output(
    of: "plastimatch",
    [
      "convert", "--input", path, "--referenced-ct", series, "--output-prefix", masks,
      "--prefix-format", "nii.gz",
    ])
  var result: [String: Mask] = [:]
  for name in try FileManager.default.contentsOfDirectory(atPath: masks) {
    let labels = try readNIfTILabels("\(masks)/\(name)").labels
    result[String(name.dropLast(".nii.gz".count))] = labels.mask(of: [1])
  }
  return result
}
