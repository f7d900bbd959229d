/// What a course of readings shows.
public enum GrowthAnswer: String, Hashable, Sendable, Codable, CaseIterable {
  /// The volume has increased by more than readings differ by chance.
  case grown
  /// No change beyond chance is seen, and growth or shrinkage by the criterion is excluded.
  case stable
  /// The volume has decreased by more than readings differ by chance.
  case shrunk
  /// The readings neither show a change nor exclude one, or should not be compared.
  case cannotTell = "cannot tell"

  /// The answer in Japanese.
  public var japanese: String {
    switch self {
    case .grown: "増大"
    case .stable: "不変"
    case .shrunk: "縮小"
    case .cannotTell: "判定不能"
    }
  }
}

/// One reason for an answer, in words.
public struct GrowthReason: Hashable, Sendable, Codable {
  /// What the reason is about, for programs: one word or a few, joined by hyphens.
  public let code: String
  /// A sentence in English.
  public let english: String
  /// The sentence in Japanese.
  public let japanese: String

  /// A reason from its code and its two sentences.
  public init(_ code: String, _ english: String, _ japanese: String) {
    self.code = code
    self.english = english
    self.japanese = japanese
  }
}

/// A relative change as people write it: "+34 %", "−5 %", "0 %".
func signedPercent(_ change: Double) -> String {
  let whole = Int((change * 100).rounded())
  return whole == 0 ? "0 %" : (whole > 0 ? "+" : "\u{2212}") + "\(abs(whole)) %"
}

/// A positive number with one decimal.
func oneDecimal(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}
