public import Foundation
public import Learning
import Networks
public import Torch

/// Runs a recipe's stages in a folder; what is complete is not run again.
///
/// Several processes that see the folder run the stages together: they train on shares of each batch and
/// deal out the cases of the other stages. The first of them alone writes what there is once.
public struct StageRunner {
  /// The method.
  public let recipe: Recipe
  /// All training cases.
  public let cases: [AdaptationCase]
  /// What the labels mean.
  public let roles: LabelRoles
  /// The run's folder.
  public let folder: URL
  /// How training steps are computed, and where.
  public let compute: ComputeSettings
  /// The processes that run the stages together; `nil` for one alone.
  public let group: ProcessGroup?
  /// The version written into the model's plan.
  public let version: String
  /// A complete `localise` folder of another run to use instead of training one.
  public let sharedLocaliser: URL?
  /// Other runs' folders, from which a stage that is the same there is copied instead of run again.
  public let siblings: [URL]
  /// Who hears of progress.
  public let observer: RunObserver

  /// A runner.
  public init(
    recipe: Recipe, cases: [AdaptationCase], roles: LabelRoles, folder: URL,
    compute: ComputeSettings = ComputeSettings(), group: ProcessGroup? = nil, version: String,
    sharedLocaliser: URL? = nil, siblings: [URL] = [], observer: RunObserver = RunObserver()
  ) {
    self.recipe = recipe
    self.cases = cases
    self.roles = roles
    self.folder = folder
    self.compute = compute
    self.group = group
    self.version = version
    self.sharedLocaliser = sharedLocaliser
    self.siblings = siblings
    self.observer = observer
  }

  /// Runs every stage up to and including `last` that is not complete yet.
  ///
  /// - Returns: the seconds each stage took when it ran, also in an earlier call.
  /// - Throws: ``StageMismatch``, ``RecipeMismatch``, `RunInterrupted`, `BatchTooSmall` before a stage runs
  ///   whose batch has fewer slots than there are processes, and what the stages throw.
  @discardableResult
  public func run(through last: Stage = .export) throws -> [(stage: Stage, seconds: Double)] {
    try checkBatches(through: last)
    var times: [(stage: Stage, seconds: Double)] = []
    for stage in recipe.stages {
      times.append((stage, try run(only: stage)))
      if stage == last { break }
    }
    return times
  }

  /// Runs one stage, unless it is complete; the ones before it must be.
  public func run(only stage: Stage) throws -> Double {
    guard recipe.network.classes == roles.classes.count else {
      throw RecipeMismatch(classes: recipe.network.classes, roles: roles)
    }
    if let problem = recipe.problem { throw RecipeError(name: recipe.name, reason: problem) }
    guard recipe.plan == .fixed else {
      throw RecipeError(
        name: recipe.name, reason: "plan: fingerprint is worked out from the data before a run")
    }
    let target = stageFolder(stage)
    if let seconds = try finished(stage, target) { return seconds }
    try target.create()
    let meter = CostMeter()
    do { try make(stage, in: target.url) } catch {
      if isFirst { try target.pause(meter.cost) }
      throw error
    }
    guard isFirst else { return meter.cost.seconds }
    try target.complete(meter.cost)
    return try target.completed()?.seconds ?? meter.cost.seconds
  }

  private func make(_ stage: Stage, in folder: URL) throws {
    switch stage {
    case .localise: try trainLocaliser(folder)
    case .regions: try cutRegions(folder)
    case .translate: try trainTranslator(folder)
    case .synthesise: try synthesise(folder)
    case .pretrain: try pretrain(folder)
    case .segment: try trainSegmenter(folder)
    case .pseudoLabel(let round): try pseudoLabel(round: round, folder)
    case .selfTrain(let round): try selfTrain(round: round, folder)
    case .fineTune: try fineTune(folder)
    case .export: if isFirst { try exportModel(folder) }
    }
  }

  /// What a stage took, whoever ran it; `nil` when it is not complete.
  ///
  /// - Throws: ``StageMismatch`` when it was completed with other settings or data.
  public func cost(of stage: Stage) throws -> StageCost? { try stageFolder(stage).completed() }

  /// The folder of a stage.
  public func url(_ stage: Stage) -> URL {
    folder.appending(path: recipe.folderName(of: stage))
  }

  func stageFolder(_ stage: Stage) -> StageFolder {
    StageFolder(url: url(stage), fingerprint: fingerprint(stage))
  }

  /// A hash of all that a stage's result depends on: its settings and those of the stages before it,
  /// the seed, the cases, the labels' meaning and, where one is used, another run's localiser.
  ///
  /// So a recipe with another segmenter goes on from the translator that is there.
  public func fingerprint(_ stage: Stage) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func text(_ value: some Encodable) -> String {
      (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
    var parts = [text(recipe.labels), text(recipe.seed), text(roles)]
    parts += cases.map { "\($0.id) \($0.site) \($0.isLabelled)" }
    for earlier in recipe.stages.prefix(through: recipe.stages.firstIndex(of: stage) ?? 0) {
      switch earlier {
      case .localise:
        parts += [text(recipe.localiser), text(recipe.localiserTraining)]
        if let sharedLocaliser { parts.append(StageFolder.fingerprint(in: sharedLocaliser)) }
      case .regions: parts.append(text(recipe.region))
      case .translate:
        var translating = recipe.translation
        translating.gate = 0
        parts.append(text(translating))
      case .synthesise: parts.append(text(recipe.translation.gate))
      case .pretrain:
        // How classes are divided among heads does not matter: there are none yet.
        parts += [
          text(reconstruction), text(recipe.pretraining), text(recipe.segmentation.patch),
        ]
        if let pairing = recipe.earPairing { parts.append(text(pairing)) }
      case .segment:
        parts += [text(recipe.network), text(recipe.segmentation), text(recipe.hardCases)]
        if let pairing = recipe.earPairing { parts.append(text(pairing)) }
      case .pseudoLabel:
        // How pseudo-labels are learned from matters to the next stage alone, and how many rounds there
        // are, to none.
        var filter = recipe.selfTraining
        filter.training = recipe.segmentation
        filter.realFraction = 0
        filter.rounds = 0
        filter.rollsBack = false
        parts.append(text(filter))
      case .selfTrain:
        var learning = recipe.selfTraining
        learning.rounds = 0
        parts.append(text(learning))
      case .fineTune:
        parts.append(text(recipe.fewAnnotations))
        parts += cases.filter { !$0.isLabelled && $0.hasAnnotation }.map(\.id)
      case .export: break
      }
    }
    return stableHash(parts.joined(separator: "\n"))
  }

  /// The sites of the unlabelled cases, sorted.
  var targetSites: [String] {
    Set(cases.filter { !$0.isLabelled }.map(\.site)).sorted()
  }

  /// The styles that a translator renders: the sites, or all of them as one.
  var styles: [String] {
    switch recipe.translation.styles {
    case .perSite: targetSites
    case .pooled: targetSites.isEmpty ? [] : ["pooled"]
    }
  }

  var device: Device { compute.device }

  func report(_ stage: Stage, _ done: Int, _ total: Int, _ detail: String = "") throws {
    if isFirst {
      observer.progress(
        ProgressUpdate(stage: stage.rawValue, done: done, total: total, detail: detail))
    }
    if observer.shouldStop() { throw RunInterrupted(stage: stage.rawValue) }
  }
}
