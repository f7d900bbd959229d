public import Learning
public import Networks

/// A method as data: what it switches on decides which stages run.
public struct Recipe: Codable, Hashable, Sendable {
  /// The version of the settings; a recipe of another version is refused.
  public static let currentVersion = 1

  /// Which labelled images teach the segmenter.
  public enum Labels: String, Codable, CaseIterable, Sendable {
    /// ceT1 with its labels.
    case source
    /// T2 with its true labels, which are hidden from every other recipe: the upper bound.
    case target
  }

  /// Where region, patch and network come from.
  public enum Planning: String, Codable, CaseIterable, Sendable {
    /// They are what the settings say.
    case fixed
    /// They are worked out from the sizes and spacings of the data; see ``Recipe/planned(on:)``.
    case fingerprint
  }

  /// The version of the settings.
  public var version: Int
  /// The recipe's name, as in "default".
  public var name: String
  /// What it does, in a line.
  public var summary: String
  /// Which labelled images teach the segmenter.
  public var labels: Labels
  /// The seed that fixes every random draw.
  public var seed: UInt64
  /// Whether region, patch and network are to be worked out from the data.
  public var plan: Planning
  /// The box around the inner ears.
  public var region: RegionPlan
  /// How the localiser of the ears is built.
  public var localiser: EarLocaliser.Plan
  /// How the localiser is trained.
  public var localiserTraining: SegmentationSettings
  /// Whether and how ceT1 becomes T2.
  public var translation: TranslationSettings
  /// What the segmenter's network learns before it sees a label; `nil` starts it from random weights.
  public var pretraining: PretrainingSettings?
  /// The segmentation network.
  public var network: UNet.Configuration
  /// How the segmenter is trained.
  public var segmentation: SegmentationSettings
  /// Which labelled cases are drawn more often; `nil` draws all alike.
  public var hardCases: HardCaseSampling?
  /// How often and how pseudo-labels are chosen and learned from.
  public var selfTraining: SelfTrainingSettings
  /// Whether and how a few target images teach with their true labels.
  public var fewAnnotations: FewAnnotationSettings

  /// Whether ceT1 is translated.
  public var translates: Bool { translation.method != .none }

  /// Whether unlabelled T2 are used at all.
  public var usesUnlabelled: Bool {
    translates || selfTraining.rounds > 0 || segmentation.unlabelled != nil
      || pretraining != nil || fewAnnotations.cases > 0
  }

  /// The stages, in order: what the recipe switches on.
  public var stages: [Stage] {
    var stages: [Stage] = [.localise, .regions]
    if translates { stages += [.translate, .synthesise] }
    if pretraining != nil { stages.append(.pretrain) }
    stages.append(.segment)
    for round in 0..<max(0, selfTraining.rounds) {
      stages += [.pseudoLabel(round: round + 1), .selfTrain(round: round + 1)]
    }
    if fewAnnotations.cases > 0 { stages.append(.fineTune) }
    return stages + [.export]
  }

  /// The name of a stage's folder in a run; stages are numbered in the order they run.
  public func folderName(of stage: Stage) -> String {
    if stage == .export { return "model" }
    let number = (stages.firstIndex(of: stage) ?? 0) + 1
    return "\(number)-\(stage.rawValue)"
  }

  /// Why the settings contradict each other; `nil` when they do not.
  public var problem: String? {
    if labels == .target, usesUnlabelled {
      return "labels: target teaches with true T2 labels and leaves no unlabelled T2 for "
        + "translation, selfTraining, segmentation.unlabelled, pretraining or fewAnnotations"
    }
    if selfTraining.rounds < 0 { return "selfTraining.rounds expects 0 or more" }
    return pretraining?.problem ?? fewAnnotations.problem ?? network.headProblem
      ?? translation.problem(region: region.size)
  }
}
