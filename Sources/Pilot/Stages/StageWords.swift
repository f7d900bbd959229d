import Clinical
import Foundation

extension Stage {
  func name(in say: PageLanguage) -> String {
    switch self {
    case .retrospective: say("Existing data", "既存データでの確認")
    case .silent: say("Silent", "並行運用(結果は非表示)")
    case .assisted: say("Assisted", "支援運用(職員が判定)")
    case .routine: say("Routine", "通常運用")
    }
  }

  func meaning(in say: PageLanguage) -> String {
    switch self {
    case .retrospective:
      say("Old studies with known contours; nothing reaches care.", "既知の輪郭がある過去の検査のみ。診療には使いません。")
    case .silent:
      say("New studies are segmented; results are stored, not shown.", "新しい検査を処理し、結果は保存のみで表示しません。")
    case .assisted:
      say("Staff see every result and accept, correct or reject it.", "職員が全結果を見て、承認・修正・却下します。")
    case .routine:
      say("Results go to the archive; staff judge samples.", "結果は自動で保管され、職員は抜き取りで判定します。")
    }
  }
}

extension GateReport.Criterion {
  /// What is asked for, in a few words.
  func title(in say: PageLanguage) -> String {
    switch subject {
    case .cases: say("Cases done", "処理済みの症例数")
    case .judged: say("Cases judged", "判定済みの症例数")
    case .measured: say("Cases compared with contours", "輪郭と比較した症例数")
    case .editRate: say("Corrected or rejected", "修正または却下の割合")
    case .rejectRate: say("Rejected", "却下の割合")
    case .failureRate: say("Failed", "処理失敗の割合")
    case .dice(let name): say("Median Dice, \(name)", "Dice係数の中央値(\(structureName(name, say)))")
    case .volumeError(let name):
      say("Median volume error, \(name)", "体積誤差の中央値(\(structureName(name, say)))")
    case .signOff(let role): say("Signature: \(role.name(in: say))", "署名:\(role.name(in: say))")
    }
  }

  /// The limit, as "at least 50".
  func limitText(in say: PageLanguage) -> String {
    if case .signOff = subject { return say("required", "必要") }
    let value = number(limit)
    return isMinimum
      ? say("at least \(value)", "\(value)以上") : say("at most \(value)", "\(value)以下")
  }

  /// What was found, as "12"; for signatures, who signed.
  func foundText(in say: PageLanguage) -> String {
    if case .signOff = subject { return signedBy ?? say("missing", "未署名") }
    return found.map(number) ?? say("none yet", "データなし")
  }

  /// All of it, as "Cases done: at least 50, found 12".
  func sentence(in say: PageLanguage) -> String {
    "\(title(in: say)): \(limitText(in: say)), \(say("found", "現状")) \(foundText(in: say))"
  }

  private func number(_ value: Double) -> String {
    switch subject {
    case .cases, .judged, .measured, .signOff: String(format: "%.0f", value)
    case .editRate, .rejectRate, .failureRate, .volumeError:
      String(format: "%.1f %%", value * 100)
    case .dice: String(format: "%.3f", value)
    }
  }
}

extension Role {
  func name(in say: PageLanguage) -> String {
    switch self {
    case .reader: say("reader", "読影者")
    case .lead: say("lead", "責任医師")
    case .admin: say("admin", "管理者")
    }
  }
}
