public import Foundation
import Imaging

/// Whether a translated region still shows the structures that its labels mark: `gate.json` of `synthesise`.
public struct RenderingJudgement: Codable, Hashable, Sendable {
  /// The labelled case.
  public var id: String
  /// The style it was rendered in.
  public var style: String
  /// The agreement of the tumour, see ``RenderingGate``; `nil` without one.
  public var tumour: Double?
  /// The agreement of the cochleas; `nil` without one.
  public var cochlea: Double?
  /// Whether the segmenter learns from the rendering.
  public var isKept: Bool

  /// All judgements of a stage's folder; none where it has no file.
  public static func read(in folder: URL) throws -> [RenderingJudgement] {
    guard let data = try? Data(contentsOf: file(in: folder)) else { return [] }
    return try JSONDecoder().decode([RenderingJudgement].self, from: data)
  }

  static func write(_ judgements: [RenderingJudgement], in folder: URL) throws {
    try readableJSON(judgements).write(to: file(in: folder), options: .atomic)
  }

  private static func file(in folder: URL) -> URL { folder.appending(path: "gate.json") }
}

/// Measures whether structures survive a translation: the squared correlation of what went in and what came
/// out, over the structure and a ring of two voxels around it.
///
/// 1 when the picture of the structure and its border is a linear function of the source's, bright or
/// inverted; near 0 when the structure was painted over or moved.
struct RenderingGate {
  /// A rendering is rejected when the agreement of its cochleas is below this; 0 rejects none.
  ///
  /// The tumour is reported only: the source edit may hide it, and its T2 is drawn at random anyway.
  let minimum: Double
  let tumour: Set<UInt8>
  let cochlea: UInt8

  func judge(
    id: String, style: String, source: Volume, rendering: Volume, labels: LabelMap
  ) throws(GridMismatch) -> RenderingJudgement {
    try GridMismatch.check("rendering gate", source.grid, rendering.grid)
    try GridMismatch.check("rendering gate", source.grid, labels.grid)
    let cochleas = agreement(source, rendering, labels.mask(of: [cochlea]))
    return RenderingJudgement(
      id: id, style: style, tumour: agreement(source, rendering, labels.mask(of: tumour)),
      cochlea: cochleas, isKept: cochleas.map { $0 >= minimum } ?? true)
  }

  /// The squared correlation; `nil` for an empty structure, 0 where one of both is flat.
  private func agreement(_ a: Volume, _ b: Volume, _ structure: Mask) -> Double? {
    guard !structure.isEmpty else { return nil }
    let around = structure.dilated(.faces).dilated(.faces)
    var (count, sumA, sumB) = (0.0, 0.0, 0.0)
    for offset in around.voxels.indices where around.voxels[offset] {
      count += 1
      sumA += Double(a.voxels[offset])
      sumB += Double(b.voxels[offset])
    }
    let (meanA, meanB) = (sumA / count, sumB / count)
    var (aa, bb, ab) = (0.0, 0.0, 0.0)
    for offset in around.voxels.indices where around.voxels[offset] {
      let (x, y) = (Double(a.voxels[offset]) - meanA, Double(b.voxels[offset]) - meanB)
      aa += x * x
      bb += y * y
      ab += x * y
    }
    return aa * bb > 1e-12 ? ab * ab / (aa * bb) : 0
  }
}

/// The gate rejected every rendering.
struct NoRenderingKept: Error, CustomStringConvertible {
  let minimum: Double

  var description: String {
    "translation.gate: expected renderings whose cochleas agree with the source by \(minimum), found "
      + "none; lower it or look at gate.json"
  }
}
