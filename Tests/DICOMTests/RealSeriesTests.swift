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

extension DICOMTests.RealSeriesTests {
  @Test(
    "Its structure set is rasterised as plastimatch rasterises it",
    .enabled(if: program("plastimatch") != nil, "plastimatch is absent"))
  func structureSet() throws {
    let patient = try #require(realPatient)
    let series = try #require(try scanDICOM(patient.path + "/dicom").series.first)
    let found = try readStructureSet(patient.path + "/rtstruct.dcm")
    #expect(found.frameOfReferenceUID == series.identity.frameOfReferenceUID)
    try withTemporaryFolder { folder in
      let masks = try plastimatchMasks(
        patient.path + "/rtstruct.dcm", series: patient.path + "/dicom", in: folder)
      for name in ["TV", "Cochlea", "Vol2016"] {
        let structure = try #require(found.structures.first { $0.name == name })
        let ours = try #require(structure.contours.mask(on: series.grid))
        let theirs = try #require(masks[name], "\(masks.keys.sorted())")
        let overlap = try dice(ours, theirs)
        // The contours' planes lie 0.67 to 0.83 mm off the slices.
        #expect(overlap >= 0.97, "\(name): \(overlap)")
      }
    }
  }

  @Test("Its expert labels go through segmentation and structure set unchanged")
  func labels() throws {
    let patient = try #require(realPatient)
    let series = try #require(try scanDICOM(patient.path + "/dicom").series.first)
    let labels = try readNIfTILabels(patient.path + "/vs-seg-001_Label.nii.gz").labels
    let structures: [SegmentedStructure] = [
      .schwannoma(labels.mask(of: [1]), side: .left), .cochlea(labels.mask(of: [2]), side: .left),
    ]
    try withTemporaryFolder { folder in
      let (seg, rt) = (folder.path + "/seg.dcm", folder.path + "/rt.dcm")
      _ = try writeSegmentation(structures, of: series, by: sampleAlgorithm, to: seg)
      _ = try writeStructureSet(structures, of: series, by: sampleAlgorithm, to: rt)
      let segments = try readSegmentation(seg, on: series.grid)
      let contours = try readStructureSet(rt).structures
      for (n, structure) in structures.enumerated() {
        #expect(segments[n].mask.isSame(as: structure.mask, tolerance: 0.01))
        let mask = try #require(contours[n].contours.mask(on: series.grid))
        #expect(mask.isSame(as: structure.mask, tolerance: 0.01))
      }
      if program("plastimatch") != nil {
        let masks = try plastimatchMasks(rt, series: patient.path + "/dicom", in: folder)
        for structure in structures {
          let name = structure.label
          let found = try #require(masks[name], "\(masks.keys.sorted())")
          #expect(try dice(found, structure.mask) >= 0.999)
        }
      }
    }
  }
}
