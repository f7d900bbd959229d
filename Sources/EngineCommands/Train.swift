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
      Recipes: adapt (labelled ceT1 and unlabelled T2), source-only (labelled ceT1 alone, the lower
      bound) and supervised (T2 with its labels from --truth, the upper bound).

      Example:
        kakehashi train --recipe adapt --data data/ --output runs/adapt
        kakehashi predict -i data/crossmoda23_validation -o predictions/ -m runs/adapt/model
      """)

  @Option(help: "adapt, source-only or supervised; or a JSON file from --print-recipe.")
  var recipe: String = "adapt"

  @Option(name: [.short, .long], help: "A data set: crossMoDA folder, nnU-Net folder or CSV.")
  var data: String

  @Option(name: [.short, .long], help: "The run's folder.")
  var output: String

  @Option(help: "Folder of true T2 labels, for --recipe supervised.")
  var truth: String?

  @Option(help: "The seed that fixes every random draw.")
  var seed: UInt64 = 1

  @Option(help: "quick (minutes on a CPU) or full (hours on a GPU).")
  var budget: String = "quick"

  @Option(
    help: "Run only up to this stage: \(Stage.allCases.map(\.rawValue).joined(separator: ", ")).")
  var through: String?

  @Option(help: "Take the ear localiser from this other run's folder instead of training one.")
  var localiserFrom: String?

  @Flag(help: "Print the recipe as JSON and stop.")
  var printRecipe = false

  @OptionGroup var compute: ComputeOptions

  mutating func validate() throws {
    if Recipe.Budget(rawValue: budget) == nil {
      throw ValidationError("--budget expects quick or full, found \(budget)")
    }
    if let through, Stage(rawValue: through) == nil {
      let known = Stage.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--through expects one of \(known), found \(through)")
    }
  }

  func run() throws {
    let dataSet = try checkedDataSet(at: data)
    let roles = labelRoles(of: dataSet.edition)
    let method = try loadRecipe(roles)
    if printRecipe { return print(try recipeText(method)) }
    let (device, usesBFloat16) = compute.prepare()
    let bar = ProgressBar(isQuiet: compute.quiet)
    let folder = fileURL(output)
    try requireWritableFolder(folder)
    let runner = StageRunner(
      recipe: method, cases: try trainingCases(dataSet, for: method.kind, truth: truth),
      roles: roles, folder: folder, device: device,
      usesBFloat16: usesBFloat16, version: programVersion,
      sharedLocaliser: try localiserFolder(), observer: bar.observer)
    try Data(recipeText(method).utf8).write(
      to: folder.appending(path: "recipe.json"), options: .atomic)
    let times = try runner.run(through: through.flatMap(Stage.init(rawValue:)) ?? .export)
    for (stage, seconds) in times {
      print("\(stage.rawValue): \(String(format: "%.1f", seconds)) s  \(runner.url(stage).path)")
    }
  }

  private func loadRecipe(_ roles: LabelRoles) throws -> Recipe {
    if let kind = Recipe.Kind(rawValue: recipe) {
      return Recipe(
        kind, budget: Recipe.Budget(rawValue: budget) ?? .quick, roles: roles, seed: seed)
    }
    guard let text = try? Data(contentsOf: fileURL(recipe)) else {
      let known = Recipe.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandError("--recipe expects one of \(known) or a JSON file, found \(recipe)")
    }
    do {
      return try JSONDecoder().decode(Recipe.self, from: text)
    } catch {
      throw CommandError("\(recipe): expected a recipe as --print-recipe writes it: \(error)")
    }
  }

  private func recipeText(_ recipe: Recipe) throws -> String {
    String(decoding: try readableJSON(recipe), as: UTF8.self)
  }

  private func localiserFolder() throws -> URL? {
    guard let localiserFrom else { return nil }
    let folder = fileURL(localiserFrom).appending(path: Recipe.Kind.adapt.folderName(of: .localise))
    guard
      FileManager.default.fileExists(atPath: folder.appending(path: "localiser.safetensors").path)
    else {
      throw CommandError(
        "--localiser-from \(localiserFrom): expected 1-localise/localiser.safetensors, found none")
    }
    return folder
  }
}

/// The cases a recipe of a kind learns from; files are read when a stage asks for them.
///
/// - Parameter truth: the folder of true T2 labels, which `supervised` needs.
func trainingCases(
  _ dataSet: DataSet, for kind: Recipe.Kind, truth: String?
) throws -> [AdaptationCase] {
  var cases: [AdaptationCase] = []
  for record in dataSet.cases {
    let image: @Sendable () throws -> Volume = { try readNIfTI(record.imagePath).volume }
    switch (kind, record.role) {
    case (.adapt, .sourceLabelled), (.sourceOnly, .sourceLabelled):
      guard let path = record.labelPath else { throw MissingLabels(id: record.id) }
      cases.append(
        AdaptationCase(id: record.id, site: record.site, image: image) {
          try readNIfTILabels(path).labels
        })
    case (.adapt, .targetUnlabelled):
      cases.append(AdaptationCase(id: record.id, site: record.site, image: image))
    case (.supervised, .targetUnlabelled):
      guard let truth else {
        throw CommandError("--recipe supervised expects --truth, a folder of true T2 labels")
      }
      let path = fileURL(truth).appending(path: "\(record.id)_Label.nii.gz").path
      guard FileManager.default.fileExists(atPath: path) else {
        throw CommandError("\(path): expected the true labels of \(record.id), found no file")
      }
      cases.append(
        AdaptationCase(id: record.id, site: record.site, image: image) {
          try readNIfTILabels(path).labels
        })
    default: break
    }
  }
  guard cases.contains(where: \.isLabelled) else { throw NoTrainingSamples() }
  return cases
}

/// What an edition's label values mean for training.
func labelRoles(of edition: Edition) -> LabelRoles {
  switch edition {
  case .crossmoda2021, .crossmoda2022:
    LabelRoles(
      edition: edition.rawValue, classes: ["background", "VS", "cochlea"], tumour: [1], cochlea: 2)
  case .crossmoda2023:
    LabelRoles(
      edition: edition.rawValue,
      classes: ["background", "extra-meatal", "intra-meatal", "cochlea"], tumour: [1, 2],
      cochlea: 3)
  case .crossmoda2023Neighbours:
    LabelRoles(
      edition: edition.rawValue,
      classes: [
        "background", "extra-meatal", "intra-meatal", "cochlea", "brainstem", "cerebellum",
      ], tumour: [1, 2], cochlea: 3)
  }
}
