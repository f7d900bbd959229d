import ArgumentParser
import Commands
import DataSets
import DomainAdaptation
import Foundation
import Learning
import Torch

extension ComparisonPlan {
  /// The steps that recipes of a seed wait for.
  func foundationSteps(_ seed: UInt64) throws -> [ComparisonStep] {
    var steps: [ComparisonStep] = []
    if hasOwnPatients { steps.append(ComparisonStep(seed: seed, .simulate)) }
    if try methods(seed).contains(where: sharesLocaliser) {
      steps.append(ComparisonStep(seed: seed, .localise))
    }
    return steps
  }

  /// The steps of one recipe.
  func steps(_ recipe: Recipe) -> [ComparisonStep] {
    recipe.stages.map { ComparisonStep(seed: recipe.seed, .stage($0, recipe: recipe.name)) }
      + [ComparisonStep(seed: recipe.seed, .predict(recipe: recipe.name))]
  }

  /// Whether a step need not be run.
  ///
  /// - Throws: `StageMismatch` where the folder holds the step of other settings.
  func isComplete(_ step: ComparisonStep) throws -> Bool {
    switch step.work {
    case .simulate: (try? DataSet.load(data(step.seed).root)) != nil
    case .localise: try sharedRunner(step.seed).cost(of: .localise) != nil
    case .stage(let stage, let name):
      try runner(method(name, seed: step.seed)).cost(of: stage) != nil
    case .predict(let name):
      try RecipeResult.read(in: folder(step.seed).appending(path: name))?.model
        == runner(method(name, seed: step.seed)).fingerprint(.export)
    }
  }

  /// What two steps that would make the same thing have in common.
  func key(_ step: ComparisonStep) throws -> String {
    guard case .stage(let stage, let name) = step.work else { return step.description }
    return try runner(method(name, seed: step.seed)).fingerprint(stage)
  }

  /// Does one step in this process.
  func perform(_ step: ComparisonStep, observer: RunObserver) throws {
    try requireWritableFolder(folder(step.seed))
    switch step.work {
    case .simulate:
      guard case .benchmark(let benchmark) = source else { return }
      _ = try writeSimulation(
        SimulationPlan(benchmark, seed: step.seed), to: fileURL(data(step.seed).root),
        observer: observer)
    case .localise: _ = try sharedRunner(step.seed, observer: observer).run(only: .localise)
    case .stage(let stage, let name):
      _ = try runner(method(name, seed: step.seed), observer: observer).run(only: stage)
    case .predict(let name):
      try predict(runner(method(name, seed: step.seed)))
    }
  }

  /// Predicts and scores the held-out scans; `result.json` of the run's folder is written last.
  private func predict(_ runner: StageRunner) throws {
    let (root, truth) = data(runner.recipe.seed)
    let dataSet = try checkedDataSet(at: root)
    let heldout = dataSet.cases(.targetHeldout)
    let predictions = runner.folder.appending(path: "predictions")
    // Predictions of another model would be taken for this one's.
    let stamp = runner.folder.appending(path: "predictions.model")
    let model = runner.fingerprint(.export)
    if (try? String(contentsOf: stamp, encoding: .utf8)) != model {
      try? FileManager.default.removeItem(at: predictions)
      try Data(model.utf8).write(to: stamp, options: .atomic)
    }
    let made = (try? FileManager.default.contentsOfDirectory(atPath: predictions.path).count) ?? 0
    let meter = CostMeter()
    let folders = Set(heldout.map { fileURL($0.imagePath).deletingLastPathComponent().path })
    for folder in folders.sorted() {
      var predict = try Predict.parse([
        "-i", folder, "-o", predictions.path, "-m", runner.url(.export).path,
      ])
      predict.compute = compute
      try predict.predictAll(showing: false)
    }
    let cost = meter.cost
    let scores = try scoreFolder(
      predictions: predictions, reference: fileURL(truth), edition: dataSet.edition,
      only: Set(heldout.map(\.id)))
    let trained = Set(dataSet.cases.filter { $0.role != .targetHeldout }.map(\.site))
    var stages = try runner.recipe.stages.map { stage in
      RecipeResult.StageResult(stage: stage.rawValue, cost: try runner.cost(of: stage))
    }
    if runner.sharedLocaliser != nil,
      let localise = stages.firstIndex(where: { $0.stage == "localise" })
    {
      stages[localise].cost = try sharedRunner(runner.recipe.seed).cost(of: .localise)
    }
    try RecipeResult(
      recipe: runner.recipe.name, summary: runner.recipe.summary, seed: runner.recipe.seed,
      model: model, stages: stages, prediction: cost,
      predictedScans: max(1, heldout.count - made),
      unseenSites: Set(heldout.map(\.site)).subtracting(trained).sorted(), scores: scores
    ).write(in: runner.folder)
  }
}
