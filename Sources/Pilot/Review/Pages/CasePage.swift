import Reporting

/// What the page of one case shows.
struct CaseView {
  let `case`: PilotCase
  let study: Study
  let turn: Judgement.Turn
  /// Both readings, for a lead who decides between them; empty for readers, who stay blind.
  let disputed: [Judgement]
  let stacks: CaseImages.Stacks
  /// The next case on the reader's list.
  let next: String?
  /// What was wrong with the form that was sent, if anything.
  var complaint: String?
}

/// The page of one case: three planes, what stands out, and the form for the judgement.
func casePage(_ context: PageContext, _ view: CaseView) -> String {
  let language = context.language
  let planes = AnatomicalPlane.allCases.enumerated().compactMap { n, plane in
    view.stacks[plane].map { planeFigure($0, number: n + 1, view, language) }
  }
  let complaint: Markup =
    view.complaint.map { "<p class=\"error\" role=\"alert\">\($0)</p>" } ?? ""
  return page(
    title(view.study, language), context,
    """
    <p class="facts">ID \(view.study.patientID) · \(date(view.study.studyDate)) · \
    \(view.turn.name(language)) · \
    \(language("stands out", "要注意度")) \(fixed(view.case.attention, 2)) \
    <b>\(flagNames(view.case, language))</b></p>
    <p class="facts">\(volumes(view.case))</p>
    \(complaint)<div id="viewer" data-case="\(view.case.id)" data-next="\(view.next ?? "")">
    \(planes)</div>
    <p class="legend"><span class="label one">\(language("outside the meatus", "内耳道外"))</span>\
    <span class="label two">\(language("inside the meatus", "内耳道内"))</span>\
    <span class="label three">\(language("cochlea", "蝸牛"))</span>\
    <span id="look" role="status"></span></p>
    \(readingsTable(view, language))\(judgementForm(context, view))
    <p class="fine">\(downloads(view, language))</p>
    """)
}

/// The structures' volumes, as "VS 812 mm³".
private func volumes(_ item: PilotCase) -> String {
  (item.foundMeasures?.volumes ?? [:]).sorted { $0.key < $1.key }
    .map { "\($0.key) \(fixed($0.value, 0)) mm³" }.joined(separator: " · ")
}

private func planeFigure(
  _ stack: SliceStack, number: Int, _ view: CaseView, _ language: PageLanguage
) -> Markup {
  let plane = stack.plane
  let name =
    switch plane {
    case .axial: language("Axial", "水平断")
    case .coronal: language("Coronal", "冠状断")
    case .sagittal: language("Sagittal", "矢状断")
    }
  let slice = stack.fullest
  return """
    <figure class="plane" tabindex="0" data-plane="\(plane.rawValue)" data-count="\(stack.count)" \
    data-slice="\(slice)" data-fullest="\(slice)">\
    <figcaption><kbd>\(number)</kbd> \(name) \
    <output>\(slice + 1) / \(stack.count)</output></figcaption>\
    <div class="picture"><img width="448" height="448" alt="\(name)" \
    src="/cases/\(view.case.id)/slices/\(plane.rawValue)/\(slice).png">\
    <span class="left">\(plane.leftLetter)</span><span class="top">\(plane.topLetter)</span></div>\
    </figure>

    """
}

private func readingsTable(_ view: CaseView, _ language: PageLanguage) -> Markup {
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
      <td>\(judgement.reason)</td><td>\(show)</td></tr>
      """
  }
  return """
    <section><h2>\(language("The readings differ", "判定が分かれています"))</h2>
    <table id="readings">\(rows)</table>
    <p><button type="button" class="show" data-labels="proposed">\
    \(language("Show the proposal", "提案を表示"))</button></p></section>

    """
}

private func judgementForm(_ context: PageContext, _ view: CaseView) -> Markup {
  let language = context.language
  let keys = ["accept": "A", "correct": "C", "reject": "R"]
  let choices = Judgement.Decision.allCases.map { decision -> Markup in
    """
    <label class="choice"><input type="radio" name="decision" value="\(decision.rawValue)" required>\
    <kbd>\(keys[decision.rawValue] ?? "")</kbd> \(decision.name(language))</label>
    """
  }
  let codes = ReasonCode.allCases.map { code -> Markup in
    "<option value=\"\(code.rawValue)\">\(code.name(language))</option>"
  }
  let theirs = view.disputed.filter { $0.correction != nil }.map { judgement -> Markup in
    "<option value=\"\(judgement.turn.rawValue)\">\(judgement.turn.name(language))</option>"
  }
  let adopt: Markup =
    theirs.isEmpty
    ? ""
    : """
    <label>\(language("Take the correction of", "採用する修正"))
    <select name="adopt"><option value=""></option>\(theirs)</select></label>
    """
  return """
    <form method="post" action="/cases/\(view.case.id)/judgement" id="judgement" class="stack">
    \(csrfField(context))<input type="hidden" name="turn" value="\(view.turn.rawValue)">
    <input type="hidden" name="visible" value=""><input type="hidden" name="correction" value="">
    <fieldset><legend>\(language("Your judgement", "判定"))</legend>\(choices)</fieldset>
    <label>\(language("Corrected labels (NIfTI on the same grid)", "修正ラベル(同じ格子のNIfTI)"))
    <input type="file" id="upload" accept=".nii,.gz"></label>
    <p id="upload-status" role="status"></p>\(adopt)
    <label>\(language("Reason (when rejecting)", "理由(却下の場合は必須)"))
    <select name="code"><option value=""></option>\(codes)</select></label>
    <label>\(language("In words", "補足"))
    <textarea name="reason" rows="2" maxlength="500"></textarea></label>
    <button class="main">\(language("Save the judgement", "判定を保存"))</button></form>

    """
}

private func downloads(_ view: CaseView, _ language: PageLanguage) -> Markup {
  """
  \(language("To correct in your own viewer:", "お使いのビューアで修正する場合:")) \
  <a href="/cases/\(view.case.id)/scan.nii.gz">\(language("image", "画像"))</a>, \
  <a href="/cases/\(view.case.id)/labels.nii.gz">\(language("labels", "ラベル"))</a> · \
  <a href="/help">\(language("keys", "キー操作"))</a>
  """
}
