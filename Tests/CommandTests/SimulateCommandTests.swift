import Foundation
import TestSupport
import Testing

@Suite("kakehashi simulate")
struct SimulateCommandTests {
  private func simulate(_ folder: URL, _ more: String...) throws {
    let result = try CommandLineTool.run(
      ["simulate", "-o", folder.path, "--source", "1", "--target", "0", "--heldout", "1"]
        + ["--sites", "ldn", "--coarsen", "4", "--seed", "5", "--quiet"] + more)
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test("adds sites nobody trains on without changing the others, and writes what is known")
  func unseenSites() throws {
    try withTemporaryFolder { folder in
      let plain = folder.appending(path: "plain")
      let more = folder.appending(path: "more")
      try simulate(plain)
      try simulate(more, "--unseen", "new1t")
      let scan = "crossmoda23_validation/crossmoda2023_ldn_2_T2.nii.gz"
      #expect(
        try Data(contentsOf: plain.appending(path: scan))
          == Data(contentsOf: more.appending(path: scan)))
      let unseen = more.appending(path: "crossmoda23_validation/crossmoda2023_new1t_2_T2.nii.gz")
      #expect(FileManager.default.fileExists(atPath: unseen.path))

      // 1 + 1 cases of ldn, 1 of new1t.
      let names = ["crossmoda2023_ldn_1", "crossmoda2023_ldn_2", "crossmoda2023_new1t_2"]
      let data = try Data(contentsOf: more.appending(path: "truth/patients.json"))
      let patients = try #require(
        try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]])
      #expect(patients.keys.sorted() == names)
      var graded: [String] = []
      for name in names {
        let patient = try #require(patients[name])
        #expect(patient["meatalPlane"] != nil)
        if let koos = patient["koos"] as? Int {
          graded.append("\"\(name)\",\"\(koos)\"")
        } else {
          #expect(patient["isPostOperative"] as? Bool == true)
        }
      }
      let grades = try String(
        contentsOf: more.appending(path: "truth/koos.csv"), encoding: .utf8)
      #expect(
        grades.split(separator: "\n").map(String.init) == ["\"case\",\"class\""] + graded)
    }
  }

  @Test("names the benchmarks there are when asked for another")
  func unknownBenchmark() throws {
    try withTemporaryFolder { folder in
      let result = try CommandLineTool.run(
        "simulate", "-o", folder.path, "--benchmark", "benchmark-v9")
      #expect(result.status != 0)
      #expect(result.errors.contains("expected one of benchmark-v1, found benchmark-v9"))
    }
  }
}
