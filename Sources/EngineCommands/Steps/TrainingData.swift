import Commands
import DataSets
import DomainAdaptation
import Foundation
import Imaging
import Learning
import NIfTI

/// The recipe of a name or a file.
func loadRecipe(
  _ nameOrFile: String, budget: Recipe.Budget, roles: LabelRoles, seed: UInt64
) throws -> Recipe {
  guard let text = try? String(contentsOf: fileURL(nameOrFile), encoding: .utf8) else {
    return try RecipeCatalogue.recipe(nameOrFile, budget: budget, roles: roles, seed: seed)
  }
  let name = fileURL(nameOrFile).deletingPathExtension().lastPathComponent
  return try RecipeCatalogue.recipe(
    text: text, name: name, budget: budget, roles: roles, seed: seed)
}

/// The cases a recipe learns from; files are read when a stage asks for them.
///
/// - Parameter truth: the folder of true T2 labels, which a recipe with `labels: target` needs for every T2
///   but the held-out ones, and one with `fewAnnotations` for some of them. Held-out cases are no training
///   cases, so that no label of theirs is within reach.
func trainingCases(
  _ dataSet: DataSet, for recipe: Recipe, truth: String?
) throws -> [AdaptationCase] {
  var cases: [AdaptationCase] = []
  for record in dataSet.cases {
    let image: @Sendable () throws -> Volume = { try readNIfTI(record.imagePath).volume }
    switch (recipe.labels, record.role) {
    case (.source, .sourceLabelled):
      guard let path = record.labelPath else { throw MissingLabels(id: record.id) }
      cases.append(
        AdaptationCase(id: record.id, site: record.site, image: image) {
          try readNIfTILabels(path).labels
        })
    case (.source, .targetUnlabelled) where recipe.usesUnlabelled:
      var annotation: (@Sendable () throws -> LabelMap)?
      if recipe.fewAnnotations.cases > 0, let truth {
        let path = labelPath(of: record.id, in: truth)
        if FileManager.default.fileExists(atPath: path) {
          annotation = { try readNIfTILabels(path).labels }
        }
      }
      cases.append(
        AdaptationCase(id: record.id, site: record.site, image: image, annotation: annotation))
    case (.target, .targetUnlabelled):
      guard let truth else {
        throw CommandError(
          "--recipe \(recipe.name) expects --truth, a folder of true T2 labels")
      }
      let path = labelPath(of: record.id, in: truth)
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
  if recipe.fewAnnotations.cases > 0, truth == nil {
    throw CommandError(
      "--recipe \(recipe.name) expects --truth, a folder of true labels of a few unlabelled T2")
  }
  guard cases.contains(where: \.isLabelled) else { throw NoTrainingSamples() }
  return cases
}

private func labelPath(of id: String, in truth: String) -> String {
  fileURL(truth).appending(path: "\(id)_Label.nii.gz").path
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
