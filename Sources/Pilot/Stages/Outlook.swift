import Clinical
import Foundation

/// What is missing for a gate, in words that somebody can plan with.
struct Outlook: Hashable, Sendable {
  /// Cases that are done in a day of the present stage; `nil` before the first day is over.
  let casesPerDay: Double?
  /// Staff minutes of a judged case so far, over all stages; `nil` before the first judgement.
  let minutesPerCase: Double?

  /// - Parameters:
  ///   - evidence: what the present stage has shown.
  ///   - all: what all stages have shown.
  ///   - days: days since the present stage began.
  init(evidence: StageEvidence, all: StageEvidence, days: Double) {
    casesPerDay = days >= 1 && evidence.done > 0 ? Double(evidence.done) / days : nil
    minutesPerCase = all.judged > 0 ? all.staffMinutes / Double(all.judged) : nil
  }

  /// What is to be done about a criterion; empty where it is met.
  func remedy(for criterion: GateReport.Criterion, in say: PageLanguage) -> String {
    guard !criterion.isMet else { return "" }
    let missing = max(0, criterion.limit - (criterion.found ?? 0))
    let count = String(format: "%.0f", missing)
    switch criterion.subject {
    case .cases:
      guard let casesPerDay else { return say("\(count) more", "あと\(count)例") }
      let days = String(format: "%.0f", (missing / casesPerDay).rounded())
      let pace = String(format: "%.1f", casesPerDay)
      return say(
        "\(count) more: about \(days) days at \(pace) a day",
        "あと\(count)例(1日\(pace)例で約\(days)日)")
    case .judged:
      guard let minutesPerCase else { return say("\(count) more", "あと\(count)例") }
      let minutes = String(format: "%.0f", missing * minutesPerCase)
      return say(
        "\(count) more: about \(minutes) staff minutes", "あと\(count)例(職員の時間で約\(minutes)分)")
    case .measured:
      return say("contours of \(count) more cases", "あと\(count)例の輪郭")
    case .dice, .volumeError:
      return criterion.found == nil
        ? say("compare cases with contours", "輪郭との比較が必要")
        : say("a better model, or other cases", "モデルの改善または対象の見直し")
    case .editRate, .rejectRate:
      return criterion.found == nil
        ? say("judge cases", "判定が必要")
        : say("see the reasons of rejections", "却下・修正の理由を確認")
    case .failureRate:
      return criterion.found == nil
        ? say("finish cases", "症例の処理が必要")
        : say("see the reasons of failed cases", "失敗の理由を確認")
    case .signOff(let role):
      return say("to be signed by a \(role.name(in: say))", "\(role.name(in: say))の署名が必要")
    }
  }
}

extension LimitReading {
  /// What is looked at, in a few words.
  func title(in say: PageLanguage) -> String {
    switch subject {
    case .failures: say("Failed, last \(window) cases", "処理失敗(直近\(window)例)")
    case .volumeShift:
      say("Shift of tumour volumes, standard errors", "腫瘍体積のずれ(標準誤差の倍数)")
    case .rejections: say("Rejected, last \(window) judgements", "却下(直近\(window)件)")
    case .edits:
      say("Corrected or rejected, last \(window) judgements", "修正または却下(直近\(window)件)")
    }
  }

  /// A value as people read it.
  func text(_ value: Double) -> String {
    subject == .volumeShift
      ? String(format: "%.1f", value) : String(format: "%.0f %%", value * 100)
  }
}
