public import Clinical

/// A page about one patient's follow-up, in English and Japanese.
public struct FollowUpPage: Sendable {
  /// The patient's visits, lesions and answers.
  public var followUp: PatientFollowUp
  /// Pictures of visits on one grid, with the contours of the first and the latest; empty for none.
  public var overlays: [ReportOverlay]
  /// What a reader should know about how the page was made, such as the command.
  public var facts: [ReportFact]

  /// A page from its parts.
  public init(
    followUp: PatientFollowUp, overlays: [ReportOverlay] = [], facts: [ReportFact] = []
  ) {
    self.followUp = followUp
    self.overlays = overlays
    self.facts = facts
  }

  /// The page as one HTML file: English, then Japanese; one file, no scripts, no network.
  public func html() -> String {
    let sheets = PageLanguage.allCases.map(sheet)
    return pageText(
      title: "Follow-up of \(followUp.patient)", body: "\(sheets)",
      style: pageStyle + followUpStyle + growthStyle)
  }

  private func sheet(_ language: PageLanguage) -> Markup {
    let title = BilingualText(
      "Follow-up of \(followUp.patient)", "\(followUp.patient) の経過観察")[language]
    let disclaimer = BilingualText(Report.disclaimer, "研究用です。医療機器ではありません。")[language]
    let notes = followUp.notes.map { note -> Markup in
      "<li>\(language == .english ? note.english : note.japanese)</li>"
    }
    var body: Markup = """
      <header><h1>\(title)</h1><p class="disclaimer">\(disclaimer)</p></header>

      """
    if !notes.isEmpty { body += "<ul class=\"reasons\">\(notes)</ul>\n" }
    for lesion in followUp.lesions {
      body += GrowthSection(lesion).markup(language)
    }
    body += section(BilingualText("Aligned images", "位置合わせ後の画像")[language], figures(language))
    body += section(BilingualText("Visits", "検査一覧")[language], visits(language))
    let criteria = followUp.lesions.first?.assessment.criteria ?? GrowthCriteria()
    let method = FollowUpWords.method(criteria).map { "<li>\($0[language])</li>" as Markup }
    let rows = facts.map {
      "<tr><th>\($0.name)</th><td><code>\($0.value)</code></td></tr>" as Markup
    }
    body += section(
      BilingualText("How to read this", "見かた")[language],
      "<ul class=\"fine\">\(method)</ul><table class=\"facts\">\(rows)</table>")
    let made = BilingualText("Made with Kakehashi.", "Kakehashi により作成。")[language]
    return """
      <article lang="\(language.rawValue)">\(body)<footer>\(disclaimer) \(made)</footer></article>

      """
  }

  private func visits(_ language: PageLanguage) -> Markup {
    let heads = [
      BilingualText("Date", "日付"), BilingualText("Sequence", "シーケンス"),
      BilingualText("Slices, mm", "スライス(mm)"), BilingualText("Tumours", "腫瘍数"),
      BilingualText("Image", "画像"),
    ].map { "<th>\($0[language])</th>" as Markup }
    var rows = followUp.visits.map { visit -> (date: VisitDate, row: Markup) in
      (
        visit.date,
        """
        <tr><th>\(visit.date.description)</th><td>\(visit.sequence ?? noFigure)</td>\
        <td>\(fixed(visit.sliceThickness, 1))</td><td>\(visit.lesions.count)</td>\
        <td>\(FollowUpWords.alignment(visit.alignment)[language])</td></tr>

        """
      )
    }
    rows += followUp.treatments.map { treatment in
      (
        treatment.date,
        """
        <tr class="treatment"><th>\(treatment.date.description)</th>\
        <td colspan="4">\(FollowUpWords.treatment(treatment.kind)[language])</td></tr>

        """
      )
    }
    let sorted = rows.enumerated().sorted {
      ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
    }
    return """
      <div class="scroll"><table class="readings"><thead><tr>\(heads)</tr></thead><tbody>
      \(sorted.map(\.element.row))</tbody></table></div>

      """
  }

  private func figures(_ language: PageLanguage) -> Markup {
    guard !overlays.isEmpty else { return "" }
    let words = BilingualText(
      "Cyan: contour at the first visit. Orange: at the latest. Patient’s right (R) on the left.",
      "水色:初回の輪郭。橙:最新の輪郭。患者の右(R)は画面左。")[language]
    let figures = overlays.map { overlay -> Markup in
      let pictures = overlay.pictures.map { picture -> Markup in
        """
        <div class="picture"><img alt="\(overlay.title), \(picture.plane.rawValue)" \
        src="data:image/png;base64,\(base64(picture.png))">\
        <span class="side left">\(picture.plane.leftLetter)</span>\
        <span class="side top">\(picture.plane.topLetter)</span>\
        <span class="plane">\(FollowUpWords.plane(picture.plane)[language])</span></div>
        """
      }
      return """
        <figure class="overlay"><figcaption><b>\(overlay.title)</b> \(overlay.caption)</figcaption>
        <div class="pictures">\(pictures)</div></figure>

        """
    }
    return "<p class=\"fine\">\(words)</p>\n\(figures)"
  }
}
