import DataSets
import Imaging
import Testing

@testable import Evaluation

@Suite("Damaged tables of scores never trap")
struct RankingFuzzTests {
  @Test("10,000 damaged tables end in a typed error or in the right ranking", arguments: 0..<4)
  func damage(_ part: Int) throws {
    let sound = CSV.text(paperTable)
    var (ranked, refused) = (0, Set<RankingError.Kind>())
    for round in 0..<2500 {
      var random = SplitMix64(seed: 2022, keys: UInt64(part), UInt64(round))
      let text = damaged(sound, using: &random)
      let policy = MissingScores.allCases.randomElement(using: &random) ?? .error
      let scores: ChallengeScores
      do throws(RankingError) {
        scores = try ChallengeScores(rows: CSV.rows(text), missing: policy)
      } catch {
        #expect(!error.message.isEmpty)
        refused.insert(error.kind)
        continue
      }
      ranked += 1
      #expect(scores.values.allSatisfy { $0.isFinite }, "part \(part), round \(round)")
      #expect(scores.ranking().rows.map(\.score).sorted() == plainScores(scores).sorted())
      let analysis = RankingAnalysis(scores, settings: RankingSettings(bootstraps: 3))
      for variant in analysis.schemes {
        #expect(variant.ranking.rows.count == scores.teams.count)
        #expect(variant.ranking.rows.first?.rank == 1)
        #expect(variant.ranking.rows.allSatisfy { $0.score.isFinite }, "\(text)")
      }
    }
    // Both outcomes occur, and every kind of error: otherwise the damage would be too mild.
    #expect(ranked > 100)
    #expect(refused.count >= 5, "\(refused)")
  }

  /// Up to four bytes changed, lines lost, doubled or cut, cells emptied.
  private func damaged(_ text: String, using random: inout SplitMix64) -> String {
    var lines = text.split(separator: "\n").map(String.init)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let n = Int.random(in: 0..<lines.count, using: &random)
      switch Int.random(in: 0...6, using: &random) {
      case 0 where lines.count > 1: lines.remove(at: n)
      case 1: lines.insert(lines[n], at: n)
      case 2: lines[n] = String(lines[n].prefix(Int.random(in: 0...lines[n].count, using: &random)))
      case 3:
        var fields = lines[n].split(separator: ",", omittingEmptySubsequences: false)
        let k = Int.random(in: 0..<fields.count, using: &random)
        fields[k] =
          ["", "nan", "-inf", "1e400", "9", "0.5", "é", "\"a,b\"", "0x8"]
          .randomElement(using: &random) ?? ""
        lines[n] = fields.joined(separator: ",")
      case 4: lines.shuffle(using: &random)
      default:
        var bytes = Array(lines[n].utf8)
        guard !bytes.isEmpty else { continue }
        let k = Int.random(in: 0..<bytes.count, using: &random)
        bytes[k] =
          Array(",\"\r;0123456789.-+eEnA ".utf8).randomElement(using: &random)
          ?? UInt8.random(in: 0...255, using: &random)
        if Int.random(in: 0...5, using: &random) == 0 {
          bytes[k] = UInt8.random(in: 0...255, using: &random)
        }
        lines[n] = String(decoding: bytes, as: UTF8.self)
      }
    }
    let end = ["\n", "\r\n"].randomElement(using: &random) ?? "\n"
    let start = Bool.random(using: &random) ? "\u{FEFF}" : ""
    return start + lines.joined(separator: end) + (Bool.random(using: &random) ? end : "")
  }

  /// Rank-then-mean as the challenge's text says it, without any of the code under test.
  private func plainScores(_ scores: ChallengeScores) -> [Double] {
    let (teams, cases, metrics) = (scores.teams.count, scores.cases.count, scores.metrics.count)
    return (0..<teams).map { t in
      var sum = 0
      for c in 0..<cases {
        for m in 0..<metrics {
          let own = scores[team: t, case: c, metric: m]
          let better = (0..<teams).count { other in
            let value = scores[team: other, case: c, metric: m]
            return scores.metrics[m].higherIsBetter ? value > own : value < own
          }
          let isLast =
            scores.missing == .worst && scores.isMissing[(c * metrics + m) * teams + t]
          sum += isLast ? teams : 1 + better
        }
      }
      return Double(sum) / Double(cases * metrics)
    }
  }
}
