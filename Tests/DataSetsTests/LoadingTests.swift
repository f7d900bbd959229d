import Foundation
import TestSupport
import Testing

@testable import DataSets

@Suite("Loading")
struct LoadingTests {
  private func failure(_ path: String, _ edition: Edition? = nil) -> String {
    do throws(DataSetError) {
      _ = try DataSet.load(path, edition: edition)
      return "nothing was thrown"
    } catch {
      #expect(!"\(error)".contains("\n"))
      return "\(error)"
    }
  }

  // By hand from the names that TinyDataSet writes: role by role, then by site and number.
  @Test(
    "Each edition's folders are recognised",
    arguments: [
      (
        .crossmoda2021,
        ["crossmoda_2", "crossmoda_10", "crossmoda_106", "crossmoda_107", "crossmoda_211"],
        ["ldn"]
      ),
      (
        .crossmoda2022,
        [
          "crossmoda2022_etz_0", "crossmoda2021_ldn_1", "crossmoda2022_etz_105",
          "crossmoda2021_ldn_106", "crossmoda2022_etz_210",
        ], ["etz", "ldn"]
      ),
      (
        .crossmoda2023,
        [
          "crossmoda2023_ldn_1", "crossmoda2023_ukm_2", "crossmoda2023_etz_106",
          "crossmoda2023_ldn_80", "crossmoda2023_ldn_165",
        ], ["etz", "ldn", "ukm"]
      ),
    ] as [(Edition, [String], [String])])
  func editions(_ edition: Edition, _ names: [String], _ sites: [String]) throws {
    let made = try TinyDataSet.sound(edition)
    let dataSet = try DataSet.load(made.root)
    #expect(dataSet.edition == edition)
    #expect(dataSet.cases.map(\.id) == names)
    #expect(
      dataSet.cases.map(\.role) == [
        .sourceLabelled, .sourceLabelled, .targetUnlabelled, .targetUnlabelled, .targetHeldout,
      ])
    #expect(dataSet.cases.map(\.modality) == [.ceT1, .ceT1, .T2, .T2, .T2])
    #expect(dataSet.sites == sites)
    #expect(dataSet.cases(.sourceLabelled).allSatisfy { $0.labelPath != nil })
    for c in dataSet.cases { #expect(FileManager.default.fileExists(atPath: c.imagePath)) }
    #expect(dataSet.ignoredFiles == [])
  }

  @Test("The training folder alone loads too")
  func trainingFolder() throws {
    let made = try TinyDataSet.sound(.crossmoda2023)
    #expect(try DataSet.load(made.path("crossmoda23_training")).cases.count == 4)
  }

  @Test("Truth of target cases is read only when asked for, wherever it lies")
  func truth() throws {
    let made = try TinyDataSet.sound(.crossmoda2023)
    let beside = "crossmoda23_training/TrainingTarget/crossmoda2023_ldn_80_Label.nii.gz"
    try made.label(beside, [1: 1])
    let blind = try DataSet.load(made.root)
    #expect(blind.cases.filter { $0.role != .sourceLabelled }.allSatisfy { $0.labelPath == nil })
    #expect(blind.ignoredFiles == [made.path(beside)])

    let truth = DataSetLayout2023(root: made.root).truthFolder
    let seeing = try DataSet.load(made.root, truth: truth)
    #expect(seeing.cases.allSatisfy { $0.labelPath != nil })
    #expect(
      seeing.cases.last?.labelPath == "\(truth)/crossmoda2023_ldn_165_Label.nii.gz")
    #expect(try inspect(seeing, deep: true).errors == [])
  }

  @Test("A folder of truth for other cases is refused")
  func otherTruth() throws {
    let made = try TinyDataSet.sound(.crossmoda2023)
    try made.label("elsewhere/other_Label.nii.gz", [1: 1])
    #expect(throws: DataSetError.self) {
      try DataSet.load(made.root, truth: made.path("elsewhere"))
    }
    #expect(throws: DataSetError.self) { try DataSet.load(made.root, truth: made.path("none")) }
  }

  @Test("A data set survives JSON, and its manifest loads as the same cases")
  func roundTrip() throws {
    let made = try TinyDataSet.sound(.crossmoda2023)
    let dataSet = try DataSet.load(made.root)
    let coded = try JSONDecoder().decode(DataSet.self, from: JSONEncoder().encode(dataSet))
    #expect(coded == dataSet)
    try made.text("manifest.csv", dataSet.manifest)
    #expect(try DataSet.load(made.root) == dataSet)
    #expect(try DataSet.load(made.path("manifest.csv")) == dataSet)
  }

  @Test("A manifest states patients and visits; quotes and blank lines are understood")
  func manifest() throws {
    let made = try TinyDataSet()
    try made.text(
      "list.csv",
      "\u{FEFF}case,role,site,modality,image,label,patient,timepoint\r\n"
        + "a,source-labelled,ldn,ceT1,\"im,a.nii\",/lab/a.nii,p1,\r\n\r\n"
        + "b,target-heldout,,T2,b.nii,,\"say \"\"hi\"\"\",2\r\n")
    let dataSet = try DataSet.load(made.path("list.csv"), edition: .crossmoda2022)
    #expect(
      dataSet.cases == [
        CaseRecord(
          id: "a", role: .sourceLabelled, site: "ldn", modality: .ceT1,
          imagePath: made.path("im,a.nii"), labelPath: "/lab/a.nii", patient: "p1"),
        CaseRecord(
          id: "b", role: .targetHeldout, site: "unknown", modality: .T2,
          imagePath: made.path("b.nii"), patient: "say \"hi\"", timePoint: "2"),
      ])
  }

  @Test(
    "A faulty manifest says what is wrong",
    arguments: [
      ("case,role\na,b\n", "expected the columns"),
      ("", "an empty file"),
      ("HEAD\na,trainer,ldn,ceT1,a.nii,,,\n", "has the role \"trainer\""),
      ("HEAD\na,source-labelled,ldn,CT,a.nii,,,\n", "has the modality \"CT\""),
      ("HEAD\na,source-labelled,ldn,ceT1,,,,\n", "no image"),
      ("HEAD\na,source-labelled,ldn,ceT1,a.nii\n", "record 2 has 5 fields, expected 8"),
      ("HEAD\n", "found none"),
    ])
  func faultyManifest(_ content: String, _ part: String) throws {
    let made = try TinyDataSet()
    let head = Manifest.columns.joined(separator: ",")
    try made.text("m.csv", content.replacingOccurrences(of: "HEAD", with: head))
    #expect(failure(made.path("m.csv"), .crossmoda2022).contains(part))
  }

  @Test("A manifest without an edition is refused")
  func noEdition() throws {
    let made = try TinyDataSet()
    try made.text("manifest.csv", Manifest.columns.joined(separator: ","))
    #expect(failure(made.root).contains("the edition is not stated"))
  }

  @Test("Missing, empty and foreign folders are refused")
  func nothing() throws {
    let made = try TinyDataSet()
    #expect(failure(made.path("none")).contains("no such file or folder"))
    #expect(failure(made.root).contains("the folder is empty"))
    try made.text("notes.txt", "hello")
    #expect(failure(made.root).contains("expected a crossMoDA, nnU-Net or manifest data set"))
    #expect(failure(made.path("notes.txt")).contains("expected a folder or a CSV manifest"))
    try made.text("crossmoda23_training/TrainingSource/readme.txt", "no images")
    #expect(failure(made.root).contains("found none"))
  }

  @Test("The stated edition is checked, never assumed")
  func stated() throws {
    let made = try TinyDataSet.sound(.crossmoda2023)
    #expect(failure(made.root, .crossmoda2022).contains("expected edition crossmoda2022"))
    try DataSetDescription(edition: .crossmoda2022, provenance: "wrong").write(at: made.root)
    #expect(failure(made.root).contains("but the folders are those of crossmoda2023"))
    try made.text(
      DataSetDescription.fileName,
      #"{"edition":"crossmoda2023","labels":{"VS":1,"cochlea":2},"provenance":""}"#)
    #expect(failure(made.root).contains("found 1 VS, 2 cochlea"))
    try made.text(DataSetDescription.fileName, #"{"edition":"crossmoda2024"}"#)
    #expect(failure(made.root).contains("found otherwise"))
  }

  @Test("The folders of two editions in one root are refused")
  func twoEditions() throws {
    let made = try TinyDataSet.sound(.crossmoda2022)
    try made.image("crossmoda_training/source_training/crossmoda_1_ceT1.nii.gz")
    #expect(failure(made.root).contains("crossmoda2021 and crossmoda2022"))
  }
}
