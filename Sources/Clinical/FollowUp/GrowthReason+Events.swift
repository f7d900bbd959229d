/// Reasons that follow from treatments, masks and images.
extension GrowthReason {
  static func transientEnlargement(
    _ change: Estimate, months: Int, window: Int
  ) -> GrowthReason {
    let value = signedPercent(change.value)
    return GrowthReason(
      "transient-enlargement",
      "The tumour is larger than before radiosurgery (\(value), \(months) months after it). Within "
        + "\(window) months this is often a transient enlargement and is not counted as growth.",
      "放射線治療前より大きくなっています(\(value)、治療後\(months)か月)。治療後\(window)か月以内は"
        + "一過性腫大のことが多く、増大とは判定しません。")
  }

  static func lateEnlargement(months: Int, window: Int) -> GrowthReason {
    GrowthReason(
      "enlarged-after-window",
      "The tumour is still larger than before radiosurgery after \(months) months, beyond the "
        + "\(window) months in which swelling is expected.",
      "放射線治療後\(months)か月でも治療前より大きく、一過性腫大を想定する\(window)か月を過ぎています。")
  }

  static func receded(_ change: Double, on date: VisitDate) -> GrowthReason {
    GrowthReason(
      "swelling-receded",
      "It had been larger after radiosurgery (\(signedPercent(change)) on \(date)) and has receded.",
      "放射線治療後に一時腫大し(\(date)に\(signedPercent(change)))、その後縮小しています。")
  }

  static func afterRadiosurgery(months: Int) -> GrowthReason {
    GrowthReason(
      "after-radiosurgery",
      "Compared with the last reading before radiosurgery, \(months) months after it.",
      "放射線治療前の最後の計測と比較しています(治療後\(months)か月)。")
  }

  static func noReadingBeforeRadiosurgery(_ date: VisitDate) -> GrowthReason {
    GrowthReason(
      "no-reading-before-radiosurgery",
      "There is no reading before radiosurgery on \(date): later ones are compared with each other.",
      "放射線治療(\(date))前の計測がないため、治療後の計測同士を比較しています。")
  }

  static func afterSurgery(_ date: VisitDate) -> GrowthReason {
    GrowthReason(
      "after-surgery", "The course begins anew with the operation on \(date).",
      "\(date)の手術以後を新たな経過として評価しています。")
  }

  static func vanished(last: VisitDate, missing: VisitDate) -> GrowthReason {
    GrowthReason(
      "vanished",
      "The lesion seen on \(last) is not in the mask of \(missing): treated, missed or mislabelled.",
      "\(last)の病変が\(missing)の抽出結果にありません(治療・見落とし・ラベル誤りの可能性)。")
  }

  static func missingBetween(_ date: VisitDate) -> GrowthReason {
    GrowthReason(
      "missing-between", "The lesion is not in the mask of \(date), but before and after it.",
      "\(date)の抽出結果に病変がありませんが、前後の検査にはあります。")
  }

  static func appeared(_ date: VisitDate, after: VisitDate) -> GrowthReason {
    GrowthReason(
      "new-lesion", "The lesion is first seen on \(date) and is not in the mask of \(after).",
      "この病変は\(date)に初めて認められ、\(after)の抽出結果にはありません。")
  }

  static func otherHead(_ date: VisitDate, misfit: Double?) -> GrowthReason {
    let found = misfit.map { "\(oneDecimal($0)) mm" } ?? "no common part"
    let foundJapanese = misfit.map { "\(oneDecimal($0)) mm" } ?? "共通部分なし"
    return GrowthReason(
      "other-head",
      "The image of \(date) cannot be laid over the first one (parts disagree by \(found)): another "
        + "patient's image, or a damaged one. The visit is left out.",
      "\(date)の画像は初回の画像と重ね合わせられません(部位間のずれ \(foundJapanese))。別の患者の画像か、"
        + "画像の異常が考えられるため、この検査を除外しました。")
  }

  static let positionsUnchecked = GrowthReason(
    "positions-unchecked",
    "No image was given for some visits: lesions are paired by scanner position alone.",
    "画像のない検査があり、病変の対応は装置座標の位置のみで判断しています。")

  static let noTumour = GrowthReason(
    "no-tumour", "No mask holds a tumour.", "どの検査の抽出結果にも腫瘍がありません。")

  static func emptyMask(_ date: VisitDate) -> GrowthReason {
    GrowthReason(
      "empty-mask", "The mask of \(date) holds no tumour.", "\(date)の抽出結果に腫瘍がありません。")
  }

  static let sorted = GrowthReason(
    "sorted", "The visits were not in order of date; they have been sorted.",
    "検査が日付順でなかったため、並べ替えました。")
}
