import Clinical

/// The words for measures, in both languages.
enum MeasureWords {
  static let whole = BilingualText("Whole tumour", "腫瘍全体")
  static let extra = BilingualText("Extra-meatal", "内耳道外")
  static let intra = BilingualText("Intra-meatal", "内耳道内")

  static func side(_ side: Side) -> BilingualText {
    side == .right ? BilingualText("Right", "右") : BilingualText("Left", "左")
  }

  static func evidence(_ evidence: TumourSide.Evidence) -> BilingualText {
    switch evidence {
    case .bothCochleas: BilingualText("from both cochleas", "両側の蝸牛から判定")
    case .oneCochlea: BilingualText("from one cochlea", "片側の蝸牛から判定")
    case .imageCentre: BilingualText("from the image’s middle", "画像の中央から判定")
    }
  }

  static func grade(_ grade: SizeGrade) -> BilingualText {
    switch grade {
    case .intrameatal: BilingualText("intrameatal", "内耳道内限局")
    case .small: BilingualText("small (1–10 mm)", "小(1〜10 mm)")
    case .medium: BilingualText("medium (11–20 mm)", "中(11〜20 mm)")
    case .moderatelyLarge: BilingualText("moderately large (21–30 mm)", "やや大(21〜30 mm)")
    case .large: BilingualText("large (31–40 mm)", "大(31〜40 mm)")
    case .giant: BilingualText("giant (> 40 mm)", "巨大(40 mm超)")
    }
  }

  static func source(_ source: PlaneFit.Source) -> BilingualText {
    switch source {
    case .parts: BilingualText("from the border of both parts", "内耳道内外の境界から")
    case .anatomy: BilingualText("from anatomy (approximate)", "解剖学的位置から(概算)")
    }
  }

  static func note(_ note: MeasureNote) -> BilingualText {
    switch note {
    case .strayVoxels:
      BilingualText(
        "Labelled voxels apart from the tumour were left out.",
        "腫瘍から離れたラベルは計測から除外しました。")
    case .dividedByAnatomy:
      BilingualText(
        "The parts are not labelled: they were divided by an approximate plane from anatomy.",
        "内耳道内外のラベルがないため、解剖学的位置から推定した面で分割しました(概算)。")
    case .undivided:
      BilingualText(
        "The parts are not labelled and there is no cochlea to tell them apart by.",
        "内耳道内外のラベルも蝸牛のラベルもないため、内外を区別できません。")
    case .noExtraMeatalPart:
      BilingualText(
        "The tumour has no part outside the canal.", "内耳道外に腫瘍はありません。")
    case .noIntraMeatalPart:
      BilingualText("The tumour has no part inside the canal.", "内耳道内に腫瘍はありません。")
    case .partsApart:
      BilingualText(
        "The two parts do not touch; the meatal plane is not from their border.",
        "内耳道内外の部分が接していないため、境界から内耳孔面を求められません。")
    case .noCochlea:
      BilingualText("No cochlea is labelled.", "蝸牛のラベルがありません。")
    case .sideFromImage:
      BilingualText(
        "The side was told from the image’s middle alone; check it.",
        "患側は画像の中央との位置関係だけで判定しました。確認してください。")
    case .cutByImage:
      BilingualText(
        "The tumour reaches the edge of the image and may be cut.",
        "腫瘍が画像の端に達しており、一部が欠けている可能性があります。")
    }
  }
}
