/// A tumour's size class by its largest extra-meatal diameter.
///
/// - Source: the consensus of Kanzaki et al., Otol Neurotol 24:642, 2003.
public enum SizeGrade: Int, Hashable, Sendable, Codable, CaseIterable {
  /// No part outside the canal.
  case intrameatal
  /// Up to 10 mm.
  case small
  /// 11 to 20 mm.
  case medium
  /// 21 to 30 mm.
  case moderatelyLarge
  /// 31 to 40 mm.
  case large
  /// Above 40 mm.
  case giant

  /// The class of a diameter in mm, rounded to whole millimetres as reports give it; `nil` for a
  /// tumour without an extra-meatal part.
  public init(extraMeatalDiameter: Double?) {
    guard let extraMeatalDiameter else {
      self = .intrameatal
      return
    }
    let millimetres = extraMeatalDiameter.rounded(.toNearestOrAwayFromZero)
    switch millimetres {
    case ...10: self = .small
    case ...20: self = .medium
    case ...30: self = .moderatelyLarge
    case ...40: self = .large
    default: self = .giant
    }
  }
}
