import Evaluation
import Testing

@testable import Reporting

@Suite("Figures of a ranking")
struct RankingFigureTests {
  @Test("The area of a blob is the frequency: twice the radius for four times the draws")
  func blobs() throws {
    let stability = try #require(try sampleRanking().analysis.bootstrap.first)
    let text = RankBlobs(stability: stability).markup().text
    let shown = stability.teams.flatMap(\.counts).filter { $0 > 0 }
    #expect(text.count(of: "<circle") == shown.count)
    // Each circle's radius, squared, over its count is the same number.
    let circles = text.matches(of: /r="([0-9.]+)"><title>[^<]* in (\d+) of 200<\/title>/)
    #expect(circles.count == shown.count)
    let ratios = try circles.compactMap { match -> Double? in
      let radius = try #require(Double(match.1))
      let count = try #require(Double(match.2))
      // The smallest blobs are drawn larger, or nobody would see them.
      return radius <= 0.8 ? nil : radius * radius / count
    }
    let first = try #require(ratios.first)
    // Radii are printed with two decimals.
    for ratio in ratios { #expect(abs(ratio - first) < 0.03 * first) }
  }

  @Test("Every team stands on the podium once a case, on its rank's place")
  func podium() throws {
    let (scores, analysis) = try sampleRanking()
    let podium = Podium(scores, metric: 0, order: analysis.ranking.map(\.team))
    let places = podium.places()
    #expect(places.map(\.count) == Array(repeating: 40, count: 5))
    // Without ties each case fills the places one to five.
    for c in 0..<40 { #expect(places.map { $0[c] }.sorted() == [1, 2, 3, 4, 5]) }
    let text = podium.markup().text
    #expect(text.count(of: "h0") == 5 * 40)
    // A line a case: 40 beginnings, and 4 steps each on to the next place.
    let lines = try #require(text.firstMatch(of: /class="case-lines"[^>]* d="([^"]*)"/)).1
    #expect(lines.count { $0 == "M" } == 40)
    #expect(lines.count { $0 == "L" } == 4 * 40)
    // Places run from left to right, so every step of a line goes right.
    for line in lines.split(separator: "M") {
      let across = line.split(separator: "L").compactMap {
        $0.split(separator: " ").first.flatMap { Double($0) }
      }
      #expect(across.count == 5)
      #expect(across == across.sorted())
    }
    // Every point of a line is a dot.
    let dots = Set(text.matches(of: /M([0-9.]+ [0-9.]+)h0/).map { String($0.1) })
    let points = lines.split { $0 == "M" || $0 == "L" }.map(String.init)
    #expect(Set(points) == dots)
  }

  @Test("A box plot's dots are the values beyond the whiskers")
  func boxes() throws {
    let scores = try ChallengeScores(
      rows: [["Case", "Dice", "Team"]]
        + [0.5, 0.51, 0.52, 0.53, 0.54, 0.95].enumerated().flatMap { n, value in
          [["\(n)", "\(value)", "A"], ["\(n)", "0.5", "B"]]
        })
    let text = ScoreBoxes(scores, metric: 0, order: ["A", "B"]).markup().text
    // Quartiles 0.5125 and 0.5375: only 0.95 is beyond 0.475...0.575.
    #expect(text.count(of: "h0") == 1)
    #expect(text.count(of: "<rect") == 2)
  }

  @Test("The significance map holds a cell for each pair of teams, gold where the row is better")
  func significance() throws {
    let map = try sampleRanking().analysis.significance
    let text = SignificanceMatrix(map: map).markup().text
    let better = map.comparisons.count(where: \.isSignificant)
    #expect(text.count(of: "<rect class=\"better\"") == better)
    #expect(text.count(of: "<rect class=\"level\"") == 20 - better)
    #expect(better > 5 && better < 10)
  }

  @Test("A violin is widest where tau is most frequent, and stays within the axis")
  func violins() throws {
    let stability = try #require(try sampleRanking().analysis.bootstrap.first)
    let axis = Axis(covering: [stability.taus.first?.tau ?? 0, 1])
    let outline = TauViolins(stabilities: [stability]).outline(stability, axis: axis)
    #expect(outline.count == 81)
    #expect(outline.map(\.width).max() == 1)
    #expect(outline.allSatisfy { $0.width >= 0 && $0.tau <= 1 })
    let widest = try #require(outline.max { $0.width < $1.width })
    let mode = try #require(stability.taus.max { $0.count < $1.count })
    // The bandwidth is at least a fortieth of the axis; neighbours may pull the peak a little.
    #expect(abs(widest.tau - mode.tau) < 0.1)
  }

  @Test(
    "P-values as papers print them",
    arguments: [
      (0.0004, "< 0.001"), (0.001, "0.001"), (0.1204, "0.120"), (1, "1.000"), (nil, "–"),
    ] as [(Double?, String)])
  func pValues(_ c: (p: Double?, text: String)) { #expect(pText(c.p) == c.text) }
}
