/// What may be fixed about a simulated patient; everything else is drawn.
public struct PatientOptions: Hashable, Sendable, Codable {
  /// The strength of the anatomical warp: 1 for the usual spread, 0 for the template's pose.
  public var variation: Double
  /// The share of tumours that lie wholly inside the canal.
  public var intracanalicularFraction: Double
  /// The volume outside the canal in mm3, before the warp; `nil` to draw one.
  public var extraMeatalVolume: Double?

  /// Options with the published frequencies as defaults.
  public init(
    variation: Double = 1, intracanalicularFraction: Double = 0.04,
    extraMeatalVolume: Double? = nil
  ) {
    self.variation = variation
    self.intracanalicularFraction = intracanalicularFraction
    self.extraMeatalVolume = extraMeatalVolume
  }
}
