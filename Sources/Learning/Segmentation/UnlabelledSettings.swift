/// What a segmenter learns from unlabelled target images while it learns from labelled ones.
///
/// Each term has a weight; 0 leaves it out. Weights rise from 0 over the first ``rampUp`` of the steps, as
/// exp(-5 (1 - t)^2), since a network that knows nothing yet has nothing to be sure of.
///
/// - Source: the ramp of Laine and Aila, ICLR 2017.
public struct UnlabelledSettings: Codable, Hashable, Sendable {
  /// Unlabelled patches per step.
  public var batch: Int
  /// The part of the steps over which the weights rise.
  public var rampUp: Double
  /// The weight of the entropy of predictions (ADVENT, minimised directly).
  public var entropyWeight: Double
  /// The weight of the maximum squares loss of predictions.
  public var squaresWeight: Double
  /// The weight of the distance to a mean teacher that sees the patch without random intensities; the
  /// teacher is what is kept in the end.
  public var consistencyWeight: Double
  /// How much of the teacher stays at each step.
  public var teacherDecay: Double
  /// The strength of gradient reversal at the lowest features (DANN).
  public var featureAlignmentWeight: Double
  /// The weight of a discriminator on the class probabilities (AdaptSegNet).
  public var outputAlignmentWeight: Double
  /// The step size of Adam for classifier and discriminator.
  public var discriminatorRate: Double

  /// Settings, by default without any term.
  public init(
    batch: Int = 1, rampUp: Double = 0.3, entropyWeight: Double = 0,
    squaresWeight: Double = 0, consistencyWeight: Double = 0,
    teacherDecay: Double = 0.99, featureAlignmentWeight: Double = 0,
    outputAlignmentWeight: Double = 0, discriminatorRate: Double = 1e-3
  ) {
    self.batch = batch
    self.rampUp = rampUp
    self.entropyWeight = entropyWeight
    self.squaresWeight = squaresWeight
    self.consistencyWeight = consistencyWeight
    self.teacherDecay = teacherDecay
    self.featureAlignmentWeight = featureAlignmentWeight
    self.outputAlignmentWeight = outputAlignmentWeight
    self.discriminatorRate = discriminatorRate
  }
}
