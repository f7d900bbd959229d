import Foundation
import Imaging
import TestSupport
import Testing

@testable import DICOM

extension DICOMTests {
  @Suite("A folder's series")
  struct SeriesSplitTests {
    @Test(
      "Echoes, times and kinds of image of one series become volumes of their own",
      arguments: [
        ("echo", "echo 2, TE 80 ms"), ("time", "time 2"), ("kind", "P"),
        ("acquisition", "acquisition 2"), ("b", "b 1000"),
      ])
    func split(_ what: String, _ name: String) throws {
      try withTemporaryFolder { folder in
        let grid = sampleGrid()
        let volumes = [1, 2].map { sampleVolume(on: grid, seed: $0) }
        var uid: String?
        for (n, volume) in volumes.enumerated() {
          let paths = try writeSample(volume, to: folder.appending(path: "\(n)"))
          for path in paths {
            try edit(path) { root in
              uid = uid ?? root.text(.seriesInstanceUID)
              try root.set(.seriesInstanceUID, uid)
              switch what {
              case "echo":
                try root.set(.echoTime, decimal: n == 0 ? 20 : 80)
                try root.set(.echoNumbers, n + 1)
              case "time": try root.set(.temporalPosition, n + 1)
              case "kind": try root.set(.imageType, "ORIGINAL\\PRIMARY\\\(n == 0 ? "M" : "P")")
              case "b": try root.set(.diffusionBValue, n == 0 ? 0 : 1000)
              default: try root.set(.acquisitionNumber, n + 1)
              }
            }
          }
        }
        let found = try scanDICOM(folder.path)
        #expect(found.refused.isEmpty, "\(found.refused)")
        #expect(found.series.count == 2)
        for (series, volume) in zip(found.series, volumes) {
          #expect(try series.volume().isSame(as: volume))
        }
        #expect(found.series.last?.stack == name)
      }
    }

    @Test("Stacks of three directions in one series are three volumes")
    func directions() throws {
      try withTemporaryFolder { folder in
        var uid: String?
        let orientations = ["LPS", "PIL", "LIA"].compactMap { Orientation($0) }
        for (n, orientation) in orientations.enumerated() {
          let volume = sampleVolume(on: sampleGrid(orientation))
          for path in try writeSample(volume, to: folder.appending(path: "\(n)")) {
            try edit(path) { root in
              uid = uid ?? root.text(.seriesInstanceUID)
              try root.set(.seriesInstanceUID, uid)
            }
          }
        }
        let found = try scanDICOM(folder.path)
        #expect(found.series.map(\.stack) == ["direction 1", "direction 2", "direction 3"])
        #expect(Set(found.series.map { Orientation(of: $0.grid.affine) }).count == 3)
      }
    }

    @Test("Series come by number, whatever their files are called; other objects are counted")
    func order() throws {
      try withTemporaryFolder { folder in
        for (number, name) in [(9, "a"), (2, "b")] {
          var description = MRDescription(description: "series \(number)")
          description.number = number
          try writeSample(nil, description, to: folder.appending(path: name))
        }
        let report = folder.appending(path: "c").path
        try FileManager.default.copyItem(atPath: folder.path + "/a/0001.dcm", toPath: report)
        let file = try DICOMFile.create(path: report)
        try file.root.set(.sopClassUID, "1.2.840.10008.5.1.4.1.1.88.11")
        try file.root.set(.sopInstanceUID, "2.25.1")
        try file.root.set(.modality, "SR")
        try file.write()
        let found = try scanDICOM(folder.path)
        #expect(found.series.map(\.identity.number) == [2, 9])
        #expect(found.otherObjects == ["SR": 1])
      }
    }
  }
}
