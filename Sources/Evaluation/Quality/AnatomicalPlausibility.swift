public import Imaging

/// What a prediction without truth must look like: one tumour near one ear, two cochleas of plausible size.
public struct AnatomicalPlausibility: Codable, Hashable, Sendable {
  /// Plausible volumes of one cochlea in mm3.
  public var cochleaVolume: ClosedRange<Double>
  /// Plausible volumes of the whole tumour in mm3.
  public var tumourVolume: ClosedRange<Double>
  /// A tumour must come within this many mm of a cochlea.
  public var tumourDistance: Double

  /// Ranges; the default leaves room around those of crossMoDA 2023 (cochlea about 92 mm3, tumour 20 mm3
  /// to 27 cm3; no tumour of 165 lies further than 9.1 mm from its cochlea).
  public init(
    cochleaVolume: ClosedRange<Double> = 25...220, tumourVolume: ClosedRange<Double> = 15...30_000,
    tumourDistance: Double = 10
  ) {
    self.cochleaVolume = cochleaVolume
    self.tumourVolume = tumourVolume
    self.tumourDistance = tumourDistance
  }

  /// What was found in a prediction.
  public struct Findings: Codable, Hashable, Sendable {
    /// A sentence for each thing that cannot be; empty for a plausible prediction.
    public var problems: [String]
    /// In mm3.
    public var tumourVolume: Double
    /// In mm3, larger first; pieces that share a corner are one.
    public var cochleaVolumes: [Double]
  }

  /// Looks at a prediction.
  ///
  /// - Parameters:
  ///   - tumour: the labels whose union is the tumour.
  ///   - cochlea: the label of both cochleas.
  public func findings(
    in labels: LabelMap, tumour: Set<UInt8>, cochlea: UInt8
  ) -> Findings {
    var problems: [String] = []
    let cochleas = labels.mask(of: [cochlea]).connectedComponents(.corners).components
    if cochleas.count != 2 {
      problems.append("expected two cochleas, found \(cochleas.count)")
    }
    for volume in cochleas.map(\.volume) where !cochleaVolume.contains(volume) {
      problems.append("a cochlea of \(rounded(volume)) mm3 is outside \(cochleaVolume)")
    }
    let tumourMask = labels.mask(of: tumour)
    if !tumourVolume.contains(tumourMask.volume) {
      problems.append(
        "a tumour of \(rounded(tumourMask.volume)) mm3 is outside \(tumourVolume)")
    }
    if !tumourMask.isEmpty, !cochleas.isEmpty {
      let distance = tumourMask.distanceTransform()
      let nearest = labels.voxels.indices.filter { labels.voxels[$0] == cochlea }
        .map { distance.voxels[$0] }.min()
      if let nearest, Double(nearest) > tumourDistance {
        problems.append("the tumour lies \(rounded(Double(nearest))) mm from the nearest cochlea")
      }
    }
    return Findings(
      problems: problems, tumourVolume: tumourMask.volume, cochleaVolumes: cochleas.map(\.volume))
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
