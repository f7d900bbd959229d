import Foundation
import Imaging
import NIfTI
import Testing

@testable import DataSets

@Suite("Inspection")
struct InspectionTests {
  static let source = "crossmoda23_training/TrainingSource/crossmoda2023_ldn_1"
  static let target = "crossmoda23_training/TrainingTarget/crossmoda2023_etz_106_T2.nii.gz"

  /// The errors and warnings after damaging a sound 2023 data set.
  private func report(
    deep: Bool = true, _ damage: (TinyDataSet) throws -> Void
  ) throws -> DataSetReport {
    let made = try TinyDataSet.sound(.crossmoda2023)
    try damage(made)
    return try inspect(DataSet.load(made.root), deep: deep)
  }

  @Test("A sound data set has no error in any edition", arguments: Edition.allCases)
  func sound(_ edition: Edition) throws {
    let made = try TinyDataSet.sound(edition)
    for deep in [false, true] {
      let report = try inspect(DataSet.load(made.root), deep: deep)
      #expect(report.errors == [])
      #expect(report.isUsable)
      #expect(report.cases.count == 5)
      #expect(report.isDeep == deep)
    }
  }

  @Test("A data set whose folder is gone cannot be inspected")
  func gone() throws {
    let dataSet = DataSet(edition: .crossmoda2022, root: "/nowhere/at/all", cases: [])
    #expect(throws: DataSetError.self) { try inspect(dataSet, deep: false) }
  }

  @Test("Sizes, intensities and volumes are reported")
  func figures() throws {
    let report = try report { _ in }
    let first = try #require(report.cases.first)
    #expect(first.id == "crossmoda2023_ldn_1")
    #expect(first.image?.size == SIMD3(6, 5, 4))
    #expect(first.image?.spacing == SIMD3(0.5, 0.5, 1.5))
    #expect(first.image?.orientation == "RAS")
    #expect(first.image?.dataType == "int16")
    // By hand: the voxels are 0...119; rank (120 - 1) * p rounded.
    #expect(first.intensities?.minimum == 0)
    #expect(first.intensities?.percentile1 == 1)
    #expect(first.intensities?.median == 60)
    #expect(first.intensities?.percentile99 == 118)
    #expect(first.intensities?.maximum == 119)
    // By hand: 3, 2 and 1 voxels of 0.375 mm3, and the whole tumour of 5.
    #expect(first.structures.map(\.name) == ["VS", "extra-meatal", "intra-meatal", "cochlea"])
    #expect(first.structures.map(\.voxelCount) == [5, 3, 2, 1])
    #expect(first.structures.map(\.volume) == [1.875, 1.125, 0.75, 0.375])
    let coded = try JSONDecoder().decode(DataSetReport.self, from: JSONEncoder().encode(report))
    #expect(coded == report)
  }

  @Test("A shallow look has geometry but neither intensities nor volumes")
  func shallow() throws {
    let report = try report(deep: false) { _ in }
    #expect(report.cases.allSatisfy { $0.image != nil && $0.intensities == nil })
    #expect(report.cases.allSatisfy { $0.structures.isEmpty })
  }

  @Test("A source case without its label is an error")
  func missingLabel() throws {
    let report = try report(deep: false) { try $0.remove("\(Self.source)_Label.nii.gz") }
    #expect(
      report.errors == [
        "crossmoda2023_ldn_1: a source-labelled case needs a label, but has none"
      ])
  }

  @Test("A label without its image is an error")
  func missingImage() throws {
    let report = try report(deep: false) { try $0.remove("\(Self.source)_ceT1.nii.gz") }
    #expect(report.errors.count == 1)
    #expect(report.errors.first?.contains("the image is not readable") == true)
  }

  @Test("A label on another grid is an error", arguments: [false, true])
  func otherGrid(_ deep: Bool) throws {
    let report = try report(deep: deep) {
      try $0.label(
        "\(Self.source)_Label.nii.gz", [1: 1, 3: 1], grid: VoxelGrid(6, 5, 3))
    }
    #expect(
      report.errors == [
        "crossmoda2023_ldn_1: label on image: the grids differ: expected 6x5x4 voxels, found 6x5x3"
      ])
  }

  @Test("A label value outside the edition is an error")
  func foreignLabel() throws {
    let report = try report {
      try $0.label("\(Self.source)_Label.nii.gz", [1: 1, 3: 1, 4: 1, 9: 2])
    }
    #expect(
      report.errors == [
        "crossmoda2023_ldn_1: expected the labels 1, 2, 3 of crossmoda2023, found 4, 9"
      ])
  }

  @Test("A fractional label is an error")
  func fractionalLabel() throws {
    let report = try report {
      var volume = Volume(grid: TinyDataSet.grid, filledWith: 1)
      volume.voxels[7] = 1.5
      try writeNIfTI(volume, to: $0.path("\(Self.source)_Label.nii.gz"))
    }
    #expect(report.errors.count == 1)
    #expect(report.errors.first?.contains("the label is not readable") == true)
    #expect(report.errors.first?.contains("found 1.5 at voxel (1, 1, 0)") == true)
  }

  @Test("A damaged image is an error, seen by a deep look alone where its header is whole")
  func damaged() throws {
    func damage(_ made: TinyDataSet) throws {
      let path = made.path(Self.target)
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      bytes[bytes.count - 8] ^= 1  // the CRC
      try bytes.write(to: URL(fileURLWithPath: path))
    }
    let report = try report(damage)
    #expect(report.errors.count == 1)
    #expect(report.errors.first?.hasPrefix("crossmoda2023_etz_106: the image is not") == true)
  }

  @Test("One name for two cases is an error, and so is one patient in two roles")
  func duplicate() throws {
    let report = try report(deep: false) {
      try $0.image("crossmoda23_validation/crossmoda2023_etz_106_T2.nii.gz")
    }
    #expect(
      report.errors == [
        "crossmoda2023_etz_106: the name is borne by 2 cases (target-unlabelled, target-heldout)",
        "patient crossmoda2023_etz_106 is in more than one role: crossmoda2023_etz_106 "
          + "target-unlabelled, crossmoda2023_etz_106 target-heldout",
      ])
  }

  @Test("A case as .nii and .nii.gz is a duplicate")
  func twoEndings() throws {
    let report = try report(deep: false) {
      try $0.image(Self.target.replacingOccurrences(of: ".gz", with: ""))
    }
    #expect(
      report.errors == [
        "crossmoda2023_etz_106: the name is borne by 2 cases (target-unlabelled, target-unlabelled)"
      ])
  }

  @Test("Leakage through a manifest's patients, and one file under two names, are errors")
  func leakage() throws {
    let made = try TinyDataSet()
    try made.image("a.nii.gz")
    try made.label("l.nii.gz", [1: 1, 2: 1])
    let head = Manifest.columns.joined(separator: ",")
    try made.text(
      "manifest.csv",
      """
      \(head)
      a,source-labelled,ldn,ceT1,a.nii.gz,l.nii.gz,p1,1
      b,target-heldout,ldn,T2,a.nii.gz,,p1,2
      """)
    let report = try inspect(DataSet.load(made.root, edition: .crossmoda2022), deep: true)
    #expect(
      report.errors == [
        "\(made.path("a.nii.gz")): the image belongs to several cases (a, b)",
        "patient p1 is in more than one role: a source-labelled, b target-heldout",
      ])
  }

  @Test("All errors are collected, not the first alone")
  func all() throws {
    let report = try report {
      try $0.remove("\(Self.source)_Label.nii.gz")
      try $0.label(
        "crossmoda23_training/TrainingSource/crossmoda2023_ukm_2_Label.nii.gz", [7: 1],
        grid: VoxelGrid(6, 5, 4))
      try $0.text(Self.target, "not an image")
    }
    // Missing label; another spacing and a foreign label; an unreadable image.
    #expect(report.errors.count == 4)
    #expect(!report.isUsable)
  }

  @Test("Thin stacks, empty labels, lacking structures and unused files are warned of")
  func warnings() throws {
    let report = try report {
      try $0.label("\(Self.source)_Label.nii.gz", [:])
      try $0.label(
        "crossmoda23_training/TrainingSource/crossmoda2023_ukm_2_Label.nii.gz", [3: 1])
      try $0.image("crossmoda23_validation/localiser.nii.gz")
    }
    #expect(report.errors == [])
    let text = report.warnings.joined(separator: "\n")
    #expect(text.contains("crossmoda2023_ldn_1: the label is empty"))
    #expect(text.contains("crossmoda2023_ukm_2: the label lacks VS"))
    #expect(text.contains("crossmoda2023_ldn_1: the stack is thin: 6x5x4 voxels"))
    #expect(text.contains("localiser.nii.gz was not used"))
  }

  @Test("A purely intra-meatal tumour is no warning, and thick stacks are none")
  func intraMeatalOnly() throws {
    let grid = VoxelGrid(16, 16, 16)
    let report = try report {
      try $0.image("\(Self.source)_ceT1.nii.gz", grid: grid)
      try $0.label("\(Self.source)_Label.nii.gz", [2: 3, 3: 2], grid: grid)
    }
    #expect(report.cases.first?.warnings == [])
  }

  @Test("NaN voxels are counted, constant images warned of, images of NaN alone refused")
  func oddIntensities() throws {
    func image(_ value: Float, one: Float) throws -> CaseReport? {
      try report { made in
        var volume = Volume(grid: TinyDataSet.grid, filledWith: value)
        volume.voxels[3] = one
        try writeNIfTI(volume, to: made.path("\(Self.source)_ceT1.nii.gz"))
      }.cases.first
    }
    let holed = try image(5, one: .nan)
    #expect(holed?.intensities?.nanCount == 1)
    #expect(holed?.warnings.contains("1 of 120 voxels are NaN or infinite") == true)
    #expect(holed?.warnings.contains("every voxel of the image is 5.0") == true)
    #expect(try image(.nan, one: .nan)?.errors == ["no voxel of the image is a finite number"])
  }

  // By hand from the columns; the oblique one leans 30 degrees.
  @Test(
    "Orientation codes",
    arguments: [
      (SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1), "RAS"),
      (SIMD3(-1, 0, 0), SIMD3(0, -1, 0), SIMD3(0, 0, 1), "LPS"),
      (SIMD3(0, 1, 0), SIMD3(0, 0, -1), SIMD3(-1, 0, 0), "AIL"),
      (SIMD3(0.866, 0.5, 0), SIMD3(-0.5, 0.866, 0), SIMD3(0, 0, -3), "RAI"),
      (SIMD3(0.8, 0.6, 0), SIMD3(0.9, 0.1, 0), SIMD3(0, 0, 1), "ARS"),
    ] as [(SIMD3<Double>, SIMD3<Double>, SIMD3<Double>, String)])
  func orientation(
    _ x: SIMD3<Double>, _ y: SIMD3<Double>, _ z: SIMD3<Double>, _ expected: String
  ) {
    #expect(Affine(x: x, y: y, z: z).orientationCode == expected)
  }
}
