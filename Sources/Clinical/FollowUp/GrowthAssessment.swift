#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The choices that an assessment depends on.
public struct GrowthCriteria: Hashable, Sendable, Codable {
  /// The relative growth that `stable` must exclude.
  public var margin = 0.2
  /// The months after radiosurgery in which enlargement is taken for transient.
  ///
  /// - Source: of 37 tumours that shrank in the end, 11 had swollen first; regression took 34 months
  ///   in the median (AJNR 29:906, 2008).
  public var swellingWindow = 36
  /// The error of each reading.
  public var error = ReadingError()

  /// The usual criteria.
  public init() {}
}

/// What one lesion's course shows, and why.
public struct GrowthAssessment: Hashable, Sendable, Codable {
  /// The answer.
  public let answer: GrowthAnswer
  /// Why, the weightiest first.
  public let reasons: [GrowthReason]
  /// All readings, by date.
  public let readings: [LesionReading]
  /// The treatments, by date.
  public let treatments: [Treatment]
  /// The criteria used.
  public let criteria: GrowthCriteria
  /// The place among ``readings`` that the latest is compared with; `nil` with fewer than two.
  public let baseline: Int?
  /// The relative change of the volume since the baseline, with its 95 % interval.
  public let change: Estimate?
  /// The growth rate per year, `exp(rate) - 1`, with its 95 % interval; `nil` where there is no one
  /// rate: after radiosurgery, or for an uneven course.
  public let annualGrowth: Estimate?
  /// How much an unchanged tumour of this size would seem to grow by chance, in 2.5 % of courses with
  /// these visits, sequences and slices.
  public let limitOfChange: Double?
  /// The change of the largest diameter since the baseline, in mm.
  public let diameterChange: Double?
  /// Whether the latest volume is at least 20 % above the baseline's: the usual rule, without error.
  public let meetsTwentyPercent: Bool?
  /// Whether the diameter grew by the criterion of 2 mm, wider on thick slices.
  public let meetsTwoMillimetres: Bool?
  /// Whether the enlargement lies within the window after radiosurgery.
  public let isTransientEnlargement: Bool
  /// The time in which the volume doubles; `nil` unless it increases at one rate.
  public let doublingTime: DoublingTime?
}

/// The time in which a volume doubles at its present rate.
public struct DoublingTime: Hashable, Sendable, Codable {
  /// The most likely time in years.
  public let years: Double
  /// The lower end of the 95 % interval, in years.
  public let low: Double
  /// The upper end; `nil` where it is unbounded, as no growth is not excluded.
  public let high: Double?

  /// The doubling time of a growth rate; `nil` when that is not above 0.
  init?(annualGrowth: Estimate) {
    guard annualGrowth.value > 0 else { return nil }
    let time = { (growth: Double) in log(2) / log1p(growth) }
    years = time(annualGrowth.value)
    low = time(annualGrowth.high)
    high = annualGrowth.low > 0 ? time(annualGrowth.low) : nil
  }
}
