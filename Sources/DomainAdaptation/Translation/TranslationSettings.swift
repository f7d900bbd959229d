public import Networks

/// How the unpaired translator from ceT1 to T2 is trained.
public struct TranslationSettings: Codable, Hashable, Sendable {
  /// Training steps, each on one batch of slices.
  public var steps: Int
  /// Slices per step.
  public var batch: Int
  /// The step size of Adam for the generator, twice the discriminator's; both fall linearly to 0
  /// over the last half.
  public var learningRate: Double
  /// Feature channels of the generator at full resolution.
  public var generatorWidth: Int
  /// Residual blocks of the generator.
  public var generatorBlocks: Int
  /// Feature channels of the discriminator's first level.
  public var discriminatorWidth: Int
  /// The weight of the local correlation loss, which keeps structure.
  public var structureWeight: Double
  /// The weight of the patch-wise contrastive loss of CUT.
  public var contrastiveWeight: Double
  /// The weight of the edge loss around tumour and cochlea.
  public var edgeWeight: Double
  /// The weight of the identity loss: a T2 slice put through the generator should stay itself.
  public var identityWeight: Double
  /// Positions compared by the contrastive loss, per feature level.
  public var positions: Int
  /// The weight, at first, of the squared distance to a T2 slice of another patient at the same place;
  /// it falls to 0 over ``alignedFraction``.
  public var alignmentWeight: Double
  /// The part of the steps in which that distance counts.
  public var alignedFraction: Double
  /// The deviation of the noise that the discriminator first sees on images in -1...1.
  public var discriminatorNoise: Double
  /// What is drawn into the source before translation.
  public var edit: SourceEdit
  /// Steps between checkpoints.
  public var checkpointEvery: Int

  /// Settings; the defaults fit a demonstration on two CPU cores.
  public init(
    steps: Int = 1500, batch: Int = 2, learningRate: Double = 4e-4, generatorWidth: Int = 12,
    generatorBlocks: Int = 3, discriminatorWidth: Int = 16, structureWeight: Double = 2,
    contrastiveWeight: Double = 0, edgeWeight: Double = 1, identityWeight: Double = 0,
    positions: Int = 192,
    alignmentWeight: Double = 20, alignedFraction: Double = 0.6, discriminatorNoise: Double = 0.3,
    edit: SourceEdit = SourceEdit(), checkpointEvery: Int = 200
  ) {
    self.steps = steps
    self.batch = batch
    self.learningRate = learningRate
    self.generatorWidth = generatorWidth
    self.generatorBlocks = generatorBlocks
    self.discriminatorWidth = discriminatorWidth
    self.structureWeight = structureWeight
    self.contrastiveWeight = contrastiveWeight
    self.edgeWeight = edgeWeight
    self.identityWeight = identityWeight
    self.positions = positions
    self.discriminatorNoise = discriminatorNoise
    self.alignmentWeight = alignmentWeight
    self.alignedFraction = alignedFraction
    self.edit = edit
    self.checkpointEvery = checkpointEvery
  }

  /// The generator for a number of target sites.
  public func generator(sites: Int) -> StyleGenerator.Configuration {
    StyleGenerator.Configuration(width: generatorWidth, blocks: generatorBlocks, sites: sites)
  }
}
