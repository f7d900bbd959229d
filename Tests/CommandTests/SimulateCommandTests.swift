import Foundation
import Imaging
import NIfTI
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

  @Test("writes neighbouring structures with their names on request, and changes nothing else")
  func structures() throws {
    try withTemporaryFolder { folder in
      let plain = folder.appending(path: "plain")
      let more = folder.appending(path: "more")
      try simulate(plain)
      try simulate(more, "--structures")
      let table = try String(
        contentsOf: more.appending(path: "structures/dseg.tsv"), encoding: .utf8)
      #expect(table == "index\tname\n1\tbrainstem\n2\tcerebellum\n3\tfourth ventricle\n")
      for name in ["crossmoda2023_ldn_1", "crossmoda2023_ldn_2"] {
        let file = more.appending(path: "structures/\(name)_Structures.nii.gz").path
        #expect(try readNIfTILabels(file).labels.labels == [0, 1, 2, 3])
      }
      let label = "truth/crossmoda2023_ldn_2_Label.nii.gz"
      #expect(
        try Data(contentsOf: plain.appending(path: label))
          == Data(contentsOf: more.appending(path: label)))
      #expect(!FileManager.default.fileExists(atPath: plain.appending(path: "structures").path))
    }
  }

  @Test("labels that hold the neighbours train a network whose predictions are graded")
  func neighbours() throws {
    try withTemporaryFolder { folder in
      let path = { (name: String) in folder.appending(path: name).path }
      let data = folder.appending(path: "data")
      try simulate(data, "--edition", "crossmoda2023-neighbours")
      let label = "crossmoda23_training/TrainingSource/crossmoda2023_ldn_1_Label.nii.gz"
      let values = try readNIfTILabels(data.appending(path: label).path).labels.labels
      #expect(values.contains(4) && values.contains(5))
      let recipe = try SmallWorld.tinyRecipe("source-only", data: data.path, run: path("run"))
      try recipe.write(to: folder.appending(path: "recipe.json"))
      for arguments in [
        ["train", "--recipe", path("recipe.json"), "-d", data.path, "-o", path("run")],
        [
          "predict", "-i", path("data/crossmoda23_validation"), "-o", path("out"), "-m",
          path("run/model"),
        ],
      ] {
        try SmallWorld.require(
          try CommandLineTool.run(arguments + ["--threads", "1", "--quiet"]))
      }
      // Six steps teach nothing; what counts is that the values fit together.
      let graded = try CommandLineTool.run(
        "koos", path("out"), "--edition", "crossmoda2023-neighbours", "--json", "-")
      #expect(graded.status == 0, "\(graded.errors)")
      #expect(graded.output.contains("crossmoda2023_ldn_2"))
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
