import Clinical

/// A date from a text known to be one; traps otherwise.
func date(_ text: String) -> VisitDate {
  guard let date = VisitDate(text) else { preconditionFailure("\(text) is no date") }
  return date
}

/// Readings of volumes in mm3, a year apart from 2020-01-01, on ceT1 with thin slices.
func readings(
  _ volumes: [Double], sequences: [String?] = ["ceT1"], thickness: [Double] = [1.5],
  diameters: [Double?] = [nil], daysApart: Int = 365
) -> [LesionReading] {
  volumes.enumerated().map { n, volume in
    LesionReading(
      date: date("2020-01-01").adding(days: n * daysApart),
      sequence: sequences[n % sequences.count], sliceThickness: thickness[n % thickness.count],
      volume: volume, diameter: diameters[n % diameters.count])
  }
}

extension GrowthAssessment {
  /// The codes of the reasons.
  var codes: [String] { reasons.map(\.code) }
}
