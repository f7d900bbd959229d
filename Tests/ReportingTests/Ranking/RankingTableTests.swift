import Evaluation
import Testing

@testable import Reporting

@Suite("The ranking as a table")
struct RankingTableTests {
  @Test("Records hold one team each, with all digits and as many fields as the header")
  func records() throws {
    let analysis = try sampleRanking().analysis
    let records = RankingTable(analysis).records
    #expect(records.count == 6)
    #expect(records.allSatisfy { $0.count == records[0].count })
    #expect(records[0].prefix(4) == ["rank", "shared_rank", "team", "score"])
    for (record, row) in zip(records.dropFirst(), analysis.ranking) {
      #expect(record[0] == "\(row.rank)")
      #expect(record[2] == row.team)
      #expect(Double(record[3]) == row.score)
      #expect(record[7] == "\(row.rank)", "the chosen scheme is one of the schemes")
    }
  }

  @Test("Without bootstraps the intervals are empty fields")
  func noBootstraps() throws {
    let table = RankingTable(try sampleRanking(bootstraps: 0).analysis)
    #expect(table.records.dropFirst().allSatisfy { $0[4...6] == ["", "", ""] })
    #expect(table.latex().contains(" & -- & -- \\\\"))
  }

  @Test("LaTeX has a line a team between its rules, and no bare special character")
  func latex() throws {
    let text = RankingTable(try sampleRanking().analysis).latex()
    #expect(text.contains("1 & 1 & alpha\\_1 & "))
    #expect(text.contains("& b\\&w <x> &"))
    let lines = text.split(separator: "\n")
    #expect(lines.count { $0.hasSuffix(" \\\\") } == 6)
    #expect(lines.count { $0 == "\\hline" } == 3)
  }

  @Test(
    "Characters that mean something in LaTeX are escaped",
    arguments: [
      ("a_b", "a\\_b"), ("100%", "100\\%"), ("{x}", "\\{x\\}"), ("a\\b", "a\\textbackslash{}b"),
      ("~^", "\\textasciitilde{}\\textasciicircum{}"), ("$#&", "\\$\\#\\&"), ("a\r\nb", "a b"),
      ("A*DA", "A*DA"), ("é", "é"),
    ])
  func escaping(_ c: (text: String, expected: String)) {
    #expect(latexEscaped(c.text) == c.expected)
  }
}
