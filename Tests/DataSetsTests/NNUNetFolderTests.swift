import Testing

@testable import DataSets

@Suite("nnU-Net raw folders")
struct NNUNetFolderTests {
  static func made(_ json: String) throws -> TinyDataSet {
    let made = try TinyDataSet()
    try made.text("dataset.json", json)
    try made.image("imagesTr/crossmoda2023_ldn_1_0000.nii.gz")
    try made.label("labelsTr/crossmoda2023_ldn_1.nii.gz", [1: 2, 2: 1, 3: 1])
    try made.image("imagesUn/b_0000.nii.gz")
    try made.image("imagesTs/c_0000.nii.gz")
    try made.label("labelsTs/c.nii.gz", [1: 2])
    return made
  }

  static let labels2023 =
    #""labels":{"background":0,"Extra_Meatal":1,"intra-meatal":2,"cochlea":3}"#

  @Test("Folders become roles, names become an edition, and labelsTs stays unread")
  func roles() throws {
    let made = try Self.made(#"{"channel_names":{"0":"ceT1"},\#(Self.labels2023)}"#)
    let dataSet = try DataSet.load(made.root)
    #expect(dataSet.edition == .crossmoda2023)
    #expect(dataSet.cases.map(\.id) == ["crossmoda2023_ldn_1", "b", "c"])
    #expect(
      dataSet.cases.map(\.role) == [.sourceLabelled, .targetUnlabelled, .targetHeldout])
    #expect(dataSet.cases.map(\.modality) == [.ceT1, .T2, .T2])
    #expect(dataSet.cases.map(\.site) == ["ldn", "unknown", "unknown"])
    #expect(dataSet.cases.map { $0.labelPath != nil } == [true, false, false])
    #expect(try inspect(dataSet, deep: true).errors == [])
    let seeing = try DataSet.load(made.root, truth: made.path("labelsTs"))
    #expect(seeing.cases.map { $0.labelPath != nil } == [true, false, true])
  }

  @Test("T2 with labels, the upper bound, is told by the channel's name; 2021 must be stated")
  func upperBound() throws {
    let json = """
      {"channel_names":{"0":"hrT2"},"labels":{"background":0,"vs":1,"Cochlea":2},
      "edition":"crossmoda2021"}
      """
    let made = try Self.made(json)
    let dataSet = try DataSet.load(made.root)
    #expect(dataSet.edition == .crossmoda2021)
    #expect(dataSet.cases.first?.modality == .T2)
  }

  @Test(
    "A faulty dataset.json says what is wrong",
    arguments: [
      (#"{"#, "expected nnU-Net version 2's"),
      (#"{"channel_names":{"0":"CT"},\#(labels2023)}"#, "found \"CT\""),
      (#"{"channel_names":{"0":"T1","1":"T2"},\#(labels2023)}"#, "expected one channel"),
      (#"{"channel_names":{"0":"T1"},"labels":{"liver":1}}"#, "no structure \"liver\""),
      (#"{"channel_names":{"0":"T1"},"labels":{"VS":2,"cochlea":1}}"#, "found 1 cochlea, 2 VS"),
      (
        #"{"channel_names":{"0":"T1"},"labels":{"VS":1,"cochlea":2},"edition":"crossmoda2023"}"#,
        "expected the labels of crossmoda2023"
      ),
    ])
  func faulty(_ json: String, _ part: String) throws {
    let made = try Self.made(json)
    let error = #expect(throws: DataSetError.self) { try DataSet.load(made.root) }
    #expect(error?.message.contains(part) == true, "\(error.map { "\($0)" } ?? "")")
  }
}
