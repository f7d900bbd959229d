public import Imaging

/// What speaks for or against a prediction without its truth.
public struct CaseEvidence: Codable, Hashable, Sendable {
  /// The mean Dice of the tumour over pairs of views, in 0...1; a pair without a tumour counts 0, since
  /// every patient of this task has one.
  ///
  /// - Source: the pairwise Dice of Roy et al., NeuroImage 195, 2019, there over Monte Carlo samples.
  public var tumourAgreement: Double
  /// The same of the cochleas.
  public var cochleaAgreement: Double
  /// The mean entropy of the predicted tumour's voxels over all classes, as a part of the largest possible;
  /// 1 without a tumour.
  public var tumourEntropy: Double
  /// The same of the cochleas.
  public var cochleaEntropy: Double
  /// The part of the foreground's voxels that the clean-up removed, in 0...1; 0 without foreground.
  public var strayFraction: Double
  /// What cannot be, and volumes.
  public var findings: AnatomicalPlausibility.Findings
  /// Whether the localiser was sure of both ears.
  public var earsFound: Bool
  /// The largest distance in mm from a predicted cochlea's centre to the nearest ear of the localiser;
  /// `nil` without a cochlea.
  public var earDistance: Double?
  /// How unlike the training scans the region's intensities are; `nil` where the model has no fingerprint.
  ///
  /// 1 is as far as the training scan that is least like the others.
  public var intensityDistance: Double?

  /// Evidence from views of one region.
  ///
  /// - Parameters:
  ///   - views: the class probabilities of each view (a flip, a model), on one grid; at least two.
  ///   - mean: the class probabilities that the prediction is made of.
  ///   - labels: the cleaned-up prediction on that grid.
  ///   - ears: the positions of the localiser, in mm RAS+.
  /// - Throws: ``GridMismatch``.
  public init(
    views: [ProbabilityMap], mean: ProbabilityMap, labels: LabelMap, tumour: Set<UInt8>,
    cochlea: UInt8, ears: [SIMD3<Double>], earsFound: Bool, intensityDistance: Double?,
    plausibility: AnatomicalPlausibility = AnatomicalPlausibility()
  ) throws(GridMismatch) {
    let predictions = views.map { $0.argmax() }
    tumourAgreement = try Self.agreement(predictions.map { $0.mask(of: tumour) })
    cochleaAgreement = try Self.agreement(predictions.map { $0.mask(of: [cochlea]) })
    tumourEntropy = mean.meanEntropy(in: labels.mask(of: tumour)) ?? 1
    cochleaEntropy = mean.meanEntropy(in: labels.mask(of: [cochlea])) ?? 1
    let raw = mean.argmax().voxels.count { $0 != 0 }
    let kept = labels.voxels.count { $0 != 0 }
    strayFraction = raw > 0 ? max(0, 1 - Double(kept) / Double(raw)) : 0
    findings = plausibility.findings(in: labels, tumour: tumour, cochlea: cochlea)
    self.earsFound = earsFound
    earDistance = labels.mask(of: [cochlea]).connectedComponents(.corners).components
      .compactMap { component in
        let centre = labels.grid.world(component.centroid)
        return ears.map { ($0 - centre).length }.min()
      }.max()
    self.intensityDistance = intensityDistance
  }

  /// The mean Dice over all pairs of masks; 1 for one mask, 0 for a pair of empty ones.
  static func agreement(_ masks: [Mask]) throws(GridMismatch) -> Double {
    var sum = 0.0
    var pairs = 0
    for i in masks.indices {
      for j in 0..<i {
        sum += try diceScore(masks[i], masks[j]) ?? 0
        pairs += 1
      }
    }
    return pairs > 0 ? sum / Double(pairs) : 1
  }
}
