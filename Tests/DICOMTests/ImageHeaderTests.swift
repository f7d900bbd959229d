import Foundation
import Imaging
import TestSupport
import Testing

@testable import DICOM

extension DICOMTests {
  @Suite("The header of one image")
  struct ImageHeaderTests {
    /// A spin echo of five slices, 1.5 mm apart, with a patient.
    private func write(as storage: MRStorage, to folder: URL) throws -> String {
      var description = MRDescription(description: "t2_space")
      description.number = 4
      description.isOriginal = true
      description.echoTime = 88.5
      description.manufacturer = "SIEMENS"
      var study = StudyDescription(patientName: "Doe^John", patientID: "P7")
      study.accessionNumber = "A1"
      return try #require(
        try writeMRSeries(
          sampleVolume(on: sampleGrid()), description, of: study, to: folder.path, as: storage,
          at: ObjectMoment(Date(timeIntervalSince1970: 1_800_000_000))
        ).first)
    }

    @Test("Classic and enhanced images say the same", arguments: MRStorage.allCases)
    func both(_ storage: MRStorage) throws {
      try withTemporaryFolder { folder in
        let header = try readImageHeader(write(as: storage, to: folder))
        #expect(header.patientName == "Doe^John" && header.patientID == "P7")
        #expect(header.accessionNumber == "A1" && header.studyDate.hasPrefix("202701"))
        #expect(header.modality == "MR" && header.manufacturer == "SIEMENS")
        #expect(header.number == 4 && header.names == ["t2_space"])
        #expect(header.imageType.first == "ORIGINAL")
        #expect(header.scanningSequence == ["SE"])
        #expect(header.echoTime == 88.5 && header.bValue == nil)
        #expect(header.sliceSpacing == 1.5)
        #expect(header.frames == (storage == .classic ? 1 : 5))
        let found = try #require(try scanDICOM(folder.path).series.first)
        #expect(header.seriesUID == found.identity.seriesUID)
        #expect(header.studyUID == found.identity.studyUID)
        #expect(found.frames.contains { $0.sopInstanceUID == header.instanceUID })
      }
    }

    @Test("Without Spacing Between Slices the thickness is taken, and a diffusion weight is told")
    func others() throws {
      try withTemporaryFolder { folder in
        let file = try write(as: .classic, to: folder)
        try edit(file) { root in
          try root.set(.spacingBetweenSlices, nil)
          try root.set(.sliceThickness, decimal: 0.8)
          try root.set(.diffusionBValue, exact: 1000)
          try root.set(.protocolName, "IAC")
        }
        let header = try readImageHeader(file)
        #expect(header.sliceSpacing == 0.8 && header.bValue == 1000)
        #expect(header.names == ["t2_space", "IAC"])
      }
    }

    @Test("An object without an identifier is refused with its name")
    func incomplete() throws {
      try withTemporaryFolder { folder in
        let file = try write(as: .classic, to: folder)
        try edit(file) { try $0.set(.seriesInstanceUID, nil) }
        let error = #expect(throws: DICOMError.self) { try readImageHeader(file) }
        #expect(error?.message == "expected Series Instance UID, found none")
      }
    }
  }
}
