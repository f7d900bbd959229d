/// One step of a recipe, each with a folder of its own that a killed run resumes from.
public enum Stage: Hashable, Sendable {
  /// Train the localiser of the inner ears on labelled images with random contrast.
  case localise
  /// Cut, resample and normalise the region around the ears of every image.
  case regions
  /// Train the unpaired translator from ceT1 to T2.
  case translate
  /// Render every labelled ceT1 region in each T2 style.
  case synthesise
  /// Train the segmenter's network to fill in hidden parts of all scans.
  case pretrain
  /// Train the segmenter.
  case segment
  /// Predict the unlabelled T2 and keep the predictions that are plausible; rounds count from 1.
  case pseudoLabel(round: Int)
  /// Train on with the labelled and the pseudo-labelled images.
  case selfTrain(round: Int)
  /// Train on with a few target images and their true labels.
  case fineTune
  /// Write the model folder.
  case export
}

extension Stage: RawRepresentable, Codable {
  /// The names of all stages; those of self-training get a number from the second round on.
  public static let names = [
    "localise", "regions", "translate", "synthesise", "pretrain", "segment", "pseudo-label",
    "self-train", "fine-tune", "export",
  ]

  /// The stage of a name; `nil` when there is none.
  public init?(rawValue: String) {
    switch rawValue {
    case "localise": self = .localise
    case "regions": self = .regions
    case "translate": self = .translate
    case "synthesise": self = .synthesise
    case "pretrain": self = .pretrain
    case "segment": self = .segment
    case "fine-tune": self = .fineTune
    case "export": self = .export
    default:
      for (name, make) in [
        ("pseudo-label", Stage.pseudoLabel(round:)), ("self-train", Stage.selfTrain(round:)),
      ] where rawValue.hasPrefix(name) {
        let rest = rawValue.dropFirst(name.count)
        let round = rest.isEmpty ? 1 : rest.first == "-" ? Int(rest.dropFirst()) ?? 0 : 0
        guard round >= 1, rest.isEmpty || round >= 2 else { return nil }
        self = make(round)
        return
      }
      return nil
    }
  }

  /// The name, as in "translate", "pseudo-label" and, of a later round, "pseudo-label-2".
  public var rawValue: String {
    switch self {
    case .localise: "localise"
    case .regions: "regions"
    case .translate: "translate"
    case .synthesise: "synthesise"
    case .pretrain: "pretrain"
    case .segment: "segment"
    case .pseudoLabel(let round): Self.numbered("pseudo-label", round)
    case .selfTrain(let round): Self.numbered("self-train", round)
    case .fineTune: "fine-tune"
    case .export: "export"
    }
  }

  private static func numbered(_ name: String, _ round: Int) -> String {
    round == 1 ? name : "\(name)-\(round)"
  }
}
