import ArgumentParser
import DICOM
import DataSets
import Foundation
import Imaging
import NIfTI

/// The options that turn labels into what a PACS takes.
struct ResultOptions: ParsableArguments {
  @Option(help: "The DICOM series that the labels belong to: a folder or a file.")
  var reference: String?

  @Option(help: "Write a segmentation to this file.")
  var seg: String?

  @Option(help: "Write a structure set to this file.")
  var rtstruct: String?

  @Option(help: "Write a measurement report to this file; needs --seg.")
  var sr: String?

  @Option(help: "Write a picture of the structures' outlines to this file.")
  var overview: String?

  @Option(help: "The edition of the labels: \(Self.editions).")
  var edition: String = Edition.crossmoda2023.rawValue

  @Option(help: "The side of all structures, left or right; by default where they lie.")
  var side: Laterality?

  @Option(help: "The method that made the labels.")
  var algorithm: String = "Kakehashi"

  @Option(help: "The method's version.")
  var algorithmVersion: String = programVersion

  @Option(help: "The Koos grade, 1 to 4, for the report.")
  var koos: Int?

  @Option(help: "What a reader should know, for the report; may be repeated.")
  var flag: [String] = []

  private static let editions = Edition.allCases.map(\.rawValue).joined(separator: ", ")

  /// The files that were asked for.
  var objects: [String] { [seg, rtstruct, sr, overview].compactMap { $0 } }

  mutating func validate() throws {
    guard Edition(rawValue: edition) != nil else {
      throw ValidationError("--edition expects one of \(Self.editions), found \(edition)")
    }
    if let koos, !(1...4).contains(koos) {
      throw ValidationError("--koos expects 1 to 4, found \(koos)")
    }
  }

  /// Writes the objects that were asked for.
  func write(labels file: String, of reference: String) throws {
    guard !objects.isEmpty else {
      throw CommandError(
        "\(file): expected --seg, --rtstruct, --sr or --overview for labels with a reference, found none"
      )
    }
    let labels = try readNIfTILabels(file).labels
    let series = try matchingSeries(labels.grid, at: reference)
    let structures = try LabelledStructures(
      labels, edition: Edition(rawValue: edition) ?? .crossmoda2023, side: side, file: file
    ).structures
    let method = DICOMAlgorithm(name: algorithm, version: algorithmVersion)
    if let seg {
      let object = try writeSegmentation(structures, of: series, by: method, to: seg)
      print(
        "\(seg): \(structures.count) segments: \(structures.map(\.label).joined(separator: ", "))")
      if let sr {
        let groups = structures.map(group)
        _ = try writeMeasurementReport(
          groups, of: series, segmentation: (object, structures.map(\.label)), by: method, to: sr)
        print("\(sr): \(groups.count) measurement groups, unverified")
      }
    }
    if let rtstruct {
      _ = try writeStructureSet(structures, of: series, by: method, to: rtstruct)
      print("\(rtstruct): \(structures.count) structures")
    }
    if let overview {
      _ = try writeOverview(structures, of: series, by: method, to: overview)
      print("\(overview): a picture of \(structures.count) structures")
    }
  }

  private func group(_ structure: SegmentedStructure) -> MeasurementGroup {
    let isTumour = structure.role == .tumour
    return MeasurementGroup(
      structure, longAxis: isTumour ? structure.mask.longestDiameter : nil,
      koosGrade: isTumour ? koos : nil, flags: isTumour ? flag : [])
  }
}

/// The series at a path whose grid the labels lie on.
///
/// - Throws: `CommandError` where there is none, or more than one.
func matchingSeries(_ grid: VoxelGrid, at path: String) throws -> DICOMSeries {
  let folder = try scanDICOM(path)
  let found = folder.series.filter { $0.grid.isSameLattice(as: grid) }
  if found.count == 1 { return found[0] }
  guard found.isEmpty else {
    throw CommandError(
      "\(path): expected one series on the labels' grid, found \(found.count); name its folder")
  }
  if let series = folder.series.first {
    let mask = Mask(grid: grid, filledWith: false)
      .reoriented(to: Orientation(of: series.grid.affine))
    try GridMismatch.check("labels and \(path)", series.grid, mask.grid)
  }
  if let refused = folder.refused.first { throw refused.error }
  throw CommandError("\(path): expected the labels' DICOM series, found none")
}

extension VoxelGrid {
  /// Whether both have the same voxels, their axes' order and directions apart.
  fileprivate func isSameLattice(as other: VoxelGrid) -> Bool {
    let mask = Mask(grid: other, filledWith: false).reoriented(to: Orientation(of: affine))
    return matches(mask.grid)
  }
}
