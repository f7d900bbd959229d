import Clinical
import DICOM
import Foundation
import Imaging

/// The objects made of one segmentation: what the archive gets.
struct ResultWriting {
  let series: DICOMSeries
  let algorithm: DICOMAlgorithm
  let structures: [SegmentedStructure]
  let measures: CaseMeasures

  /// Takes a label map apart into structures, each side on its own.
  ///
  /// The tumour's side is the one that was measured, where it was; that of all else where it lies.
  init(
    _ labels: LabelMap, _ named: [String: [UInt8]], _ measures: CaseMeasures,
    of series: DICOMSeries, by algorithm: DICOMAlgorithm
  ) {
    self.series = series
    self.algorithm = algorithm
    self.measures = measures
    // Several tumours may lie on both sides.
    let side: Laterality? =
      measures.problem == nil
      ? measures.tumour.map { $0.side.side == .left ? .left : .right } : nil
    structures = SegmentedMasks(labels, named).structures(tumourSide: side)
  }

  /// Writes segmentation, structure set, report and overview into a folder.
  ///
  /// Each is read back and compared. Nothing is written where there is no voxel.
  ///
  /// - Throws: `DICOMError`.
  func write(to folder: URL) throws {
    guard !structures.isEmpty else { return }
    func path(_ name: String) -> String { folder.appending(path: "\(name).dcm").path }
    let segmentation = try writeSegmentation(
      structures, of: series, by: algorithm, to: path("seg"))
    _ = try writeStructureSet(structures, of: series, by: algorithm, to: path("rtstruct"))
    _ = try writeMeasurementReport(
      structures.map(group), of: series, segmentation: (segmentation, structures.map(\.label)),
      by: algorithm, to: path("sr"))
    _ = try writeOverview(structures, of: series, by: algorithm, to: path("overview"))
  }

  /// What the report says of a structure: flags and grade stand with the tumour, or with the first
  /// structure where there is none.
  private func group(_ structure: SegmentedStructure) -> MeasurementGroup {
    let isFirst = structure.label == structures[0].label
    let isTumour = structure.role == .tumour
    var longAxis: Double?
    if measures.problem == nil, let tumour = measures.tumour {
      if isTumour { longAxis = tumour.wholeDiameters.largest.length }
      if structure.modifier == .extrameatal {
        longAxis = tumour.extraMeatalDiameters?.largest.length
      }
    }
    return MeasurementGroup(
      structure, longAxis: longAxis,
      koosGrade: isTumour && measures.isTrusted ? measures.koos?.grade : nil,
      flags: isFirst ? remarks : [])
  }

  /// What a reader should know, one sentence each.
  private var remarks: [String] {
    (measures.problem.map { ["The tumour was not measured: \($0)."] } ?? [])
      + (measures.isDoubtful ? ["The segmenting program is unsure."] : [])
      + measures.flags.map(\.reason.english)
  }
}

extension SegmentedMasks {
  /// The structures, each side on its own; those without voxels are left out.
  ///
  /// - Parameter tumourSide: the side of the tumour and its parts; where it is not known, that where
  ///   each piece lies, as for all else.
  func structures(tumourSide: Laterality? = nil) -> [SegmentedStructure] {
    var structures = tumour.bySide(given: tumourSide).map {
      SegmentedStructure.schwannoma($0.mask, side: $0.side)
    }
    for (mask, part) in [
      (extraMeatal, SegmentedStructure.TumourPart.extrameatal), (intraMeatal, .intrameatal),
    ] {
      structures += (mask?.bySide(given: tumourSide) ?? []).map {
        .schwannoma($0.mask, part: part, side: $0.side)
      }
    }
    return structures + cochlea.bySide().map { .cochlea($0.mask, side: $0.side) }
  }
}

extension DICOMAlgorithm {
  /// The method that a model folder holds: what its card says, else this program's name, and the
  /// beginning of the model's hash.
  init(model folder: String, hash: String) {
    let card = URL(fileURLWithPath: folder, isDirectory: true).appending(path: "model-card.json")
    let known = FileManager.default.contents(atPath: card.path)
      .flatMap { try? JSONDecoder().decode(ModelCard.self, from: $0) }
    self.init(
      name: known?.name ?? "Kakehashi",
      version: (known.map { "\($0.version) " } ?? "") + "model \(hash.prefix(12))")
  }
}
