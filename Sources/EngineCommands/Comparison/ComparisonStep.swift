import DomainAdaptation

/// One step of a comparison: what one process does.
struct ComparisonStep: Hashable, LosslessStringConvertible {
  enum Work: Hashable {
    /// Make the benchmark's scans.
    case simulate
    /// Train the localiser that recipes share.
    case localise
    /// One stage of a recipe.
    case stage(Stage, recipe: String)
    /// Predict the held-out scans with a recipe's model, and score them.
    case predict(recipe: String)
  }

  var seed: UInt64
  var work: Work

  init(seed: UInt64, _ work: Work) {
    self.seed = seed
    self.work = work
  }

  /// As in "1/simulate" and "2/default/segment".
  var description: String {
    switch work {
    case .simulate: "\(seed)/simulate"
    case .localise: "\(seed)/localise"
    case .stage(let stage, let recipe): "\(seed)/\(recipe)/\(stage.rawValue)"
    case .predict(let recipe): "\(seed)/\(recipe)/predict"
    }
  }

  /// What steps that follow each other have in common, as in "2-default" and "1".
  var lane: String {
    switch work {
    case .simulate, .localise: "\(seed)"
    case .stage(_, let recipe), .predict(let recipe): "\(seed)-\(recipe)"
    }
  }

  init?(_ description: String) {
    let parts = description.split(separator: "/").map(String.init)
    guard let seed = parts.first.flatMap({ UInt64($0) }) else { return nil }
    switch (parts.count, parts.last) {
    case (2, "simulate"): self.init(seed: seed, .simulate)
    case (2, "localise"): self.init(seed: seed, .localise)
    case (3, "predict"): self.init(seed: seed, .predict(recipe: parts[1]))
    case (3, let name?):
      guard let stage = Stage(rawValue: name) else { return nil }
      self.init(seed: seed, .stage(stage, recipe: parts[1]))
    default: return nil
    }
  }
}
