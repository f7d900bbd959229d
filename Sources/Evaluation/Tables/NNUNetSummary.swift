/// Scores in the layout of nnU-Net's `summary.json`, which its users' scripts read.
///
/// As there, Dice and IoU come from voxel counts without any penalty, 0 for a missed structure; they
/// are undefined for two empty masks. A structure's mean leaves those out; the foreground's mean is
/// undefined where a structure's is. How undefined is written is a choice: see ``Undefined``.
///
/// - Source: nnU-Net 2, `nnunetv2/evaluation/evaluate_predictions.py`.
public struct NNUNetSummary: Encodable, Sendable {
  /// The counts and overlaps of a structure, or their means.
  struct Metrics: Encodable, Sendable {
    var dice: Double?
    var iou: Double?
    var counts: [String: Double]

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(_ name: String) { stringValue = name }
      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(dice, forKey: Key("Dice"))
      try container.encode(iou, forKey: Key("IoU"))
      for (name, count) in counts { try container.encode(count, forKey: Key(name)) }
    }
  }

  struct Case: Encodable, Sendable {
    var metrics: [String: Metrics]
    let prediction_file: String
    let reference_file: String
  }

  /// What stands for an undefined value.
  public enum Undefined: String, CaseIterable, Sendable {
    /// `null`, which every reader of JSON knows, Python's included.
    case null
    /// NaN, as nnU-Net writes through Python's `json`: not JSON, but what NumPy can average.
    case nan
  }

  let foreground_mean: Metrics
  let mean: [String: Metrics]
  let metric_per_case: [Case]

  /// The summary of a table with further scores.
  ///
  /// - Parameters:
  ///   - keys: the key of each structure to write, as "1" for a label or "(1, 2)" for a union.
  ///   - files: the prediction and the reference file of each case.
  ///   - undefined: with `nan` the encoder must have a strategy for NaN.
  public init(
    _ table: ScoreTable, keys: [String: String],
    files: [String: (prediction: String, reference: String)], undefined: Undefined = .null
  ) {
    var byCase: [String: [String: Metrics]] = [:]
    for row in table.rows {
      guard let key = keys[row.structure], let further = row.further else { continue }
      byCase[row.case, default: [:]][key] = Metrics(further)
    }
    let cases = table.cases.map { name in
      Case(
        metrics: byCase[name] ?? [:], prediction_file: files[name]?.prediction ?? "",
        reference_file: files[name]?.reference ?? "")
    }
    let means = Dictionary(grouping: cases.flatMap { $0.metrics }, by: \.key)
      .mapValues { Metrics(meanOf: $0.map(\.value)) }
    let structures = means.sorted { $0.key < $1.key }.map(\.value)
    var all = Metrics(meanOf: structures)
    if structures.contains(where: { $0.dice == nil }) { (all.dice, all.iou) = (nil, nil) }
    func written(_ metrics: Metrics) -> Metrics {
      guard undefined == .nan else { return metrics }
      var metrics = metrics
      metrics.dice = metrics.dice ?? .nan
      metrics.iou = metrics.iou ?? .nan
      return metrics
    }
    foreground_mean = written(all)
    mean = means.mapValues(written)
    metric_per_case = cases.map { one in
      var one = one
      one.metrics = one.metrics.mapValues(written)
      return one
    }
  }
}

extension NNUNetSummary.Metrics {
  init(_ further: FurtherScores) {
    let overlap = OverlapCounts(
      shared: further.truePositives, predicted: further.truePositives + further.falsePositives,
      expected: further.truePositives + further.falseNegatives)
    dice = overlap.dice
    iou = overlap.jaccard
    counts = [
      "TP": Double(further.truePositives), "FP": Double(further.falsePositives),
      "FN": Double(further.falseNegatives), "TN": Double(further.trueNegatives),
      "n_pred": Double(overlap.predicted), "n_ref": Double(overlap.expected),
    ]
  }

  init(meanOf metrics: [Self]) {
    func mean(_ values: [Double]) -> Double? {
      values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    dice = mean(metrics.compactMap(\.dice))
    iou = mean(metrics.compactMap(\.iou))
    counts = [:]
    for name in metrics.first?.counts.keys.sorted() ?? [] {
      counts[name] = mean(metrics.compactMap { $0.counts[name] })
    }
  }
}
