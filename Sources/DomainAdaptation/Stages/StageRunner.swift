public import Foundation
public import Learning
import Networks
public import Torch

/// Runs a recipe's stages in a folder; what is complete is not run again.
public struct StageRunner {
  /// The method.
  public let recipe: Recipe
  /// All training cases.
  public let cases: [AdaptationCase]
  /// What the labels mean.
  public let roles: LabelRoles
  /// The run's folder.
  public let folder: URL
  /// Where tensors live.
  public let device: Device
  /// Whether networks compute in bfloat16.
  public let usesBFloat16: Bool
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
    recipe: Recipe, cases: [AdaptationCase], roles: LabelRoles, folder: URL, device: Device = .cpu,
    usesBFloat16: Bool = false, version: String, sharedLocaliser: URL? = nil,
    siblings: [URL] = [], observer: RunObserver = RunObserver()
  ) {
    self.recipe = recipe
    self.cases = cases
    self.roles = roles
    self.folder = folder
    self.device = device
    self.usesBFloat16 = usesBFloat16
    self.version = version
    self.sharedLocaliser = sharedLocaliser
    self.siblings = siblings
    self.observer = observer
  }

  /// Runs every stage up to and including `last` that is not complete yet.
  ///
  /// - Returns: the seconds each stage took when it ran, also in an earlier call.
  /// - Throws: ``StageMismatch``, ``RecipeMismatch``, `RunInterrupted`, and what the stages throw.
  @discardableResult
  public func run(through last: Stage = .export) throws -> [(stage: Stage, seconds: Double)] {
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
    if let seconds = try target.completed() { return seconds }
    if stage != .export, try target.adopt(stage, from: siblings),
      let seconds = try target.completed()
    {
      return seconds
    }
    try target.create()
    let start = ContinuousClock.now
    switch stage {
    case .localise: try trainLocaliser(target.url)
    case .regions: try cutRegions(target.url)
    case .translate: try trainTranslator(target.url)
    case .synthesise: try synthesise(target.url)
    case .pretrain: try pretrain(target.url)
    case .segment: try trainSegmenter(target.url)
    case .pseudoLabel(let round): try pseudoLabel(round: round, target.url)
    case .selfTrain(let round): try selfTrain(round: round, target.url)
    case .fineTune: try fineTune(target.url)
    case .export: try exportModel(target.url)
    }
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    try target.complete(seconds: elapsed)
    return elapsed
  }

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
  func fingerprint(_ stage: Stage) -> String {
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
      case .segment:
        parts += [text(recipe.network), text(recipe.segmentation), text(recipe.hardCases)]
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

  func report(_ stage: Stage, _ done: Int, _ total: Int, _ detail: String = "") throws {
    observer.progress(
      ProgressUpdate(stage: stage.rawValue, done: done, total: total, detail: detail))
    if observer.shouldStop() { throw RunInterrupted(stage: stage.rawValue) }
  }
}
