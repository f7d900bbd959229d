/// What may be fixed about a simulated patient; everything else is drawn.
public struct PatientOptions: Hashable, Sendable, Codable {
  /// The strength of the anatomical warp: 1 for the usual spread, 0 for the template's pose.
  public var variation: Double
  /// The share of tumours that lie wholly inside the canal.
  public var intracanalicularFraction: Double
  /// The share of the other tumours that are remnants after an operation.
  public var postOperativeFraction: Double
  /// The volume outside the canal in mm3, before the warp; `nil` to draw one.
  public var extraMeatalVolume: Double?
  /// How many times its volume the tumour's part outside the canal has.
  ///
  /// The part inside has as many times its cross-section when this is below 1 or there is no other
  /// part; bone keeps it from growing otherwise. Everything else of the patient stays, so two values are
  /// two visits.
  public var growth: Double

  /// Options with the challenge's frequencies as defaults: 7 of its 227 labelled cases of 2023 have
  /// no part outside the canal, 28 of its 210 of 2022 had been operated on.
  public init(
    variation: Double = 1, intracanalicularFraction: Double = 0.03,
    postOperativeFraction: Double = 0.13, extraMeatalVolume: Double? = nil, growth: Double = 1
  ) {
    self.variation = variation
    self.intracanalicularFraction = intracanalicularFraction
    self.postOperativeFraction = postOperativeFraction
    self.extraMeatalVolume = extraMeatalVolume
    self.growth = growth
  }
}
