public import Learning
public import Networks

/// A method as data: which stages run, and with what settings.
public struct Recipe: Codable, Hashable, Sendable {
  /// Which labelled images teach the segmenter.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// Labelled ceT1 translated to T2, then self-training on unlabelled T2.
    case adapt
    /// Labelled ceT1 as it is: the lower bound.
    case sourceOnly = "source-only"
    /// T2 with its true labels: the upper bound.
    case supervised
  }

  /// What the method is.
  public var kind: Kind
  /// The seed that fixes every random draw.
  public var seed: UInt64
  /// The box around the inner ears.
  public var region: RegionPlan
  /// How the localiser of the ears is built.
  public var localiser: EarLocaliser.Plan
  /// How the localiser is trained.
  public var localiserTraining: SegmentationSettings
  /// How the translator is trained; used by `adapt` alone.
  public var translation: TranslationSettings
  /// The segmentation network.
  public var network: UNet.Configuration
  /// How the segmenter is trained.
  public var segmentation: SegmentationSettings
  /// How pseudo-labels are chosen and learned from; used by `adapt` alone.
  public var selfTraining: SelfTrainingSettings

  /// The stages of this kind of recipe, in order.
  public var stages: [Stage] { kind.stages }
}

extension Recipe.Kind {
  /// The stages of this kind of recipe, in order.
  public var stages: [Stage] {
    switch self {
    case .adapt:
      [.localise, .regions, .translate, .synthesise, .segment, .pseudoLabel, .selfTrain, .export]
    case .sourceOnly, .supervised: [.localise, .regions, .segment, .export]
    }
  }

  /// The name of a stage's folder in a run; stages are numbered in the order they run.
  public func folderName(of stage: Stage) -> String {
    if stage == .export { return "model" }
    let number = (stages.firstIndex(of: stage) ?? 0) + 1
    return "\(number)-\(stage.rawValue)"
  }
}

/// One step of a recipe, each with a folder of its own that a killed run resumes from.
public enum Stage: String, Codable, CaseIterable, Sendable {
  /// Train the localiser of the inner ears on labelled images with random contrast.
  case localise
  /// Cut, resample and normalise the region around the ears of every image.
  case regions
  /// Train the unpaired translator from ceT1 to T2.
  case translate
  /// Render every labelled ceT1 region in each site's T2 style.
  case synthesise
  /// Train the segmenter.
  case segment
  /// Predict the unlabelled T2 and keep the predictions that are plausible.
  case pseudoLabel = "pseudo-label"
  /// Train on with synthetic T2 and pseudo-labelled real T2.
  case selfTrain = "self-train"
  /// Write the model folder.
  case export
}
