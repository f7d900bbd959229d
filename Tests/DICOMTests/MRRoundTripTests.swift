import Foundation
import Imaging
import TestSupport
import Testing

@testable import DICOM

extension DICOMTests {
  @Suite("MR series, written and read")
  struct MRRoundTripTests {
    @Test(
      "Every orientation keeps each voxel at its place", arguments: MRStorage.allCases, [0, 12.5])
    func orientations(_ storage: MRStorage, _ tilt: Double) throws {
      for orientation in Orientation.all {
        let volume = sampleVolume(on: sampleGrid(orientation, tilt: tilt))
        try withTemporaryFolder { folder in
          try writeSample(volume, as: storage, to: folder)
          let found = try scanDICOM(folder.path)
          #expect(found.series.count == 1 && found.refused.isEmpty, "\(orientation)")
          let read = try #require(found.series.first).volume()
          #expect(read.isSame(as: volume), "\(orientation), tilt \(tilt)")
          #expect(read.grid.affine.determinant > 0)
        }
      }
    }

    @Test("Values are kept exactly where 16 bits hold them, else to half a step")
    func intensities() throws {
      let grid = sampleGrid()
      let cases: [(ClosedRange<Double>, (Float) -> Float, Float)] = [
        (0...65535, { $0.rounded() }, 0), (-32768...32767, { $0.rounded() }, 0),
        (-3...5, { $0 }, Float(8.0 / 65535 / 2) * 1.01), (2...2, { $0 }, 0),
        (0...1e6, { $0.rounded() }, Float(1e6 / 65535 / 2) * 1.01),
      ]
      for (range, rounding, tolerance) in cases {
        let volume = Volume(
          grid: grid,
          voxels: pattern(count: grid.count, seed: 4, in: range).map(rounding))
        for storage in MRStorage.allCases {
          try withTemporaryFolder { folder in
            try writeSample(volume, as: storage, to: folder)
            let read = try #require(try scanDICOM(folder.path).series.first).volume()
            let worst = zip(read.voxels, volume.voxels).map { abs($0 - $1) }.max() ?? .infinity
            #expect(worst <= tolerance, "\(range), \(storage): \(worst)")
          }
        }
      }
    }

    @Test("What is known of the scan comes back")
    func description() throws {
      var description = MRDescription(description: "t1_mprage_gd")
      description.number = 7
      description.manufacturer = "SIEMENS"
      description.fieldStrength = 1.5
      description.repetitionTime = 1900
      description.echoTime = 2.97
      description.inversionTime = 1100
      for storage in MRStorage.allCases {
        try withTemporaryFolder { folder in
          try writeSample(nil, description, as: storage, to: folder)
          let series = try #require(try scanDICOM(folder.path).series.first)
          #expect(series.identity.description == "t1_mprage_gd")
          #expect(series.identity.number == 7)
          #expect(series.identity.manufacturer == "SIEMENS")
          #expect(series.identity.fieldStrength == 1.5)
          #expect(series.echoTime == 2.97)
          #expect(series.frames.count == 5)
          // Enhanced images keep the repetition time in a group that is not written.
          #expect(series.identity.repetitionTime == (storage == .classic ? 1900 : nil))
        }
      }
    }

    @Test("The same series has the same UIDs, another one has others")
    func identity() throws {
      try withTemporaryFolder { folder in
        let volume = sampleVolume(on: sampleGrid())
        var other = volume
        other.voxels[3] += 1
        for (name, image) in [("a", volume), ("b", volume), ("c", other)] {
          try writeSample(image, to: folder.appending(path: name))
        }
        let series = try ["a", "b", "c"].map {
          try scanDICOM(folder.appending(path: $0).path).series[0]
        }
        #expect(series[0].identity.seriesUID == series[1].identity.seriesUID)
        #expect(series[0].frames[2].sopInstanceUID == series[1].frames[2].sopInstanceUID)
        #expect(series[0].identity.seriesUID != series[2].identity.seriesUID)
        #expect(series[0].identity.studyUID == series[2].identity.studyUID)
      }
    }

    @Test("Sheared grids and voxels that are no number are refused")
    func refusals() throws {
      try withTemporaryFolder { folder in
        var affine = sampleGrid().affine
        affine.z.x += 0.3
        let sheared = VoxelGrid(size: SIMD3(4, 4, 4), affine: affine)
        #expect(throws: DICOMError.self) {
          try writeSample(sampleVolume(on: sheared), to: folder)
        }
        var nan = sampleVolume(on: sampleGrid())
        nan.voxels[0] = .nan
        #expect(throws: DICOMError.self) { try writeSample(nan, to: folder) }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(left.isEmpty)
      }
    }

    @Test(
      "dciodvfy finds no error", .enabled(if: program("dciodvfy") != nil, "dicom3tools is absent"),
      arguments: MRStorage.allCases)
    func validity(_ storage: MRStorage) throws {
      try withTemporaryFolder { folder in
        let paths = try writeSample(as: storage, to: folder)
        for path in paths { #expect(try dciodvfyErrors(path) == []) }
      }
    }

    @Test("No object stays in memory")
    func leaks() throws {
      let before = DICOMFile.liveCount
      try withTemporaryFolder { folder in
        for storage in MRStorage.allCases { try writeSample(as: storage, to: folder) }
        _ = try? DICOMFile.read(folder.path + "/missing.dcm")
        #expect(try scanDICOM(folder.path).series.count == 2)
      }
      #expect(DICOMFile.liveCount == before)
    }
  }
}
