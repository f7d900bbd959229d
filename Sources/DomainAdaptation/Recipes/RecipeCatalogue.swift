public import Foundation
import RecipeFiles
import Yams

/// The recipes of the folder `Recipes`, which are built into the program, and recipes from files.
///
/// A recipe file says what differs from its `base`, another recipe; without one it builds on the settings
/// of `default`. `quick` and `full` hold what holds within one budget alone. What it says of
/// `segmentation` holds for `selfTraining.training` and `fewAnnotations.training`, too, but for the length and
/// strength of training.
public enum RecipeCatalogue {
  /// The older name of `default`.
  static let aliases = ["adapt": "default"]

  /// The names of all recipes, `default` first, each with what it does in a line.
  public static func all() throws -> [(name: String, summary: String)] {
    try RecipeFiles.all.map { file in
      let tree = try parse(file.text, name: file.name)
      return (file.name, tree["summary"]?.text ?? "")
    }
  }

  /// The recipe of a name.
  ///
  /// - Throws: ``RecipeError`` when no recipe has the name.
  public static func recipe(
    _ name: String, budget: Recipe.Budget, roles: LabelRoles, seed: UInt64
  ) throws -> Recipe {
    let name = aliases[name] ?? name
    return try recipe(text: text(of: name), name: name, budget: budget, roles: roles, seed: seed)
  }

  /// The recipe of a file's text, YAML or the JSON of ``json(_:)``.
  ///
  /// - Parameter name: what the recipe is called, where the file does not say.
  /// - Throws: ``RecipeError`` for text that is no YAML, another version, an unknown base or setting, a
  ///   value of the wrong type, and settings that contradict each other.
  public static func recipe(
    text: String, name: String, budget: Recipe.Budget, roles: LabelRoles, seed: UInt64
  ) throws -> Recipe {
    let foundation = Recipe(budget: budget, roles: roles, seed: seed)
    let schema = try RecipeSchema(foundation)
    var tree = try SettingsTree(encoding: foundation)
    for layer in try layers(text, name: name, seen: [name]) {
      tree = try layer.applied(to: tree, budget: budget, roles: roles, schema: schema)
    }
    let recipe = try tree.decoded(Recipe.self, name: name)
    if let problem = recipe.problem { throw RecipeError(name: name, reason: problem) }
    return recipe
  }

  /// All settings of a recipe as JSON, also those that are off: a file that needs no base.
  public static func json(_ recipe: Recipe) throws -> Data {
    let schema = try RecipeSchema(recipe)
    return try readableJSON(SettingsTree(encoding: recipe).withNulls(schema.tree))
  }

  private static func text(of name: String) throws -> String {
    guard let file = RecipeFiles.all.first(where: { $0.name == name }) else {
      let known = RecipeFiles.all.map(\.name)
      throw RecipeError(
        name: name,
        reason: "expected one of \(known.joined(separator: ", ")) or a YAML or JSON file")
    }
    return file.text
  }

  private static func parse(_ text: String, name: String) throws -> SettingsTree {
    let tree: SettingsTree
    do {
      // JSON is read as such, since it may hold every digit of a number.
      tree =
        text.first { !$0.isWhitespace } == "{"
        ? try JSONDecoder().decode(SettingsTree.self, from: Data(text.utf8))
        : try YAMLDecoder().decode(SettingsTree.self, from: text)
    } catch {
      throw RecipeError(name: name, reason: "expected YAML or JSON: \(error)")
    }
    guard tree.members != nil else {
      throw RecipeError(name: name, reason: "expected settings with names, found none")
    }
    guard tree["version"] == .integer(Recipe.currentVersion) else {
      let found = tree["version"].map { " \($0.plain)" } ?? " none"
      throw RecipeError(
        name: name,
        reason: "expected version: \(Recipe.currentVersion), found\(found); settings may mean "
          + "something else in another version, so write the recipe for this one")
    }
    return tree
  }

  /// The layers of a recipe, its last base first.
  private static func layers(
    _ text: String, name: String, seen: [String]
  ) throws -> [RecipeLayer] {
    let layer = RecipeLayer(name: name, tree: try parse(text, name: name))
    guard let named = layer.tree["base"] else { return [layer] }
    let base = named.text.map { aliases[$0] ?? $0 } ?? named.plain
    guard !seen.contains(base) else {
      throw RecipeError(name: name, reason: "base: \(base) builds on itself")
    }
    return try layers(self.text(of: base), name: base, seen: seen + [base]) + [layer]
  }
}

extension SettingsTree {
  /// A scalar as a file writes it.
  var plain: String {
    switch self {
    case .string(let text): text
    case .bool(let bool): "\(bool)"
    case .integer(let integer): "\(integer)"
    case .unsigned(let unsigned): "\(unsigned)"
    case .number(let number): "\(number)"
    case .null: "null"
    case .array: "a list"
    case .object: "settings"
    }
  }
}
