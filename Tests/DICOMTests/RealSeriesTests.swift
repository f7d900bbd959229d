import Foundation
import Imaging
import NIfTI
import TestSupport
import Testing

@testable import DICOM

/// The folder of a real patient; see its README.
let realPatient: URL? = sharedReference.map { $0.appending(path: "real/vs-seg-001") }

extension DICOMTests {
  @Suite("A real series", .enabled(if: realPatient != nil, "the shared reference is absent"))
  struct RealSeriesTests {
    @Test(
      "is read as dcm2niix reads it: the same voxels, the affine to 1e-4",
      .enabled(if: program("dcm2niix") != nil, "dcm2niix is absent"))
    func dcm2niix() throws {
      let patient = try #require(realPatient)
      let found = try scanDICOM(patient.appending(path: "dicom").path)
      let volume = try #require(found.series.first).volume().reoriented(to: .ras)
      #expect(found.series.count == 1 && found.refused.isEmpty)
      try withTemporaryFolder { folder in
        try output(
          of: "dcm2niix",
          ["-b", "n", "-z", "n", "-o", folder.path, "-f", "a", patient.path + "/dicom"])
        let other = try readNIfTI(folder.path + "/a.nii").volume.reoriented(to: .ras)
        #expect(volume.voxels == other.voxels)
        #expect(volume.grid.size == SIMD3(512, 512, 120))
        for axis in 0..<3 {
          let difference = volume.grid.affine[column: axis] - other.grid.affine[column: axis]
          #expect(difference.length < 1e-4)
        }
        #expect((volume.grid.affine.translation - other.grid.affine.translation).length < 1e-4)
      }
    }

    @Test("written again as DICOM is the same series", arguments: MRStorage.allCases)
    func roundTrip(_ storage: MRStorage) throws {
      let patient = try #require(realPatient)
      let series = try #require(
        try scanDICOM(patient.appending(path: "dicom").path).series.first)
      let volume = try series.volume()
      try withTemporaryFolder { folder in
        try writeSample(volume, as: storage, to: folder)
        let read = try #require(try scanDICOM(folder.path).series.first).volume()
        #expect(read.isSame(as: volume))
      }
    }
  }
}
