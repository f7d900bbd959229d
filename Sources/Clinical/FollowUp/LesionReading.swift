/// One lesion at one visit, as its course needs it.
public struct LesionReading: Hashable, Sendable, Codable {
  /// The day of the scan.
  public let date: VisitDate
  /// The sequence, as `ceT1` or `T2`; `nil` where it is not known.
  public let sequence: String?
  /// The distance between slices in mm.
  public let sliceThickness: Double
  /// The volume in mm3, above 0.
  public let volume: Double
  /// The largest diameter in mm, of the part outside the canal where parts are told apart; `nil` for
  /// none.
  public let diameter: Double?

  /// A reading from its parts.
  public init(
    date: VisitDate, sequence: String?, sliceThickness: Double, volume: Double,
    diameter: Double? = nil
  ) {
    self.date = date
    self.sequence = sequence
    self.sliceThickness = sliceThickness
    self.volume = volume
    self.diameter = diameter
  }
}
