import Imaging

/// What the values of a label map mean, for measuring.
public struct TumourLabels: Hashable, Sendable, Codable {
  /// The tumour's part in the cerebellopontine angle; `nil` where the tumour is one label.
  public let extraMeatal: UInt8?
  /// The tumour's part in the internal auditory canal; `nil` where the tumour is one label.
  public let intraMeatal: UInt8?
  /// The whole tumour; `nil` where its parts are separate labels.
  public let undivided: UInt8?
  /// Both cochleas.
  public let cochlea: UInt8

  /// crossMoDA 2023: 1 extra-meatal, 2 intra-meatal, 3 cochleas.
  public static let parts = TumourLabels(
    extraMeatal: 1, intraMeatal: 2, undivided: nil, cochlea: 3)
  /// crossMoDA 2021 and 2022: 1 tumour, 2 cochleas.
  public static let whole = TumourLabels(
    extraMeatal: nil, intraMeatal: nil, undivided: 1, cochlea: 2)

  /// The values of the tumour.
  var tumour: Set<UInt8> { Set([extraMeatal, intraMeatal, undivided].compactMap(\.self)) }

  /// Throws unless a map holds nothing but these values and 0.
  func check(_ map: LabelMap) throws(MeasureError) {
    let allowed = tumour.union([0, cochlea]).sorted()
    if let stranger = map.labels.first(where: { !allowed.contains($0) }) {
      throw .unknownLabel(found: stranger, expected: allowed)
    }
  }
}
