import ArgumentParser
import Commands
import DataSets
import DomainAdaptation
import Foundation
import Learning
import Torch

/// Trains several recipes on one data set and writes what each is worth and costs.
struct CompareRecipes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare-recipes",
    abstract: "Trains several recipes on one data set and writes a table of scores and costs.",
    discussion: """
      Each recipe's run lies in a folder of its name. What two recipes share, such as the localiser or
      a translator, is made once. A stopped comparison goes on where it stopped.

      Example:
        kakehashi compare-recipes --recipes source-only,default,contrast-randomised,supervised \\
          --data data/ --truth data/truth --output comparison
        kakehashi compare-recipes --recipes few-annotations --annotations 0,1,3,5 \\
          --data data/ --truth data/truth --output annotations
      """)

  @Option(help: "Names that `kakehashi recipes` lists, or YAML files, separated by commas.")
  var recipes: String

  @Option(name: [.short, .long], help: "A data set with held-out T2.")
  var data: String

  @Option(help: "Folder of true labels of the held-out T2, and of all T2 for `supervised`.")
  var truth: String

  @Option(name: [.short, .long], help: "The folder for all runs and the table.")
  var output: String

  @Option(help: "The seed that fixes every random draw.")
  var seed: UInt64 = 1

  @Option(help: "quick (minutes on a CPU) or full (hours on a GPU).")
  var budget: String = "quick"

  @Option(
    help: "Numbers of annotated T2, as in 0,1,3,5: each recipe with each; writes annotations.svg.")
  var annotations: String?

  @OptionGroup var compute: ComputeOptions

  mutating func validate() throws {
    guard Recipe.Budget(rawValue: budget) != nil else {
      throw ValidationError("--budget expects quick or full, found \(budget)")
    }
  }

  func run() throws {
    let dataSet = try checkedDataSet(at: data)
    let roles = labelRoles(of: dataSet.edition)
    let budget = Recipe.Budget(rawValue: budget) ?? .quick
    let counts = try AnnotationCurve.counts(annotations)
    let asked = try recipes.split(separator: ",").map {
      try loadRecipe(String($0), budget: budget, roles: roles, seed: seed).planned(on: dataSet)
    }
    let methods = counts.isEmpty ? asked : asked.flatMap { counts.map($0.annotated) }
    let names = methods.map(\.name)
    guard Set(names).count == names.count else {
      throw CommandError("--recipes expects different names, found \(recipes)")
    }
    guard dataSet.cases.contains(where: { $0.role == .targetHeldout }) else {
      throw CommandError("\(data): expected held-out T2 to score, found none")
    }
    let (device, usesBFloat16) = compute.prepare()
    let bar = ProgressBar(isQuiet: compute.quiet)
    let root = fileURL(output)
    try requireWritableFolder(root)

    func runner(_ recipe: Recipe, in name: String, localiser: URL?) throws -> StageRunner {
      StageRunner(
        recipe: recipe, cases: try trainingCases(dataSet, for: recipe, truth: truth), roles: roles,
        folder: root.appending(path: name), device: device, usesBFloat16: usesBFloat16,
        version: programVersion, sharedLocaliser: localiser,
        siblings: names.filter { $0 != name }.map { root.appending(path: $0) },
        observer: bar.observer)
    }
    // One localiser for all, so that recipes differ by what they are and not by where they look.
    let foundation = try RecipeCatalogue.recipe(
      "default", budget: budget, roles: roles, seed: seed)
    let shared = try runner(foundation, in: "shared", localiser: nil)
    func sharesLocaliser(_ recipe: Recipe) -> Bool {
      recipe.localiser == foundation.localiser
        && recipe.localiserTraining == foundation.localiserTraining
    }
    if methods.contains(where: sharesLocaliser) { try shared.run(through: .localise) }

    var rows: [RecipeComparison.Row] = []
    for recipe in methods {
      let run = try runner(
        recipe, in: recipe.name,
        localiser: sharesLocaliser(recipe) ? shared.url(.localise) : nil)
      rows.append(
        try RecipeRun(
          runner: run, dataSet: dataSet, truth: fileURL(truth), compute: compute
        ).finished())
      try write(RecipeComparison(seed: seed, budget: budget.rawValue, rows: rows), in: root)
    }
    if !counts.isEmpty {
      // Rows are in the order of the recipes, and of the numbers within each.
      let points = rows.enumerated().map { n, row in
        AnnotationCurve.Point(
          recipe: asked[n / counts.count].name, cases: counts[n % counts.count], row: row)
      }
      try AnnotationCurve(points: points).write(in: root)
    }
    print(RecipeComparison(seed: seed, budget: budget.rawValue, rows: rows).markdown)
    print("\n\(root.appending(path: "comparison.md").path)")
  }

  private func write(_ comparison: RecipeComparison, in root: URL) throws {
    try readableJSON(comparison).write(
      to: root.appending(path: "comparison.json"), options: .atomic)
    try Data((comparison.markdown + "\n").utf8).write(
      to: root.appending(path: "comparison.md"), options: .atomic)
    try Data(comparison.csv.utf8).write(
      to: root.appending(path: "comparison.csv"), options: .atomic)
  }
}
