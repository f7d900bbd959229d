/// What a Koos grade rests on, in words.
enum KoosEvidence {
  static let noTumour = BilingualText(
    "The masks hold no tumour.", "マスクに腫瘍がありません。")

  static func operated(_ cue: PostOperativeCue?, isKnown: Bool) -> BilingualText {
    if isKnown {
      return BilingualText(
        "The records say that the tumour was operated on; no grade is given after an operation.",
        "手術歴が記録されています。術後の症例には Koos 分類を付けません。")
    }
    let share = decimals(100 * (cue?.hollowShare ?? 0), 0)
    let limit = decimals(100 * (cue?.limit ?? 0), 0)
    return BilingualText(
      "The part outside the canal is hollow (\(share) % of its closed form, limit \(limit) %), as "
        + "after an operation; no grade is given. Check the records.",
      "内耳道外の腫瘍に術後を疑う欠損があります(閉じた形の \(share) %、基準 \(limit) %)。"
        + "分類は付けません。手術歴を確認してください。")
  }

  /// One sentence for each finding, in the order in which the grades ask for them.
  static func sentences(
    _ f: KoosFeatures, missing: [KoosPredictor]
  ) -> [BilingualText] {
    var result = [extraMeatal(f)]
    if let gap = f.brainstemGap {
      result.append(
        contact(
          "brainstem", "脳幹", gap: gap, area: f.brainstemContact ?? 0))
      result += [displacement(f)].compactMap { $0 }
    } else {
      let midline = f.midlineDistance.map { decimals($0, 1) }
      result.append(
        BilingualText(
          "The brainstem's mask is not known: contact and displacement are guessed from the size"
            + (midline.map { " and from the distance to the midline (\($0) mm)." } ?? " alone."),
          "脳幹のマスクがないため、接触と偏位は腫瘍の大きさ"
            + (midline.map { "と正中までの距離(\($0) mm)" } ?? "")
            + "からの推定です。"))
    }
    if let gap = f.cerebellumGap {
      result.append(contact("cerebellum", "小脳", gap: gap, area: f.cerebellumContact ?? 0))
    }
    if !missing.isEmpty {
      let names = missing.map(\.rawValue).joined(separator: ", ")
      result.append(
        BilingualText(
          "Not measured, and taken as average: \(names).", "測定できず平均値を用いた項目:\(names)。"))
    }
    return result
  }

  private static func extraMeatal(_ f: KoosFeatures) -> BilingualText {
    guard f.extraMeatalVolume > 0 else {
      return BilingualText(
        "The tumour lies wholly inside the internal auditory canal.", "腫瘍は内耳道内に限局しています。")
    }
    let volume = decimals(f.extraMeatalVolume, 0)
    let diameter = decimals(f.extraMeatalDiameter, 1)
    return BilingualText(
      "Outside the canal lie \(volume) mm3, at most \(diameter) mm across.",
      "内耳道外の体積は \(volume) mm3、最大径は \(diameter) mm です。")
  }

  private static func contact(
    _ english: String, _ japanese: String, gap: Double, area: Double
  ) -> BilingualText {
    guard area > 0 else {
      let width = decimals(gap, 1)
      return BilingualText(
        "It keeps \(width) mm away from the \(english).", "\(japanese)との距離は \(width) mm です。")
    }
    let size = decimals(area, 0)
    return BilingualText(
      "It touches the \(english) or comes within 1.5 mm of it over \(size) mm2.",
      "\(japanese)に接しています(1.5 mm 以内の面積 \(size) mm2)。")
  }

  private static func displacement(_ f: KoosFeatures) -> BilingualText? {
    guard let depth = f.mirroredDepth else { return nil }
    let size = decimals(abs(depth), 1)
    let dent = decimals(f.indentation ?? 0, 1)
    guard depth > 0 else {
      return BilingualText(
        "From where the brainstem's healthy side would be in the mirror it is \(size) mm away: "
          + "no displacement.",
        "健側を鏡映した脳幹の輪郭から \(size) mm 離れており、偏位はありません。")
    }
    return BilingualText(
      "It reaches \(size) mm into where the brainstem's healthy side would be in the mirror; the "
        + "brainstem's surface is dented by \(dent) mm.",
      "健側を鏡映した脳幹の輪郭に \(size) mm 入り込んでおり、脳幹表面の陥凹は \(dent) mm です。")
  }
}
