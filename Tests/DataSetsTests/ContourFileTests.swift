import DataSets
import Foundation
import Imaging
import TestSupport
import Testing

@Suite("Contour files")
struct ContourFileTests {
  @Test("A structure is read with its name, its points turned from LPS to RAS")
  func reading() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "sub-1_contours_space-individual_T1w.json")
      let text = """
        [{"structure_name": "TV", "PatientID": "x",
          "LPS_contour_points": [[[1, 2, 3], [4, 2, 3], [4, 5, 3]]]}]
        """
      try Data(text.utf8).write(to: file)
      let read = try ContourFile(path: file.path)
      #expect(read.structures.map(\.name) == ["TV"])
      #expect(read.structures[0].contours.loops == [[[-1, -2, 3], [-4, -2, 3], [-4, -5, 3]]])
      #expect(ContourFile.paths(in: folder.path) == [file.path])
      try Data("{}".utf8).write(to: file)
      #expect(throws: DataSetError.self) { try ContourFile(path: file.path) }
    }
  }

  @Test(
    "Masks of real contours have the planimetric volumes of the reference table",
    .enabled(if: sharedReference != nil, "needs shared/reference/real/contours"))
  func volumes() throws {
    let reference = try #require(sharedReference).appending(path: "real/contours")
    // volumes.csv: the area of each curve by the shoelace formula times the slice spacing.
    let rows = try String(contentsOf: reference.appending(path: "volumes.csv"), encoding: .utf8)
      .split(whereSeparator: \.isNewline).dropFirst().map {
        $0.split(separator: ",").map(String.init)
      }
    let patients: Set = ["VS-SEG-001", "VS-SEG-017", "VS-SEG-050", "VS-SEG-112"]
    try withTemporaryFolder { folder in
      let tar = Process()
      tar.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      tar.arguments = [
        "tar", "-xJf", reference.appending(path: "vs-seg-contours-001-165.tar.xz").path, "-C",
        folder.path, "--strip-components=1",
      ]
      try tar.run()
      tar.waitUntilExit()
      var compared = 0
      for row in rows where patients.contains(row[0]) && row[1] == "T1w" {
        let name = "sub-\(row[0].suffix(3))_contours_space-individual_T1w.json"
        let file = try ContourFile(path: folder.appending(path: name).path)
        let index = try #require(Int(row[2]))
        let expected = try #require(Double(row[9]))
        let mask = try #require(file.structures[index].contours.mask(step: 0.2))
        // Voxels of 0.2 mm follow a curve to about a tenth of a millimetre.
        #expect(abs(mask.volume / expected - 1) < 0.04, "\(row[0]) \(row[3])")
        compared += 1
      }
      #expect(compared >= 6)
    }
  }
}
