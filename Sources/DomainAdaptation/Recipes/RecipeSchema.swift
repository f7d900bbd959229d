import Foundation
import Learning
import Networks
import Preprocessing
import Torch

/// Which settings there are: a recipe with everything switched on, as a tree.
struct RecipeSchema {
  let tree: SettingsTree

  /// The schema of recipes that build on a foundation.
  init(_ foundation: Recipe) throws {
    var recipe = foundation
    func fill(_ settings: inout SegmentationSettings) {
      settings.intensity = settings.intensity ?? IntensityAugmentation()
      settings.contrast = settings.contrast ?? RandomContrast()
      settings.painting = ClusterContrast()
      // Every class of every edition, by name.
      let names = ["background", "VS", "extra-meatal", "intra-meatal", "cochlea"]
      settings.voxelWeighting = VoxelWeighting(
        classes: Dictionary(uniqueKeysWithValues: names.map { ($0, 1) }))
      settings.unlabelled = UnlabelledSettings()
      settings.structures = [
        LabelIntensityAugmentation(labels: [1], probability: 1, change: .factor(1...1))
      ]
    }
    fill(&recipe.localiserTraining)
    fill(&recipe.segmentation)
    fill(&recipe.selfTraining.training)
    fill(&recipe.fewAnnotations.training)
    recipe.pretraining = PretrainingSettings(steps: recipe.selfTraining.training.steps)
    recipe.selfTraining.keptFraction = 1
    recipe.selfTraining.caseEntropy = 1
    recipe.hardCases = HardCaseSampling()
    recipe.translation.edit.tumourMean = 0
    for level in [\Recipe.network, \Recipe.localiser.network] {
      let stages = recipe[keyPath: level].channels
      recipe[keyPath: level].residualBlocks = stages.map { _ in 1 }
      recipe[keyPath: level].kernels = stages.map { _ in [3, 3, 3] }
      recipe[keyPath: level].heads = [.init(labels: [1])]
    }
    tree = try SettingsTree(encoding: recipe)
  }

  /// The keys of each form of a choice.
  private static let forms: [String: [String: Set<String>]] = [
    "schedule": [
      "constant": [], "polynomial": ["power"], "cosine": ["warmup"], "linearDecay": ["start"],
    ],
    "change": ["factor": [], "level": []],
  ]

  /// Refuses keys that no recipe has.
  ///
  /// - Throws: a sentence with the key's path and the nearest known key.
  func check(_ settings: SettingsTree, name: String) throws(RecipeError) {
    try check(settings, against: tree, path: [], name)
  }

  private func check(
    _ settings: SettingsTree, against known: SettingsTree, path: [String], _ name: String
  ) throws(RecipeError) {
    if case .array(let elements) = settings, case .array(let examples) = known {
      guard let example = examples.first, example.members != nil else { return }
      for (place, element) in elements.enumerated() {
        try check(element, against: example, path: path + ["\(place)"], name)
      }
    }
    guard let members = settings.members else { return }
    if let last = path.last, let forms = Self.forms[last] {
      for (form, value) in members.sorted(by: { $0.key < $1.key }) {
        guard let keys = forms[form] else {
          throw unknown(form, among: Array(forms.keys), path: path, name)
        }
        for key in (value.members ?? [:]).keys.sorted() where !keys.contains(key) {
          throw unknown(key, among: Array(keys), path: path + [form], name)
        }
      }
      return
    }
    guard let knownMembers = known.members else { return }
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      guard let next = knownMembers[key] else {
        throw unknown(key, among: Array(knownMembers.keys), path: path, name)
      }
      try check(value, against: next, path: path + [key], name)
    }
  }

  private func unknown(
    _ key: String, among keys: [String], path: [String], _ name: String
  ) -> RecipeError {
    let full = (path + [key]).joined(separator: ".")
    guard let nearest = nearestName(to: key, among: keys) else {
      return RecipeError(name: name, reason: "unknown setting \(full)")
    }
    let known = (path + [nearest]).joined(separator: ".")
    return RecipeError(name: name, reason: "unknown setting \(full); the nearest known is \(known)")
  }
}

extension SettingsTree {
  /// A value as a tree.
  init(encoding value: some Encodable) throws {
    self = try JSONDecoder().decode(SettingsTree.self, from: JSONEncoder().encode(value))
  }

  /// The value of a tree.
  ///
  /// - Throws: a sentence with the setting's path.
  func decoded<Value: Decodable>(_ type: Value.Type, name: String) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: JSONEncoder().encode(self))
    } catch let error as DecodingError {
      let (context, missing): (DecodingError.Context, (any CodingKey)?) =
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
          .dataCorrupted(let context):
          (context, nil)
        case .keyNotFound(let key, let context): (context, key)
        @unknown default: (.init(codingPath: [], debugDescription: "\(error)"), nil)
        }
      let path = (context.codingPath + [missing].compactMap { $0 }).map(\.stringValue)
        .joined(separator: ".")
      throw RecipeError(name: name, reason: "\(path): \(context.debugDescription)")
    }
  }
}

/// A recipe cannot be used.
public struct RecipeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The recipe's name or file.
  public let name: String
  /// What was expected and found.
  public let reason: String

  /// One sentence with the recipe and the reason.
  public var description: String { "recipe \(name): \(reason)" }
}

/// The name that begins with a text of three letters or more, else the one with the fewest letters to insert,
/// delete or replace; `nil` when more than half of them would change.
///
/// - Source: Levenshtein's distance.
func nearestName(to text: String, among names: [String]) -> String? {
  if text.count >= 3, let longer = names.filter({ $0.hasPrefix(text) }).min() { return longer }
  let letters = Array(text)
  func distance(_ name: String) -> Int {
    var row = Array(0...letters.count)
    for (i, letter) in name.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in letters.indices {
        let above = row[j + 1]
        row[j + 1] = min(above, row[j], diagonal - (letters[j] == letter ? 1 : 0)) + 1
        diagonal = above
      }
    }
    return row[letters.count]
  }
  let best = names.map { (name: $0, distance: distance($0)) }
    .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
  guard let best, 2 * best.distance <= max(text.count, best.name.count) else { return nil }
  return best.name
}
