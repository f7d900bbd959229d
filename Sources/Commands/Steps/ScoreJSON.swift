import Evaluation

/// What `evaluate --json` prints of a pair: the scores of each label, and of each named structure.
struct PairJSON: Encodable {
  let `case`: String
  let definitions: MetricDefinitions
  let labels: [String: StructureJSON]
  let structures: [String: StructureJSON]
  let boundaryASSD: Double?
  let warnings: [String]

  init(_ scored: ScoredCases, case name: String, definitions: MetricDefinitions) {
    self.case = name
    self.definitions = definitions
    var labels: [String: StructureJSON] = [:]
    var structures: [String: StructureJSON] = [:]
    for row in scored.table.rows {
      let values = scored.labels[row.structure] ?? []
      if values.count == 1 { labels["\(values[0])"] = StructureJSON(row) }
      structures[row.structure] = StructureJSON(row)
    }
    self.labels = labels
    self.structures = structures
    boundaryASSD = scored.boundaries?[name] ?? nil
    warnings = scored.warnings
  }
}

/// What `evaluate --json` prints of folders: one row a case and structure.
struct FolderJSON: Encodable {
  let definitions: MetricDefinitions
  let rows: [CaseScore]
  let boundaryASSD: [String: Double?]?
  let warnings: [String]
}

/// The scores of a structure with every metric named; an undefined one is null.
struct StructureJSON: Encodable {
  private let row: CaseScore

  init(_ row: CaseScore) { self.row = row }

  private enum Key: String, CodingKey {
    case outcome, dice, jaccard, sensitivity, precision, assd, hd, hd95, nsd
    case predictedVolume, referenceVolume, absoluteVolumeError, relativeVolumeError
    case truePositives, falsePositives, falseNegatives, lesions
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let further = row.further
    try container.encode(row.outcome, forKey: .outcome)
    let ratios: [(Key, Double?)] = [
      (.dice, row.dice), (.jaccard, further?.jaccard), (.sensitivity, further?.sensitivity),
      (.precision, further?.precision), (.assd, row.assd), (.hd, further?.hd), (.hd95, row.hd95),
      (.nsd, further?.nsd), (.predictedVolume, row.predictedVolume),
      (.referenceVolume, row.referenceVolume),
      (.absoluteVolumeError, further?.absoluteVolumeError),
      (.relativeVolumeError, further?.relativeVolumeError),
    ]
    for (key, value) in ratios { try container.encode(value, forKey: key) }
    try container.encode(further?.truePositives, forKey: .truePositives)
    try container.encode(further?.falsePositives, forKey: .falsePositives)
    try container.encode(further?.falseNegatives, forKey: .falseNegatives)
    try container.encode(further?.lesions, forKey: .lesions)
  }
}
