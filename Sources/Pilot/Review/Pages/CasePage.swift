import Clinical
import Reporting

/// What the page of one case shows.
struct CaseView {
  let `case`: PilotCase
  let study: Study
  let turn: Judgement.Turn
  /// Both readings, for a lead who decides between them; empty for readers, who stay blind.
  let disputed: [Judgement]
  let stacks: CaseImages.Stacks
  /// Where staff's own viewer opens the study; `nil` where none is configured.
  let viewer: String?
  /// The next case on the reader's list.
  let next: String?
  /// What was wrong with the form that was sent, if anything.
  var complaint: String?
}

/// The page of one case: three planes on black, and beside them what stands out and the form for the
/// judgement.
func casePage(_ context: PageContext, _ view: CaseView) -> String {
  let language = context.language
  let planes = AnatomicalPlane.allCases.enumerated().compactMap { n, plane in
    view.stacks[plane].map { planeFigure($0, number: n + 1, view, language) }
  }
  let complaint: Markup =
    view.complaint.map { "<p class=\"error\" role=\"alert\">\($0)</p>" } ?? ""
  return page(
    title(view.study, language), context, fillsWindow: true,
    """
    <section id="viewer" data-case="\(view.case.id)" data-next="\(view.next ?? "")"
    aria-label="\(language("Pictures", "画像"))">
    <div class="planes">\(planes)</div>
    \(viewerTools(language))</section>
    <aside><h1>\(title(view.study, language))</h1>
    <p class="facts">ID \(view.study.patientID) · \(date(view.study.studyDate)) · \
    \(view.turn.name(language))</p>
    \(complaint)\(findings(view.case, language))
    \(readingsTable(view, language))\(judgementForm(context, view))
    <p class="fine">\(downloads(view, language))</p>
    <p class="fine">\(researchNotice(language))</p></aside>
    """)
}

/// What stands out, and the structures' volumes.
private func findings(_ item: PilotCase, _ language: PageLanguage) -> Markup {
  let flags = flagNames(item, language)
  let order = ["VS", "extrameatal", "intrameatal", "cochlea"]
  func place(_ name: String) -> Int { order.firstIndex(of: name) ?? order.count }
  let volumes = (item.foundMeasures?.volumes ?? [:])
    .sorted { (place($0.key), $0.key) < (place($1.key), $1.key) }
    .map { name, volume -> Markup in
      """
      <tr><th><span class="\(colour(of: name))">\(structureName(name, language))</span></th>\
      <td class="number">\(fixed(volume, 0)) mm³</td></tr>
      """
    }
  let notice: Markup =
    flags.isEmpty
    ? "<p class=\"quiet\">\(language("Nothing stands out.", "特記事項はありません。"))</p>"
    : "<p class=\"flags\">\(flags)</p>"
  return """
    \(notice)<table class="volumes">\(volumes)</table>
    """
}

/// The class that shows a structure's colour on the pictures; none for the tumour as a whole.
private func colour(of name: String) -> String {
  switch name {
  case "extrameatal": "label one"
  case "intrameatal": "label two"
  case "cochlea": "label three"
  default: ""
  }
}

/// A structure's name in words; names of a hospital's own stay as they are.
func structureName(_ name: String, _ language: PageLanguage) -> String {
  switch name {
  case "VS": language("Tumour", "腫瘍")
  case "extrameatal": language("outside the meatus", "内耳道外")
  case "intrameatal": language("inside the meatus", "内耳道内")
  case "cochlea": language("Cochlea", "蝸牛")
  default: name
  }
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
  let main: Markup = plane == .axial ? " main" : ""
  return """
    <figure class="plane\(main)" tabindex="0" data-plane="\(plane.rawValue)" \
    data-count="\(stack.count)" data-slice="\(slice)" data-fullest="\(slice)">\
    <figcaption><kbd>\(number)</kbd> \(name) \
    <output>\(slice + 1) / \(stack.count)</output></figcaption>\
    <div class="picture"><img class="slice" alt="\(name)">\
    <img class="overlay" alt=""><i class="mark" hidden></i>\
    <span class="left">\(plane.leftLetter)</span><span class="top">\(plane.topLetter)</span></div>\
    </figure>

    """
}

/// What can be changed about the pictures, for the mouse; keys do the same.
private func viewerTools(_ language: PageLanguage) -> Markup {
  func tool(_ name: String, _ id: String, less: (String, String), more: (String, String)) -> Markup
  {
    """
    <div class="tool"><span>\(name)</span>\
    <button type="button" data-key="\(less.0)" title="\(less.1) (\(less.0))">−</button>\
    <output id="\(id)"></output>\
    <button type="button" data-key="\(more.0)" title="\(more.1) (\(more.0))">+</button></div>
    """
  }
  return """
    <div class="tools">
    \(tool(
      language("Labels", "ラベル"), "opacity-value", less: (",", language("paler", "薄く")),
      more: (".", language("stronger", "濃く"))))
    \(tool(
      language("Brightness", "明るさ"), "level-value", less: ("-", language("darker", "暗く")),
      more: ("=", language("brighter", "明るく"))))
    \(tool(
      language("Window", "ウィンドウ幅"), "window-value", less: ("[", language("narrower", "狭く")),
      more: ("]", language("wider", "広く"))))
    <div class="tool"><span>\(language("Zoom", "拡大"))</span>\
    <button type="button" data-key="z" id="zoom-value" title="Z">2×</button>\
    <button type="button" data-key="0" title="0">\(language("Reset", "リセット"))</button></div></div>

    """
}

private func downloads(_ view: CaseView, _ language: PageLanguage) -> Markup {
  let own: Markup =
    view.viewer.map {
      """
      <a href="\($0)" id="own-viewer" target="_blank" rel="noopener">\
      <kbd>V</kbd> \(language("Open the study in your viewer", "お使いのビューアで検査を開く"))</a><br>
      """
    } ?? ""
  return """
    \(own)\(language("To correct elsewhere, save", "別のソフトで修正する場合の保存:")) \
    <a href="/cases/\(view.case.id)/scan.nii.gz">\(language("image", "画像"))</a>\
    \(language(" and ", "、"))\
    <a href="/cases/\(view.case.id)/labels.nii.gz">\(language("labels", "ラベル"))</a> · \
    <a href="/help">\(language("all keys", "全てのキー操作"))</a>
    """
}
