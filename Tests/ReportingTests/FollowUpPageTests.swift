import Clinical
import Reporting
import Testing

@Suite("Follow-up page")
struct FollowUpPageTests {
  private func day(_ text: String) throws -> VisitDate { try #require(VisitDate(text)) }

  private func visit(_ text: String, volume: Double) throws -> VisitFindings {
    let lesion = LesionFinding(
      volume: volume, diameter: 14, position: SIMD3(25, 0, 0), isRightSided: true)
    return VisitFindings(
      date: try day(text), sequence: "T2", sliceThickness: 1.5, lesions: [lesion],
      alignment: .unchecked)
  }

  private func page(_ patient: String = "A", treatments: [Treatment] = []) throws -> String {
    let visits = [
      try visit("2020-01-15", volume: 1000), try visit("2021-01-15", volume: 1300),
      try visit("2022-01-15", volume: 1700),
    ]
    return FollowUpPage(
      followUp: PatientFollowUp(patient: patient, visits: visits, treatments: treatments)
    ).html()
  }

  @Test("says everything in English and in Japanese, and that it is for research only")
  func languages() throws {
    let html = try page()
    for words in [
      "Research use only. Not a medical device.", "研究用です。医療機器ではありません。",
      "<p class=\"figure\">grown</p>", "<p class=\"figure\">増大</p>", "Doubling time", "体積倍加時間",
      "Lesion 1, right", "病変1(右)",
    ] { #expect(html.contains(words), "\(words)") }
  }

  @Test("the chart has an error bar and a mark for each visit in each language")
  func chart() throws {
    let html = try page()
    // Three visits in two languages.
    #expect(html.components(of: "<g class=\"reading\">") == 6)
    #expect(html.components(of: "<polyline class=\"fit\"") == 2)
  }

  @Test("radiosurgery is a line with its window, and no rate is drawn through it")
  func treatment() throws {
    let html = try page(
      treatments: [Treatment(kind: .radiosurgery, date: try day("2020-06-01"))])
    #expect(html.components(of: "<line class=\"event\"") == 2)
    #expect(html.components(of: "<rect class=\"window\"") == 2)
    #expect(html.components(of: "<polyline class=\"fit\"") == 0)
    #expect(html.contains("transient enlargement possible") && html.contains("一過性腫大の可能性"))
  }

  @Test("names are escaped")
  func escaping() throws {
    let html = try page("<script>&")
    #expect(!html.contains("<script>&"))
    #expect(html.contains("&lt;script&gt;&amp;"))
  }

  @Test("a patient without a lesion has a page that says so")
  func empty() throws {
    let followUp = PatientFollowUp(
      patient: "A",
      visits: [
        VisitFindings(
          date: try day("2020-01-15"), sequence: nil, sliceThickness: 1, lesions: [],
          alignment: .unchecked)
      ])
    let html = FollowUpPage(followUp: followUp).html()
    #expect(html.contains("No mask holds a tumour.") && html.contains("どの検査の抽出結果にも腫瘍がありません。"))
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int {
    var count = 0
    var rest = self[...]
    while let range = rest.firstRange(of: text) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
