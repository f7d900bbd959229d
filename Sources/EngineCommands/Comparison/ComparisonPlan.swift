import Commands
import DataSets
import DomainAdaptation
import Foundation
import Learning
import Phantom

/// What a comparison runs, and where: recipes and seeds on one data set, or on one benchmark with other
/// patients for each seed.
struct ComparisonPlan {
  enum Source: Hashable {
    case folder(data: String, truth: String)
    case benchmark(Benchmark)
  }

  /// Names or files.
  let recipes: [String]
  let seeds: [UInt64]
  let source: Source
  let output: URL
  let budget: Recipe.Budget
  let effort: Double
  /// The numbers of annotated T2 that each recipe is run with; none leaves recipes as they are.
  let annotations: [Int]
  let compute: ComputeOptions

  /// What all results of a folder must have in common; `settings.json`.
  struct Settings: Codable, Equatable {
    var version: String
    var budget: String
    var effort: Double
    var data: String
  }

  var settings: Settings {
    let data =
      switch source {
      case .folder(let data, _): data
      case .benchmark(let benchmark): benchmark.name
      }
    return Settings(
      version: programVersion, budget: budget.rawValue, effort: effort, data: data)
  }

  /// Whether each seed has patients of its own.
  var hasOwnPatients: Bool { if case .benchmark = source { true } else { false } }

  /// Refuses a folder with results of other settings.
  func claim() throws {
    try requireWritableFolder(output)
    let file = output.appending(path: "settings.json")
    if let data = try? Data(contentsOf: file) {
      let found = try JSONDecoder().decode(Settings.self, from: data)
      guard found == settings else {
        throw CommandError(
          "\(output.path): expected results of \(settings), found \(found); choose another folder")
      }
    }
    try readableJSON(settings).write(to: file, options: .atomic)
  }

  func folder(_ seed: UInt64) -> URL { output.appending(path: "seed-\(seed)") }

  /// The data set's folder and that of its true labels.
  func data(_ seed: UInt64) -> (root: String, truth: String) {
    switch source {
    case .folder(let data, let truth): return (data, truth)
    case .benchmark:
      let root = folder(seed).appending(path: "data").path
      return (root, DataSetLayout2023(root: root).truthFolder)
    }
  }

  /// What the labels mean, known before a benchmark is simulated.
  func roles() throws -> LabelRoles {
    switch source {
    case .folder(let data, _): labelRoles(of: try DataSet.load(data).edition)
    case .benchmark: labelRoles(of: .crossmoda2023)
    }
  }

  /// The recipes that were asked for, with a seed, their length of training changed.
  func named(_ seed: UInt64) throws -> [Recipe] {
    let roles = try roles()
    return try recipes.map {
      try loadRecipe($0, budget: budget, roles: roles, seed: seed).withEffort(effort)
    }
  }

  /// Every recipe of a seed, with each number of annotated T2.
  private func unplanned(_ seed: UInt64) throws -> [Recipe] {
    let named = try named(seed)
    let methods = annotations.isEmpty ? named : named.flatMap { annotations.map($0.annotated) }
    let names = methods.map(\.name)
    guard Set(names).count == names.count, !names.contains(where: { $0.contains("/") }) else {
      throw CommandError(
        "--recipes expects different names, found \(names.joined(separator: ", "))")
    }
    return methods
  }

  /// The recipe with the plan that it asks for worked out from its seed's data.
  ///
  /// A benchmark that is still to be simulated leaves it as it is: neither its stages nor its localiser
  /// depend on the plan.
  private func planned(_ recipe: Recipe) throws -> Recipe {
    let root = data(recipe.seed).root
    guard recipe.plan != .fixed, !hasOwnPatients || (try? DataSet.load(root)) != nil else {
      return recipe
    }
    return try recipe.planned(on: checkedDataSet(at: root))
  }

  /// Every recipe of a seed as it is run.
  func methods(_ seed: UInt64) throws -> [Recipe] { try unplanned(seed).map(planned) }

  func method(_ name: String, seed: UInt64) throws -> Recipe {
    guard let found = try unplanned(seed).first(where: { $0.name == name }) else {
      throw CommandError("--recipes: expected \(name) among them, found none")
    }
    return try planned(found)
  }

  /// The recipe whose localiser the others share, so that recipes differ by what they are and not by
  /// where they look.
  func foundation(_ seed: UInt64) throws -> Recipe {
    try RecipeCatalogue.recipe("default", budget: budget, roles: roles(), seed: seed)
  }

  func sharesLocaliser(_ recipe: Recipe) throws -> Bool {
    let foundation = try foundation(recipe.seed)
    return recipe.localiser == foundation.localiser
      && recipe.localiserTraining == foundation.localiserTraining
  }

  /// The runner of the shared localiser.
  func sharedRunner(_ seed: UInt64, observer: RunObserver = RunObserver()) throws -> StageRunner {
    try runner(foundation(seed), in: "shared", localiser: nil, observer: observer)
  }

  /// The runner of a recipe, which takes over what other recipes of its seed have made in the same way.
  func runner(_ recipe: Recipe, observer: RunObserver = RunObserver()) throws -> StageRunner {
    let shared = try sharesLocaliser(recipe) ? sharedRunner(recipe.seed).url(.localise) : nil
    return try runner(recipe, in: recipe.name, localiser: shared, observer: observer)
  }

  private func runner(
    _ recipe: Recipe, in name: String, localiser: URL?, observer: RunObserver
  ) throws -> StageRunner {
    let (root, truth) = data(recipe.seed)
    let dataSet = try checkedDataSet(at: root)
    let folder = folder(recipe.seed)
    let siblings = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0 != name && $0 != "data" }.map { folder.appending(path: $0) }.filter(isFolder)
    return StageRunner(
      recipe: recipe, cases: try trainingCases(dataSet, for: recipe, truth: truth),
      roles: labelRoles(of: dataSet.edition), folder: folder.appending(path: name),
      compute: ComputeSettings(
        device: compute.chosenDevice, usesBFloat16: compute.usesBFloat16), version: programVersion,
      sharedLocaliser: localiser, siblings: siblings, observer: observer)
  }
}
