import Evaluation
import TestSupport
import Testing

@testable import Reporting

@Suite("The ranking's page")
struct RankingReportTests {
  private func report(bootstraps: Int = 200) throws -> RankingReport {
    let (scores, analysis) = try sampleRanking(bootstraps: bootstraps)
    return RankingReport(
      title: "Ranking of a < b", scores: scores, analysis: analysis,
      facts: [ReportFact("Command", "kakehashi rank a.csv")])
  }

  @Test("The page names every team, escaped, with its rank, its score and its shared rank")
  func rows() throws {
    let report = try report()
    let html = report.html()
    #expect(html.contains("<h1>Ranking of a &lt; b</h1>"))
    #expect(!html.contains("b&w <x>"))
    for row in report.analysis.ranking {
      let cells =
        "<tr><td>\(row.rank)</td><td>\(row.sharedRank)</td><th>\(escaped(row.team))</th>"
        + "<td>\(fixed(row.score, 4))</td>"
      #expect(html.contains(cells), "\(row.team)")
    }
    #expect(html.contains("<td>1</td><td>1</td><th>alpha_1</th>"))
    #expect(html.contains("Not told apart, sharing a rank: "))
    #expect(html.contains("有意差がなく同順位とみなされるチーム"))
    #expect(html.contains("<code>kakehashi rank a.csv</code>"))
  }

  @Test("One file without scripts or network, with the disclaimer in both languages")
  func selfContained() throws {
    for html in [try report().html(), try report(bootstraps: 0).html()] {
      #expect(!html.contains("<script"))
      #expect(!html.contains("http"))
      #expect(html.contains("Research use only. Not a medical device."))
      #expect(html.contains("研究用です。医療機器ではありません。"))
    }
  }

  @Test("Elements are balanced, with and without bootstraps")
  func balance() throws {
    for html in [try report().html(), try report(bootstraps: 0).html()] {
      for name in [
        "section", "table", "thead", "tbody", "tr", "td", "th", "div", "figure", "svg", "g", "p",
        "span", "i", "small", "text", "title", "main", "html",
      ] {
        let opened = html.count(of: "<\(name)>") + html.count(of: "<\(name) ")
        #expect(opened == html.count(of: "</\(name)>"), "<\(name)>")
      }
      Attachment.record(Array(html.utf8), named: "sample-ranking.html")
    }
  }

  @Test("No coordinate is lost: no NaN, no infinity, no missing figure inside a picture")
  func coordinates() throws {
    let html = try report().html()
    for word in ["nan", "inf\"", "\"–\"", "\u{2212}"] {
      #expect(!html.contains("=\"\(word)"), "\(word)")
    }
    #expect(html.count(of: "<svg") == 2 + 1 + 3 + 1 + 2)
  }

  @Test("Without bootstraps there is no section on stability, and no interval")
  func noBootstraps() throws {
    let html = try report(bootstraps: 0).html()
    #expect(!html.contains("Stability of the ranks"))
    #expect(html.contains("Which teams can be told apart"))
  }

  @Test("The table of missing scores counts the one penalty")
  func missing() throws {
    #expect(
      try report().html().contains("350 mm: 1, in 1 of 40 cases."))
  }
}

extension String {
  /// How often a piece of text occurs.
  func count(of piece: String) -> Int { ranges(of: piece).count }
}
