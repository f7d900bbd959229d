import Clinical
import Reporting

/// Both readings, where a lead has to decide between them.
func readingsTable(_ view: CaseView, _ language: PageLanguage) -> Markup {
  guard !view.disputed.isEmpty else { return "" }
  let rows = view.disputed.map { judgement -> Markup in
    let show: Markup =
      judgement.correction == nil
      ? ""
      : """
      <button type="button" class="show" data-labels="\(judgement.turn.rawValue)">\
      \(language("Show", "表示"))</button>
      """
    return """
      <tr><th>\(judgement.turn.name(language))</th><td>\(judgement.decision.name(language))</td>\
      <td>\(reasonText(judgement.reason, language))</td><td>\(show)</td></tr>
      """
  }
  return """
    <section><h2>\(language("The readings differ", "判定が分かれています"))</h2>
    <table id="readings">\(rows)</table>
    <p><button type="button" class="show" data-labels="proposed">\
    \(language("Show the proposal", "提案を表示"))</button></p></section>

    """
}

/// A stored reason with its code in the reader's language.
func reasonText(_ reason: String, _ language: PageLanguage) -> String {
  let parts = reason.split(separator: ":", maxSplits: 1).map(String.init)
  guard let code = parts.first.flatMap(ReasonCode.init(rawValue:)) else { return reason }
  return ([code.name(language)] + parts.dropFirst()).joined(separator: ":")
}

/// The form of a judgement: what is needed for a decision shows when that decision is chosen.
func judgementForm(_ context: PageContext, _ view: CaseView) -> Markup {
  let language = context.language
  let keys = ["accept": "A", "correct": "C", "reject": "R"]
  let choices = Judgement.Decision.allCases.map { decision -> Markup in
    """
    <label class="choice \(decision.rawValue)">\
    <input type="radio" name="decision" value="\(decision.rawValue)" required>\
    <kbd>\(keys[decision.rawValue] ?? "")</kbd> \(decision.name(language))</label>
    """
  }
  let codes = ReasonCode.allCases.map { code -> Markup in
    "<option value=\"\(code.rawValue)\">\(code.name(language))</option>"
  }
  return """
    <form method="post" action="/cases/\(view.case.id)/judgement" id="judgement" class="stack">
    \(csrfField(context))<input type="hidden" name="turn" value="\(view.turn.rawValue)">
    <input type="hidden" name="visible" value=""><input type="hidden" name="correction" value="">
    <fieldset><legend>\(language("Your judgement", "判定"))</legend>\(choices)</fieldset>
    <div class="if-correct">\
    <label>\(language("Corrected labels (NIfTI on the same grid)", "修正ラベル(同じ格子のNIfTI)"))
    <input type="file" id="upload" accept=".nii,.gz"></label>
    <p id="upload-status" role="status"></p>\(adoption(view, language))</div>
    <div class="if-judged"><label>\(language("Reason (needed to reject)", "理由(却下の場合は必須)"))
    <select name="code"><option value=""></option>\(codes)</select></label>
    <label>\(language("In words", "補足"))
    <textarea name="reason" rows="2" maxlength="500"></textarea></label></div>
    <button class="main">\(language("Save the judgement", "判定を保存"))</button></form>

    """
}

/// The choice of a reader's correction, for a lead.
private func adoption(_ view: CaseView, _ language: PageLanguage) -> Markup {
  let theirs = view.disputed.filter { $0.correction != nil }.map { judgement -> Markup in
    "<option value=\"\(judgement.turn.rawValue)\">\(judgement.turn.name(language))</option>"
  }
  guard !theirs.isEmpty else { return "" }
  return """
    <label>\(language("or take the correction of", "または採用する修正"))
    <select name="adopt"><option value=""></option>\(theirs)</select></label>
    """
}
