import Evaluation
import Imaging
import TestSupport
import Testing

@testable import Reporting

@Suite("Report")
struct ReportTests {
  private func row(_ name: String, _ site: String, _ dice: Double) -> CaseScore {
    CaseScore(
      case: name, site: site, structure: "VS", outcome: .scored, dice: dice, assd: 1 - dice,
      hd95: 2, predictedVolume: 10, referenceVolume: 12)
  }

  private var report: Report {
    Report(
      title: "A < B & \"C\"",
      runs: [
        ReportRun(
          name: "plain", role: .sourceOnly,
          scores: ScoreTable(rows: [row("one", "ldn", 0.4), row("two", "etz", 0.6)])),
        ReportRun(
          name: "bridge", role: .adapted,
          scores: ScoreTable(rows: [row("one", "ldn", 0.7), row("two", "etz", 0.75)])),
        ReportRun(
          name: "full", role: .supervised,
          scores: ScoreTable(rows: [row("one", "ldn", 0.8), row("two", "etz", 0.8)])),
      ],
      facts: [ReportFact("Seed", "42")], notes: ["Simulated <data>."])
  }

  @Test("Figures in the tables are those of the score tables, worked by hand")
  func figures() {
    let html = report.html()
    // Mean and sample SD of (0.4, 0.6), (0.7, 0.75), (0.8, 0.8).
    #expect(html.contains("<td>0.500 ± 0.141</td><td>0.500</td>"))
    #expect(html.contains("<td>0.725 ± 0.035</td><td>0.725</td>"))
    #expect(html.contains("<td>0.800 ± 0.000</td><td>0.800</td>"))
    // (0.725 - 0.5) / (0.8 - 0.5) = 0.75.
    #expect(html.contains("<td>75 %</td>"))
    #expect(html.contains("Share of the gap to supervision closed: 75 % (VS)."))
    #expect(html.contains("前庭神経鞘腫 0.73(適応なし 0.50、教師あり 0.80)"))
  }

  @Test("Every case of every run has its row")
  func rows() {
    let html = report.html()
    for name in ["one", "two"] {
      #expect(html.components(of: "<tr><th>\(name)</th>") == 3)
    }
    for site in ["ldn", "etz"] {
      #expect(html.contains("<th colspan=\"2\" class=\"site\">\(site)</th>"))
    }
  }

  @Test("Text is escaped wherever it stands")
  func escaping() {
    let html = report.html()
    #expect(html.contains("<h1>A &lt; B &amp; &quot;C&quot;</h1>"))
    #expect(html.contains("<title>A &lt; B &amp; &quot;C&quot;</title>"))
    #expect(html.contains("<li>Simulated &lt;data&gt;.</li>"))
    #expect(!html.contains("Simulated <data>"))
  }

  @Test("Every page carries the disclaimer in both languages, even an empty one")
  func disclaimer() {
    for html in [report.html(), Report(title: "Nothing yet").html()] {
      #expect(html.contains("Research use only. Not a medical device."))
      #expect(html.contains("研究用です。医療機器ではありません。"))
      #expect(!html.contains("<script"))
      #expect(!html.contains("http"))
    }
  }

  @Test("A missing prediction is named")
  func missing() {
    var report = report
    var scores = report.runs[1].scores
    scores.rows.append(
      CaseScore(
        case: "lost", site: "ldn", structure: "VS", outcome: .missingPrediction, dice: 0,
        assd: 350, hd95: 350, predictedVolume: 0, referenceVolume: 9))
    report.runs[1] = ReportRun(name: "bridge", role: .adapted, scores: scores)
    let html = report.html()
    #expect(html.contains("bridge: no prediction of lost; scored as failures."))
    #expect(html.contains("no prediction</td></tr>"))
  }

  @Test("Elements are balanced in a report with everything in it")
  func balance() throws {
    let html = try sampleReport().html()
    for name in [
      "section", "table", "tr", "td", "div", "figure", "svg", "p", "details", "ul", "li", "small",
      "g", "span", "i", "b", "main", "html",
    ] {
      let opened = html.components(of: "<\(name)>") + html.components(of: "<\(name) ")
      #expect(opened == html.components(of: "</\(name)>"), "<\(name)>")
    }
    Attachment.record(Array(html.utf8), named: "sample-report.html")
  }

  @Test("A run keeps its role's colour; runs beyond the three get others")
  func colours() {
    let table = ScoreTable(rows: [])
    let roles: [ReportRun.Role] = [.adapted, .sourceOnly, .adapted, .other, .supervised]
    let runs = roles.map { ReportRun(name: "r", role: $0, scores: table) }
    #expect(Comparison(runs: runs).colours == [1, 0, 3, 4, 2])
  }
}

extension String {
  /// How often a piece of text occurs.
  fileprivate func components(of piece: String) -> Int {
    guard !piece.isEmpty else { return 0 }
    var count = 0
    var rest = self[...]
    while let found = rest.firstRange(of: piece) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
