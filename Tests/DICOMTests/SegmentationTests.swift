import Foundation
import Imaging
import TestSupport
import Testing

@testable import DICOM

/// A tumour in two halves and a cochlea, as balls a few voxels wide.
func sampleStructures(on grid: VoxelGrid) -> [SegmentedStructure] {
  let centre = grid.centre
  let tumour = ball(on: grid, centre: centre, radius: 1.6)
  var inner = tumour
  var outer = tumour
  for offset in tumour.voxels.indices where tumour.voxels[offset] {
    let isInside = grid.world(SIMD3<Double>(grid.index(at: offset))).x < centre.x
    inner.voxels[offset] = isInside
    outer.voxels[offset] = !isInside
  }
  let cochlea = ball(on: grid, centre: centre + SIMD3(0, 0.4, 1.5), radius: 0.9)
  return [
    .schwannoma(tumour, side: .left), .schwannoma(inner, part: .intrameatal, side: .left),
    .schwannoma(outer, part: .extrameatal, side: .left), .cochlea(cochlea, side: .left),
  ]
}

let sampleAlgorithm = DICOMAlgorithm(name: "Kakehashi test", version: "0.1.0")

/// Writes a sample series and gives what reading it gives.
func sampleSeries(
  on grid: VoxelGrid, as storage: MRStorage = .classic, in folder: URL
) throws -> DICOMSeries {
  let folder = folder.appending(path: "mr")
  try writeSample(sampleVolume(on: grid), as: storage, to: folder)
  return try scanDICOM(folder.path).series[0]
}

extension DICOMTests {
  @Suite("Segmentations")
  struct SegmentationTests {
    @Test(
      "In every orientation, straight and oblique, each voxel comes back",
      arguments: MRStorage.allCases, [0, 12.5])
    func orientations(_ storage: MRStorage, _ tilt: Double) throws {
      for orientation in Orientation.all {
        let grid = sampleGrid(orientation, tilt: tilt)
        let structures = sampleStructures(on: grid)
        try withTemporaryFolder { folder in
          let series = try sampleSeries(on: grid, as: storage, in: folder)
          let path = folder.appending(path: "seg.dcm").path
          _ = try writeSegmentation(structures, of: series, by: sampleAlgorithm, to: path)
          let found = try readSegmentation(path, on: series.grid)
          #expect(found.map(\.label) == structures.map(\.label))
          for (a, b) in zip(found, structures) {
            #expect(a.mask.isSame(as: b.mask), "\(orientation), \(a.label)")
          }
        }
      }
    }

    @Test("Codes, side, identifiers and method are in the file")
    func content() throws {
      try withTemporaryFolder { folder in
        let grid = sampleGrid()
        let series = try sampleSeries(on: grid, in: folder)
        let path = folder.appending(path: "seg.dcm").path
        let object = try writeSegmentation(
          sampleStructures(on: grid), of: series, by: sampleAlgorithm, to: path)
        let found = try readSegmentation(path, on: series.grid)
        #expect(found.map(\.trackingID) == ["VS-L-1", "VS-L-1-IM", "VS-L-1-EM", "COCHLEA-L"])
        #expect(found.map(\.type.value) == ["126949007", "126949007", "126949007", "80169004"])
        #expect(found.map(\.region?.value) == [nil, "61671002", nil, nil])
        #expect(found.map(\.modifier?.value) == [nil, "INTRAMEATAL", "EXTRAMEATAL", nil])
        #expect(found.allSatisfy { $0.side == .left })
        let root = try DICOMFile.read(path).root
        #expect(root.text(.patientID) == "T-1")
        #expect(root.text(.studyInstanceUID) == series.identity.studyUID)
        #expect(root.text(.sopInstanceUID) == object.sopInstanceUID)
        let method = root.items(.segmentSequence)[3].item(.segmentationAlgorithm)
        #expect(method?.text(.algorithmName) == "Kakehashi test")
        #expect(method?.text(.algorithmVersion) == "0.1.0")
        #expect(
          root.item(.referencedSeriesSequence)?.items(.referencedInstanceSequence).count == 5)
      }
    }

    @Test("A lesion keeps its identifier from visit to visit; the same result is the same object")
    func identity() throws {
      try withTemporaryFolder { folder in
        let grid = sampleGrid()
        let structures = sampleStructures(on: grid)
        var uids: [[String?]] = []
        var objects: [WrittenObject] = []
        for visit in ["first", "second", "second"] {
          var description = MRDescription(description: visit)
          description.number = 3
          let mr = folder.appending(path: visit)
          try writeSample(nil, description, to: mr)
          let series = try scanDICOM(mr.path).series[0]
          let path = folder.appending(path: "\(visit).dcm").path
          objects.append(
            try writeSegmentation(structures, of: series, by: sampleAlgorithm, to: path))
          uids.append(try readSegmentation(path, on: series.grid).map(\.trackingUID))
        }
        #expect(uids[0] == uids[1])
        #expect(Set(uids[0]).count == 4)
        #expect(objects[1] == objects[2])
        #expect(objects[0].sopInstanceUID != objects[1].sopInstanceUID)
      }
    }

    @Test("Another grid, no voxel and two structures of one name are refused")
    func refusals() throws {
      try withTemporaryFolder { folder in
        let grid = sampleGrid()
        let series = try sampleSeries(on: grid, in: folder)
        let path = folder.appending(path: "seg.dcm").path
        func error(_ structures: [SegmentedStructure]) -> String {
          do {
            _ = try writeSegmentation(structures, of: series, by: sampleAlgorithm, to: path)
            return "written"
          } catch { return "\(error)" }
        }
        let other = sampleGrid(size: SIMD3(9, 8, 6))
        #expect(error(sampleStructures(on: other)).contains("the grids differ"))
        let empty = Mask(grid: grid, filledWith: false)
        #expect(error([.cochlea(empty, side: .left)]).contains("found none"))
        let twice = Array(repeating: sampleStructures(on: grid)[0], count: 2)
        #expect(error(twice).contains("of their own"))
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(throws: DICOMError.self) {
          try readSegmentation(folder.path + "/mr/0001.dcm", on: grid)
        }
      }
    }

    @Test(
      "dciodvfy finds no error", .enabled(if: program("dciodvfy") != nil, "dicom3tools is absent"),
      arguments: MRStorage.allCases)
    func validity(_ storage: MRStorage) throws {
      try withTemporaryFolder { folder in
        let grid = sampleGrid(tilt: 10)
        let series = try sampleSeries(on: grid, as: storage, in: folder)
        let path = folder.appending(path: "seg.dcm").path
        _ = try writeSegmentation(
          sampleStructures(on: grid), of: series, by: sampleAlgorithm, to: path)
        #expect(try dciodvfyErrors(path) == [])
      }
    }
  }
}
