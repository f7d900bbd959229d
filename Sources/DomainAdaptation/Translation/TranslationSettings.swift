/// How the unpaired translator from ceT1 to T2 is trained.
public struct TranslationSettings: Codable, Hashable, Sendable {
  /// How ceT1 becomes T2.
  public var method: TranslationMethod
  /// What the translator sees at once.
  public var view: TranslationView
  /// The slices of a slab (odd) or a block (a multiple of 4, at least 8).
  public var depth: Int
  /// The generator.
  public var generator: GeneratorKind
  /// How many styles there are.
  public var styles: StyleChoice
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
  /// The same on T2 patches put through the generator, which should stay themselves (CUT's identity).
  public var identityContrastWeight: Double
  /// Which positions the contrastive losses compare at the deepest levels.
  public var contrastSelection: ContrastSelection
  /// The weight of the round trip, ceT1 to T2 and back and the other way, of `cycle` and
  /// `shared-encoder`.
  public var cycleWeight: Double
  /// The weight of a segmentation of the source from the generator's features.
  public var sourceSegmentationWeight: Double
  /// The weight of a segmentation of the translated image by a network that learns beside.
  public var fakeSegmentationWeight: Double
  /// The part of the steps after which that segmentation begins to count.
  public var fakeSegmentationStart: Double
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
  /// Whether the discriminator sees where each pixel lies in the region.
  public var discriminatorSeesPlace: Bool
  /// The deviation of the noise that the discriminator first sees on images in -1...1.
  public var discriminatorNoise: Double
  /// A rendering whose cochleas agree with the source by less does not teach; 0 rejects none.
  public var gate: Double
  /// What is drawn into the source before translation.
  public var edit: SourceEdit
  /// Steps between checkpoints.
  public var checkpointEvery: Int

  /// Settings; the defaults fit a demonstration on two CPU cores.
  public init(
    method: TranslationMethod = .oneWay, view: TranslationView = .slice, depth: Int = 1,
    generator: GeneratorKind = .skip, styles: StyleChoice = .perSite, steps: Int = 1500,
    batch: Int = 2, learningRate: Double = 4e-4, generatorWidth: Int = 12,
    generatorBlocks: Int = 3, discriminatorWidth: Int = 16, structureWeight: Double = 2,
    contrastiveWeight: Double = 0, identityContrastWeight: Double = 0,
    contrastSelection: ContrastSelection = .random, cycleWeight: Double = 10,
    sourceSegmentationWeight: Double = 0, fakeSegmentationWeight: Double = 0,
    fakeSegmentationStart: Double = 1.0 / 12, edgeWeight: Double = 1, identityWeight: Double = 0,
    positions: Int = 192,
    alignmentWeight: Double = 20, alignedFraction: Double = 0.6,
    discriminatorSeesPlace: Bool = true, discriminatorNoise: Double = 0.3,
    gate: Double = 0, edit: SourceEdit = SourceEdit(), checkpointEvery: Int = 200
  ) {
    self.method = method
    self.view = view
    self.depth = depth
    self.generator = generator
    self.styles = styles
    self.steps = steps
    self.batch = batch
    self.learningRate = learningRate
    self.generatorWidth = generatorWidth
    self.generatorBlocks = generatorBlocks
    self.discriminatorWidth = discriminatorWidth
    self.structureWeight = structureWeight
    self.contrastiveWeight = contrastiveWeight
    self.identityContrastWeight = identityContrastWeight
    self.contrastSelection = contrastSelection
    self.cycleWeight = cycleWeight
    self.sourceSegmentationWeight = sourceSegmentationWeight
    self.fakeSegmentationWeight = fakeSegmentationWeight
    self.fakeSegmentationStart = fakeSegmentationStart
    self.edgeWeight = edgeWeight
    self.identityWeight = identityWeight
    self.positions = positions
    self.discriminatorSeesPlace = discriminatorSeesPlace
    self.discriminatorNoise = discriminatorNoise
    self.alignmentWeight = alignmentWeight
    self.alignedFraction = alignedFraction
    self.gate = gate
    self.edit = edit
    self.checkpointEvery = checkpointEvery
  }
}
