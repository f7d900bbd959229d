import ArgumentParser
import Commands
import DataSets
import DomainAdaptation
import Foundation
import Imaging
import Learning
import NIfTI
import Torch

/// Trains a recipe on a data set, stage by stage.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains a recipe on a data set; a killed run goes on where it stopped.",
    discussion: """
      `kakehashi recipes` lists the recipes. A recipe of your own is a YAML file that says what
      differs from another:
        version: 1
        base: default
        translation: {styles: pooled}

      Example:
        kakehashi train --recipe default --data data/ --output runs/default
        kakehashi predict -i data/crossmoda23_validation -o predictions/ -m runs/default/model
      """)

  @Option(help: "A name that `kakehashi recipes` lists, or a YAML file; adapt is default.")
  var recipe: String = "default"

  @Option(name: [.short, .long], help: "A data set: crossMoDA folder, nnU-Net folder or CSV.")
  var data: String

  @Option(name: [.short, .long], help: "The run's folder.")
  var output: String

  @Option(help: "Folder of true T2 labels, for recipes that ask for them.")
  var truth: String?

  @Option(help: "The seed that fixes every random draw.")
  var seed: UInt64 = 1

  @Option(help: "quick (minutes on a CPU) or full (hours on a GPU).")
  var budget: String = "quick"

  @Option(
    help: "Run only up to this stage: \(Stage.names.joined(separator: ", ")).")
  var through: String?

  @Option(help: "Take the ear localiser from this other run's folder instead of training one.")
  var localiserFrom: String?

  @Flag(help: "Print all settings of the recipe as JSON, which --recipe reads, and stop.")
  var printRecipe = false

  @OptionGroup var compute: ComputeOptions

  mutating func validate() throws {
    if Recipe.Budget(rawValue: budget) == nil {
      throw ValidationError("--budget expects quick or full, found \(budget)")
    }
    if let through, Stage(rawValue: through) == nil {
      let known = Stage.names.joined(separator: ", ")
      throw ValidationError("--through expects one of \(known), found \(through)")
    }
  }

  func run() throws {
    let dataSet = try checkedDataSet(at: data)
    let roles = labelRoles(of: dataSet.edition)
    let method = try loadRecipe(
      recipe, budget: Recipe.Budget(rawValue: budget) ?? .quick, roles: roles, seed: seed
    ).planned(on: dataSet)
    if printRecipe { return print(try recipeText(method)) }
    let (device, usesBFloat16) = compute.prepare()
    let bar = ProgressBar(isQuiet: compute.quiet)
    let folder = fileURL(output)
    try requireWritableFolder(folder)
    let runner = StageRunner(
      recipe: method, cases: try trainingCases(dataSet, for: method, truth: truth),
      roles: roles, folder: folder, device: device,
      usesBFloat16: usesBFloat16, version: programVersion,
      sharedLocaliser: try localiserFolder(), observer: bar.observer)
    try Data(recipeText(method).utf8).write(
      to: folder.appending(path: "recipe.json"), options: .atomic)
    let last = through.flatMap(Stage.init(rawValue:)) ?? .export
    guard method.stages.contains(last) else {
      throw CommandError(
        "--through \(last.rawValue): recipe \(method.name) has "
          + method.stages.map(\.rawValue).joined(separator: ", "))
    }
    let times = try runner.run(through: last)
    for (stage, seconds) in times {
      print("\(stage.rawValue): \(String(format: "%.1f", seconds)) s  \(runner.url(stage).path)")
    }
  }

  private func recipeText(_ recipe: Recipe) throws -> String {
    String(decoding: try RecipeCatalogue.json(recipe), as: UTF8.self)
  }

  private func localiserFolder() throws -> URL? {
    guard let localiserFrom else { return nil }
    let folder = fileURL(localiserFrom).appending(path: "1-\(Stage.localise.rawValue)")
    guard
      FileManager.default.fileExists(atPath: folder.appending(path: "localiser.safetensors").path)
    else {
      throw CommandError(
        "--localiser-from \(localiserFrom): expected 1-localise/localiser.safetensors, found none")
    }
    return folder
  }
}
