/// What is known without truth of the predictions in a folder: its `quality.json`.
public struct PredictionQuality: Codable, Hashable, Sendable {
  /// One case.
  public struct Case: Codable, Hashable, Sendable {
    /// The case's name, as in the prediction's file name.
    public var name: String
    /// What the judgement rests on.
    public var evidence: CaseEvidence
    /// How unlike the training scans the scan is, above 1 more than any of them; `nil` where the model
    /// has no fingerprint.
    public var outOfDistribution: Double?
    /// The probability of a failure; `nil` where no flag is calibrated.
    public var failure: Double?
    /// Whether the case is to be looked at; `nil` where no flag is calibrated.
    public var isFlagged: Bool?
    /// Why it is flagged, or what else is remarkable, in words.
    public var reasons: [String]
    /// Seconds that the prediction took.
    public var seconds: Double

    /// A case.
    public init(
      name: String, evidence: CaseEvidence, flag: FailureFlag?, seconds: Double
    ) {
      self.name = name
      self.evidence = evidence
      outOfDistribution = evidence.intensityDistance
      failure = flag?.probability(evidence)
      isFlagged = flag?.isFlagged(evidence)
      self.seconds = seconds
      reasons = evidence.findings.problems
      if !evidence.earsFound { reasons.append("the ears were not found with confidence") }
      if let distance = evidence.intensityDistance, distance > 1 {
        reasons.append("intensities unlike those of every training scan")
      }
      if isFlagged == true { reasons += flag?.reasons(evidence) ?? [] }
    }
  }

  /// What the labels mean, as in "crossmoda2023".
  public var edition: String
  /// The recipes of the models, joined by " + ".
  public var recipe: String
  /// A hash of the weights of all models.
  public var model: String
  /// The cases by name.
  public var cases: [Case]

  /// Quality of predictions, with the cases put in order.
  public init(edition: String, recipe: String, model: String, cases: [Case]) {
    self.edition = edition
    self.recipe = recipe
    self.model = model
    self.cases = cases.sorted { $0.name < $1.name }
  }
}
