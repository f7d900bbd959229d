public import Networks

/// How the unpaired translator from ceT1 to T2 is trained.
public struct TranslationSettings: Codable, Hashable, Sendable {
  /// Training steps, each on one batch of slices.
  public var steps: Int
  /// Slices per step.
  public var batch: Int
  /// The step size of Adam for generator and discriminator; halves linearly to 0 over the last half.
  public var learningRate: Double
  /// Feature channels of the generator at full resolution.
  public var generatorWidth: Int
  /// Residual blocks of the generator.
  public var generatorBlocks: Int
  /// Feature channels of the discriminator's first level.
  public var discriminatorWidth: Int
  /// The weight of the patch-wise contrastive loss, which keeps structure.
  public var contrastiveWeight: Double
  /// The weight of the edge loss around tumour and cochlea.
  public var edgeWeight: Double
  /// The weight of the identity loss: a T2 slice put through the generator should stay itself.
  public var identityWeight: Double
  /// Positions compared by the contrastive loss, per feature level.
  public var positions: Int
  /// What is drawn into the source before translation.
  public var edit: SourceEdit
  /// Steps between checkpoints.
  public var checkpointEvery: Int

  /// Settings; the defaults fit a demonstration on two CPU cores.
  public init(
    steps: Int = 1200, batch: Int = 2, learningRate: Double = 4e-4, generatorWidth: Int = 12,
    generatorBlocks: Int = 3, discriminatorWidth: Int = 16, contrastiveWeight: Double = 1,
    edgeWeight: Double = 1, identityWeight: Double = 2, positions: Int = 192,
    edit: SourceEdit = SourceEdit(), checkpointEvery: Int = 200
  ) {
    self.steps = steps
    self.batch = batch
    self.learningRate = learningRate
    self.generatorWidth = generatorWidth
    self.generatorBlocks = generatorBlocks
    self.discriminatorWidth = discriminatorWidth
    self.contrastiveWeight = contrastiveWeight
    self.edgeWeight = edgeWeight
    self.identityWeight = identityWeight
    self.positions = positions
    self.edit = edit
    self.checkpointEvery = checkpointEvery
  }

  /// The generator for a number of target sites.
  public func generator(sites: Int) -> StyleGenerator.Configuration {
    StyleGenerator.Configuration(width: generatorWidth, blocks: generatorBlocks, sites: sites)
  }
}
