import Clinical

extension CaseMeasures {
  /// What stands out, in a few words each.
  func notices(_ language: PageLanguage) -> [String] {
    (problem == nil ? [] : [language("tumour not measured", "腫瘍の計測不可")])
      + (isDoubtful ? [language("the program is unsure", "プログラムの確信度が低い")] : [])
      + flags.map { $0.kind.name(language) }
  }
}

extension QualityFlag.Kind {
  fileprivate func name(_ language: PageLanguage) -> String {
    switch self {
    case .fieldOfView: language("field of view", "撮像範囲")
    case .contrast: language("contrast", "コントラスト")
    case .thickSlices: language("thick slices", "スライス間隔")
    case .missingSlices: language("missing slices", "スライスの欠落")
    case .orientation: language("orientation", "方向")
    case .side: language("side", "左右")
    case .noise: language("noise", "ノイズ")
    case .motion: language("motion", "体動")
    case .cochleas: language("cochleas", "蝸牛の数")
    case .volume: language("volume", "体積")
    case .position: language("position", "位置")
    case .severalTumours: language("tumour in pieces", "腫瘍が分離")
    case .disagreement: language("disagreement", "結果の不一致")
    }
  }
}
