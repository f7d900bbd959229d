import Imaging
import Learning
import Networks
import Preprocessing
import Torch

extension Recipe {
  /// How much computing a recipe may take.
  public enum Budget: String, CaseIterable, Sendable {
    /// Minutes on two CPU cores; for demonstrations and first looks.
    case quick
    /// Hours on a GPU.
    case full
  }

  /// What every recipe builds on, within a budget and for labels of a meaning: the settings of `default`.
  public init(budget: Budget, roles: LabelRoles, seed: UInt64) {
    let isQuick = budget == .quick
    let patch = isQuick ? SIMD3(48, 48, 28) : SIMD3(64, 64, 28)
    let spatial = SpatialAugmentation()
    let structures = Recipe.structures(roles)
    let segmentation = SegmentationSettings(
      steps: isQuick ? 2400 : 30_000, batch: 2, patch: patch,
      learningRate: isQuick ? 5e-3 : 2e-3, schedule: .cosine(warmup: isQuick ? 20 : 500),
      foregroundWeight: 10, spatial: spatial,
      intensity: IntensityAugmentation(), structures: structures,
      checkpointEvery: isQuick ? 50 : 500)
    var selfTraining = segmentation
    selfTraining.steps = isQuick ? 1000 : 15_000
    selfTraining.learningRate = segmentation.learningRate / 2
    selfTraining.foregroundWeight = 1
    self.init(
      version: Recipe.currentVersion, name: "default", summary: "", labels: .source, seed: seed,
      plan: .fixed, region: RegionPlan(), localiser: EarLocaliser.Plan(),
      localiserTraining: SegmentationSettings(
        steps: isQuick ? 1400 : 14_000, patch: SIMD3(48, 48, 16), learningRate: 4e-3,
        schedule: .cosine(warmup: 10), foregroundProbability: 0.5, foregroundWeight: 8,
        supervisedLevels: 1, spatial: SpatialAugmentation(scale: 0.85...1.2, probability: 0.4),
        intensity: nil,
        contrast: RandomContrast()),
      translation: TranslationSettings(
        steps: isQuick ? 1500 : 60_000, generatorWidth: isQuick ? 12 : 48,
        generatorBlocks: isQuick ? 3 : 9, discriminatorWidth: isQuick ? 16 : 64,
        checkpointEvery: isQuick ? 200 : 1000),
      network: UNet.Configuration(
        classes: roles.classes.count,
        channels: isQuick ? [12, 24, 48, 96] : [32, 64, 128, 256, 320],
        strides: isQuick
          ? [[1, 1, 1], [1, 2, 2], [2, 2, 2], [2, 2, 2]]
          : [[1, 1, 1], [1, 2, 2], [2, 2, 2], [2, 2, 2], [1, 2, 2]]),
      segmentation: segmentation, selfTraining: SelfTrainingSettings(training: selfTraining),
      fewAnnotations: FewAnnotationSettings(training: selfTraining))
  }

  /// Tumour and cochlea vary on T2 more than a translator shows: the cheapest gain of the challenge.
  ///
  /// The cochlea's level, too: what fills it on T2 is flat up to its wall, on translated T2 it
  /// glows from within, and a network that learns that glow draws real cochleas too large.
  ///
  /// - Source: jwc-rad 2021 (tumour halved: +11.6 points of VS Dice), LaTIM 2022, Vandy365 2023.
  static func structures(_ roles: LabelRoles) -> [LabelIntensityAugmentation] {
    [
      LabelIntensityAugmentation(
        labels: roles.tumour, probability: 0.9, change: .level(0.12...0.6), rimProbability: 0.6),
      LabelIntensityAugmentation(
        labels: [roles.cochlea], probability: 0.5, change: .factor(0.4...1.5)),
      LabelIntensityAugmentation(
        labels: [roles.cochlea], probability: 0.5, change: .level(0.2...0.9)),
    ]
  }
}
