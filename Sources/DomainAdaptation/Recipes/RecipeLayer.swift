/// One file of a recipe, laid over what it builds on.
struct RecipeLayer {
  let name: String
  let tree: SettingsTree

  /// Settings of `segmentation` that self-training and fine-tuning have values of their own for.
  static let ownToLaterTraining: Set<String> = [
    "steps", "learningRate", "foregroundWeight", "checkpointEvery",
  ]

  /// The settings below with this file's, and then those of its budget, laid over them.
  func applied(
    to settings: SettingsTree, budget: Recipe.Budget, roles: LabelRoles, schema: RecipeSchema
  ) throws(RecipeError) -> SettingsTree {
    var own = tree.members ?? [:]
    own["base"] = nil
    var byBudget: [String: SettingsTree] = [:]
    for budget in Recipe.Budget.allCases {
      byBudget[budget.rawValue] = own.removeValue(forKey: budget.rawValue)
    }
    own["name"] = own["name"] ?? .string(name)
    var result = settings
    for (layer, counts) in [(own, true)]
      + Recipe.Budget.allCases.map({ (byBudget[$0.rawValue]?.members ?? [:], $0 == budget) })
    {
      let resolved = try SettingsTree.object(layer).resolved(roles, name)
      try schema.check(resolved, name: name)
      guard counts else { continue }
      result = result.merged(with: inherited(resolved), defaults: schema.tree)
      result = result.merged(with: resolved, defaults: schema.tree)
    }
    return result
  }

  /// What this file's `segmentation` says for later trainings of the segmenter.
  private func inherited(_ layer: SettingsTree) -> SettingsTree {
    guard let segmentation = layer["segmentation"]?.members else { return .object([:]) }
    let shared = segmentation.filter { !Self.ownToLaterTraining.contains($0.key) }
    let training = SettingsTree.object(["training": .object(shared)])
    return .object(["selfTraining": training, "fewAnnotations": training])
  }
}

extension SettingsTree {
  /// The tree with label values in place of names of structures, in lists called `labels` or `joined`.
  ///
  /// `tumour` is all labels of the tumour; other names are classes of the edition.
  func resolved(_ roles: LabelRoles, _ name: String) throws(RecipeError) -> SettingsTree {
    switch self {
    case .array(let elements):
      var result: [SettingsTree] = []
      for element in elements { result.append(try element.resolved(roles, name)) }
      return .array(result)
    case .object(let members):
      var result: [String: SettingsTree] = [:]
      for (key, value) in members {
        if ["labels", "joined"].contains(key), case .array(let elements) = value {
          var labels: [SettingsTree] = []
          for element in elements { labels += try element.labels(roles, name) }
          result[key] = .array(labels)
        } else {
          result[key] = try value.resolved(roles, name)
        }
      }
      return .object(result)
    default: return self
    }
  }

  private func labels(_ roles: LabelRoles, _ name: String) throws(RecipeError) -> [SettingsTree] {
    guard let text else { return [self] }
    if text == "tumour" { return roles.tumour.map { .integer(Int($0)) } }
    if text == "cochlea" { return [.integer(Int(roles.cochlea))] }
    guard let value = roles.classes.firstIndex(of: text) else {
      throw RecipeError(
        name: name,
        reason: "labels: expected tumour, cochlea or one of "
          + "\(roles.classes.joined(separator: ", ")), found \(text)")
    }
    return [.integer(value)]
  }
}
