import Clinical
import Imaging

/// The words of a follow-up page in both languages.
enum FollowUpWords {
  static func answer(_ answer: GrowthAnswer) -> BilingualText {
    BilingualText(answer.rawValue, answer.japanese)
  }

  static func treatment(_ kind: Treatment.Kind) -> BilingualText {
    switch kind {
    case .radiosurgery: BilingualText("radiosurgery", "定位放射線治療")
    case .surgery: BilingualText("surgery", "手術")
    }
  }

  static func side(isRight: Bool) -> BilingualText {
    isRight ? BilingualText("right", "右") : BilingualText("left", "左")
  }

  static func plane(_ plane: AnatomicalPlane) -> BilingualText {
    switch plane {
    case .axial: BilingualText("axial", "軸位断")
    case .coronal: BilingualText("coronal", "冠状断")
    case .sagittal: BilingualText("sagittal", "矢状断")
    }
  }

  static func alignment(_ alignment: VisitAlignment) -> BilingualText {
    switch alignment {
    case .reference: return BilingualText("reference", "基準")
    case .registered(let found):
      let misfit = fixed(found.misfit, 1)
      return BilingualText("registered, misfit \(misfit) mm", "位置合わせ済(ずれ \(misfit) mm)")
    case .implausible(let found):
      let misfit = fixed(found?.misfit, 1)
      return BilingualText(
        "left out: another head? (misfit \(misfit) mm)", "除外:別の頭部の可能性(ずれ \(misfit) mm)")
    case .unchecked: return BilingualText("not registered", "位置合わせなし")
    }
  }

  /// A relative change as "+34 %".
  static func percent(_ change: Double?) -> String {
    guard let change else { return noFigure }
    return (change >= 0.005 ? "+" : "") + percentage(change)
  }

  /// What the answers mean, for the end of a page.
  static func method(_ criteria: GrowthCriteria) -> [BilingualText] {
    let margin = fixed(criteria.margin * 100, 0)
    return [
      BilingualText(
        "Grown or shrunk: the 95 % interval of the change leaves out zero. Stable: a change of "
          + "\(margin) % or more is excluded. Otherwise: cannot tell.",
        "増大・縮小:変化の95%信頼区間がゼロを含まない。不変:\(margin)%以上の変化が否定される。それ以外:"
          + "判定不能。"),
      BilingualText(
        "Error of one reading: limits of agreement between readers, 26.8 % in the smallest quarter of "
          + "tumours to 7.3 % in the largest (PMID 38980343), wider with slices above "
          + "\(fixed(criteria.error.referenceThickness, 1)) mm and across sequences.",
        "1回の計測の誤差:専門医間の一致限界(最小四分位26.8%〜最大四分位7.3%、PMID 38980343)。"
          + "\(fixed(criteria.error.referenceThickness, 1)) mmを超えるスライスやシーケンス変更では広げています。"),
      BilingualText(
        "Enlargement within \(criteria.swellingWindow) months after radiosurgery is reported as "
          + "possibly transient (AJNR 2008;29:906).",
        "定位放射線治療後\(criteria.swellingWindow)か月以内の増大は一過性腫大の可能性として報告します"
          + "(AJNR 2008;29:906)。"),
    ]
  }
}
