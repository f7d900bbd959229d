public import Clinical

/// One page about one patient: what was measured in one scan, for clinicians.
///
/// ``html(_:)`` makes one self-contained file of it: no scripts, no network, on one sheet of A4 per
/// language. A PDF is what a browser prints of it.
public struct PatientPage: Hashable, Sendable {
  /// The case's name.
  public var title: String
  /// Where the figures come from: the files' names, the date.
  public var subtitle: BilingualText
  /// The sections, from top to bottom.
  public var sections: [PatientSection]

  /// What every page says.
  public static let disclaimer = BilingualText(
    "Research use only. Not a medical device. Not for diagnosis or treatment.",
    "研究用。医療機器ではありません。診断・治療には使用できません。")

  /// A page from its parts.
  public init(title: String, subtitle: BilingualText = "", sections: [PatientSection]) {
    self.title = title
    self.subtitle = subtitle
    self.sections = sections
  }

  /// The page as one HTML file, once in each of the languages.
  ///
  /// - Precondition: at least one language.
  public func html(_ languages: [PageLanguage]) -> String {
    precondition(!languages.isEmpty, "a page has at least one language")
    let sheets = languages.map(sheet)
    return pageText(
      title: title, body: "\(sheets)", language: languages[0].rawValue,
      style: pageStyle + growthStyle + patientStyle)
  }

  private func sheet(_ language: PageLanguage) -> Markup {
    let heading: Markup =
      subtitle[language].isEmpty ? "" : "<p class=\"subtitle\">\(subtitle[language])</p>"
    let body = sections.map { $0.markup(language) }
    let made = BilingualText("Made with Kakehashi.", "Kakehashi により作成。")[language]
    return """
      <article class="sheet" lang="\(language.rawValue)">
      <header><p class="research">\(Self.disclaimer[language])</p>
      <h1>\(title)</h1>\(heading)</header>
      \(body)<footer>\(Self.disclaimer[language]) \(made)</footer>
      </article>

      """
  }
}

extension PatientSection {
  func markup(_ language: PageLanguage) -> Markup {
    let content = blocks.map { $0.markup(language) }
    let title: Markup = heading[language].isEmpty ? "" : "<h2>\(heading[language])</h2>\n"
    return "<section>\(title)\(content)</section>\n"
  }
}

extension PatientBlock {
  fileprivate func markup(_ language: PageLanguage) -> Markup {
    switch self {
    case .figures(let figures):
      let tiles = figures.map { figure in
        """
        <div class="tile"><h3>\(figure.name[language])</h3>\
        <p class="figure">\(figure.value[language])</p><p>\(figure.detail[language])</p></div>

        """ as Markup
      }
      return "<div class=\"tiles\">\(tiles)</div>\n"
    case .table(let table): return table.markup(language)
    case .paragraphs(let texts):
      return texts.reduce(into: "") { $0 += "<p>\($1[language])</p>\n" }
    case .remarks(let texts):
      return "<ul class=\"fine\">\(texts.map { "<li>\($0[language])</li>" as Markup })</ul>\n"
    case .views(let views, let caption):
      let pictures = views.map { $0.markup(language) }
      let words: Markup =
        caption[language].isEmpty ? "" : "<p class=\"fine\">\(caption[language])</p>"
      return "<div class=\"views\">\(pictures)</div>\n\(words)\n"
    case .chart(let english, let japanese):
      return (language == .english ? english : japanese).markup()
    case .growth(let lesion): return GrowthSection(lesion).markup(language)
    }
  }
}

extension PatientTable {
  fileprivate func markup(_ language: PageLanguage) -> Markup {
    let heads = columns.map { "<th>\($0[language])</th>" as Markup }
    let body = rows.map { row -> Markup in
      let cells = row.enumerated().map { n, cell -> Markup in
        n == 0 ? "<th>\(cell[language])</th>" : "<td>\(cell[language])</td>"
      }
      return "<tr>\(cells)</tr>\n"
    }
    return """
      <div class="scroll"><table class="measures"><thead><tr>\(heads)</tr></thead><tbody>
      \(body)</tbody></table></div>

      """
  }
}
