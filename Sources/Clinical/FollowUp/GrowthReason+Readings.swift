/// Reasons that follow from the readings' numbers.
extension GrowthReason {
  static let oneVisit = GrowthReason(
    "one-visit", "The lesion was measured once: change needs at least two visits.",
    "計測が1回のみのため、変化は評価できません。")

  static let sameDay = GrowthReason(
    "same-day", "All readings are of one day, so no time has passed.",
    "すべて同じ日の計測のため、経時変化は評価できません。")

  static func change(_ change: Estimate, from: VisitDate, to: VisitDate) -> GrowthReason {
    let (value, low, high) = (
      signedPercent(change.value), signedPercent(change.low), signedPercent(change.high)
    )
    return GrowthReason(
      "change",
      "The volume changed by \(value) from \(from) to \(to) (95 % interval \(low) to \(high)).",
      "体積変化は\(from)から\(to)までに\(value)(95%信頼区間 \(low)〜\(high))です。")
  }

  static func beyondError(_ limit: Double, volume: Double) -> GrowthReason {
    let (percent, size) = (Int((limit * 100).rounded()), Int(volume.rounded()))
    return GrowthReason(
      "beyond-error",
      "That is more than readings of an unchanged tumour of \(size) mm³ differ by chance "
        + "(\(percent) %).",
      "これは\(size) mm³の不変な腫瘍での偶然の計測差(\(percent)%)を超えています。")
  }

  static func changeExcluded(_ margin: Double) -> GrowthReason {
    let percent = Int((margin * 100).rounded())
    return GrowthReason(
      "change-excluded",
      "Growth or shrinkage of \(percent) % or more is excluded (two one-sided tests at 5 %).",
      "\(percent)%以上の増大・縮小は否定されます(片側5%の検定2つ)。")
  }

  static func undecided(_ limit: Double, volume: Double, margin: Double) -> GrowthReason {
    let (percent, size, wanted) = (
      Int((limit * 100).rounded()), Int(volume.rounded()), Int((margin * 100).rounded())
    )
    return GrowthReason(
      "undecided",
      "Readings of an unchanged tumour of \(size) mm³ differ by up to \(percent) % by chance: "
        + "a change of \(wanted) % is neither shown nor excluded. A further visit would narrow this.",
      "\(size) mm³の不変な腫瘍でも計測値は偶然に最大\(percent)%異なります。\(wanted)%の変化は"
        + "証明も否定もできません。次回の検査を加えると精度が上がります。")
  }

  static func twoMillimetresExcluded(_ diameter: Double) -> GrowthReason {
    GrowthReason(
      "two-millimetres-excluded",
      "Growth by 2 mm in all directions (from \(oneDecimal(diameter)) mm across) is excluded.",
      "全方向で2 mmの増大(直径\(oneDecimal(diameter)) mmから)は否定されます。")
  }

  static let belowRule = GrowthReason(
    "below-20-percent", "The increase is below the rule of 20 %, but beyond error at this size.",
    "増加は20%基準未満ですが、この大きさでの計測誤差を超えています。")

  static let ruleWithinError = GrowthReason(
    "20-percent-within-error",
    "The increase meets the rule of 20 %, but readings of this size differ as much by chance.",
    "増加は20%基準を満たしますが、この大きさでは計測誤差の範囲内です。")

  static func sequences(_ names: [String]) -> GrowthReason {
    let list = names.joined(separator: ", ")
    return GrowthReason(
      "sequence-changed",
      "The sequence changed between visits (\(list)): the interval is wider for it.",
      "撮像シーケンスが変わっています(\(list))。そのぶん信頼区間を広げています。")
  }

  static let sequenceUnknown = GrowthReason(
    "sequence-unknown", "The sequence is not stated: it is taken to be the same at all visits.",
    "シーケンスの記載がないため、全検査で同一とみなしています。")

  static func thickSlices(_ thickness: Double) -> GrowthReason {
    let text = oneDecimal(thickness)
    return GrowthReason(
      "thick-slices", "Slices of up to \(text) mm make the volume less certain.",
      "スライス厚が最大\(text) mmのため、体積の誤差が大きくなります。")
  }

  static let uneven = GrowthReason(
    "uneven-course",
    "The readings do not follow one rate: the latest is compared with the first alone.",
    "一定の速度では説明できない経過のため、最初と最新の計測のみを比較しています。")

  static func diameter(_ change: Double, limit: Double) -> GrowthReason {
    let sign = change < 0 ? "\u{2212}" : "+"
    let text = sign + oneDecimal(abs(change))
    return GrowthReason(
      "diameter",
      "The largest diameter changed by \(text) mm (criterion \(oneDecimal(limit)) mm).",
      "最大径の変化は\(text) mmです(基準 \(oneDecimal(limit)) mm)。")
  }

  static let disagreement = GrowthReason(
    "diameter-disagrees", "Volume and diameter point in different directions: check the masks.",
    "体積と最大径の変化が一致しません。抽出結果を確認してください。")
}
