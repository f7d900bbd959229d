/// A row is one flat object: the further scores stand beside the others, where there are any.
extension CaseScore: Codable {
  private enum Key: String, CodingKey {
    case `case`, site, structure, outcome, dice, assd, hd95, predictedVolume, referenceVolume
    case truePositives
  }

  /// A row from its flat form; further scores are read where they stand.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      case: try container.decode(String.self, forKey: .case),
      site: try container.decode(String.self, forKey: .site),
      structure: try container.decode(String.self, forKey: .structure),
      outcome: try container.decode(Outcome.self, forKey: .outcome),
      dice: try container.decodeIfPresent(Double.self, forKey: .dice),
      assd: try container.decodeIfPresent(Double.self, forKey: .assd),
      hd95: try container.decodeIfPresent(Double.self, forKey: .hd95),
      predictedVolume: try container.decode(Double.self, forKey: .predictedVolume),
      referenceVolume: try container.decode(Double.self, forKey: .referenceVolume),
      further: container.contains(.truePositives) ? try FurtherScores(from: decoder) : nil)
  }

  /// The flat form; a score that is undefined is absent.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(`case`, forKey: .case)
    try container.encode(site, forKey: .site)
    try container.encode(structure, forKey: .structure)
    try container.encode(outcome, forKey: .outcome)
    try container.encodeIfPresent(dice, forKey: .dice)
    try container.encodeIfPresent(assd, forKey: .assd)
    try container.encodeIfPresent(hd95, forKey: .hd95)
    try container.encode(predictedVolume, forKey: .predictedVolume)
    try container.encode(referenceVolume, forKey: .referenceVolume)
    try further?.encode(to: encoder)
  }
}
