/// Something about a case that a reader should know before trusting a number measured on it.
public struct QualityFlag: Codable, Hashable, Sendable {
  /// What was looked at.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// An ear is outside the image, or the head is cut at its side.
    case fieldOfView
    /// Fluid is not bright against brain: not a T2 image.
    case contrast
    /// Slices are too far apart to measure small structures on.
    case thickSlices
    /// Neighbouring slices differ much more in one place than elsewhere: slices are missing there.
    case missingSlices
    /// The header's directions contradict each other, are absent, or contradict the anatomy.
    case orientation
    /// The tumour is on another side than was stated.
    case side
    /// Noise is too strong.
    case noise
    /// Ghosts of motion.
    case motion
    /// Fewer or more cochleas than two.
    case cochleas
    /// A structure's volume is not one that patients have.
    case volume
    /// A structure lies where it cannot lie.
    case position
    /// The tumour is in several pieces far from each other.
    case severalTumours
    /// Two segmentations of the tumour differ.
    case disagreement
  }

  /// How much a flag matters.
  public enum Severity: String, Codable, CaseIterable, Comparable, Sendable {
    /// Numbers may still be right; look at the case.
    case warning
    /// Numbers measured on this case are not to be trusted.
    case error

    /// Warnings come before errors.
    public static func < (a: Severity, b: Severity) -> Bool { a == .warning && b == .error }
  }

  /// What was looked at.
  public let kind: Kind
  /// How much it matters.
  public let severity: Severity
  /// What was measured; `nil` where the finding is no number.
  public let measured: Double?
  /// The limit that it passed; `nil` where the finding is no number.
  public let limit: Double?
  /// The unit of both, as "mm"; empty for shares and counts.
  public let unit: String
  /// The finding in a sentence.
  public let reason: BilingualText

  init(
    _ kind: Kind, _ severity: Severity, measured: Double? = nil, limit: Double? = nil,
    unit: String = "", _ english: String, _ japanese: String
  ) {
    self.kind = kind
    self.severity = severity
    self.measured = measured
    self.limit = limit
    self.unit = unit
    reason = BilingualText(english, japanese)
  }
}
