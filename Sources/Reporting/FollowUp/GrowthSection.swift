public import Clinical

/// One lesion's growth as a section of a page: the answer with its reasons, the curve, the readings.
///
/// Any page about a patient can hold it; ``FollowUpPage`` is one.
public struct GrowthSection: Hashable, Sendable {
  /// What the course shows.
  public let assessment: GrowthAssessment
  /// The heading, as "Lesion 1, right".
  public let heading: BilingualText

  /// A section about a lesion, with its number and side as heading.
  public init(_ lesion: LesionFollowUp) {
    let side = FollowUpWords.side(isRight: lesion.isRightSided)
    self.init(
      lesion.assessment,
      heading: BilingualText(
        "Lesion \(lesion.number), \(side.english): growth",
        "病変\(lesion.number)(\(side.japanese))の増大"))
  }

  /// A section about a course.
  public init(_ assessment: GrowthAssessment, heading: BilingualText) {
    self.assessment = assessment
    self.heading = heading
  }

  /// The section as HTML in one language, to stand in a page with the follow-up style.
  public func html(_ language: PageLanguage) -> String { markup(language).text }

  func markup(_ language: PageLanguage) -> Markup {
    let reasons = assessment.reasons.map { reason -> Markup in
      "<li>\(language == .english ? reason.english : reason.japanese)</li>"
    }
    return section(
      heading[language],
      """
      <div class="tiles">\(tiles(language))</div>
      <ul class="reasons">\(reasons)</ul>
      \(GrowthChart(assessment: assessment, language: language).markup())\(table(language))
      """)
  }

  private func tiles(_ language: PageLanguage) -> Markup {
    let a = assessment
    let answer = FollowUpWords.answer(a.answer)[language]
    let kind = a.answer == .cannotTell ? "unsure" : a.answer.rawValue
    var result: Markup = """
      <div class="tile answer \(kind)"><h3>\(BilingualText("Answer", "判定")[language])</h3>\
      <p class="figure">\(answer)</p><p>\(answerDetail[language])</p></div>
      """
    if let change = a.change {
      let interval = "\(FollowUpWords.percent(change.low)) … \(FollowUpWords.percent(change.high))"
      result += tile(
        BilingualText("Change of volume", "体積変化"), FollowUpWords.percent(change.value),
        BilingualText("95 % interval \(interval)", "95%信頼区間 \(interval)"), language)
    }
    if let limit = a.limitOfChange {
      result += tile(
        BilingualText("By chance alone", "偶然による差"),
        BilingualText("up to ", "最大 ")[language] + percentage(limit),
        BilingualText("an unchanged tumour of this size", "この大きさの不変な腫瘍の場合"), language)
    }
    if let time = a.doublingTime {
      let high = time.high.map { fixed($0, 1) } ?? "∞"
      result += tile(
        BilingualText("Doubling time", "体積倍加時間"),
        fixed(time.years, 1) + BilingualText(" years", "年")[language],
        BilingualText(
          "95 % interval \(fixed(time.low, 1)) … \(high)",
          "95%信頼区間 \(fixed(time.low, 1)) … \(high)年"),
        language)
    }
    return result
  }

  private var answerDetail: BilingualText {
    if assessment.isTransientEnlargement {
      return BilingualText("transient enlargement possible", "一過性腫大の可能性")
    }
    guard let rule = assessment.meetsTwentyPercent else { return "" }
    let millimetres = assessment.meetsTwoMillimetres.map {
      $0 ? BilingualText(", 2 mm: met", "、2 mm:該当") : BilingualText(", 2 mm: not met", "、2 mm:非該当")
    }
    let twenty =
      rule
      ? BilingualText("20 % rule: met", "20%基準:該当")
      : BilingualText("20 % rule: not met", "20%基準:非該当")
    return BilingualText(
      twenty.english + (millimetres?.english ?? ""), twenty.japanese + (millimetres?.japanese ?? "")
    )
  }

  private func tile(
    _ name: BilingualText, _ figure: String, _ detail: BilingualText, _ language: PageLanguage
  ) -> Markup {
    """
    <div class="tile"><h3>\(name[language])</h3><p class="figure">\(figure)</p>\
    <p>\(detail[language])</p></div>
    """
  }

  private func table(_ language: PageLanguage) -> Markup {
    let heads = [
      BilingualText("Date", "日付"), BilingualText("Sequence", "シーケンス"),
      BilingualText("Slices, mm", "スライス(mm)"), BilingualText("Volume, mm³", "体積(mm³)"),
      BilingualText("± 95 %", "± 95%"), BilingualText("Diameter, mm", "最大径(mm)"),
      BilingualText("Since baseline", "基準比"),
    ].map { "<th>\($0[language])</th>" as Markup }
    let baseline = assessment.baseline.map { assessment.readings[$0] }
    let rows = assessment.readings.enumerated().map { n, reading -> Markup in
      let deviation = assessment.criteria.error.deviation(
        volume: reading.volume, thickness: reading.sliceThickness)
      let isBaseline = n == assessment.baseline
      let change = baseline.flatMap { first in
        reading.date > first.date
          ? FollowUpWords.percent(reading.volume / first.volume - 1) : nil
      }
      let since = isBaseline ? BilingualText("baseline", "基準")[language] : change ?? noFigure
      return """
        <tr><th>\(reading.date.description)</th><td>\(reading.sequence ?? noFigure)</td>\
        <td>\(fixed(reading.sliceThickness, 1))</td><td>\(fixed(reading.volume, 0))</td>\
        <td>\(percentage(1.96 * deviation))</td><td>\(fixed(reading.diameter, 1))</td>\
        <td>\(since)</td></tr>

        """
    }
    return """
      <div class="scroll"><table class="readings"><thead><tr>\(heads)</tr></thead><tbody>
      \(rows)</tbody></table></div>

      """
  }
}
