import DataSets
import Foundation
import TestSupport
import Testing

@testable import Evaluation

/// The 2022 challenge's scores of twelve teams and what its own script makes of them.
///
/// From CrossMoDA/CrossMoDA2022-Evaluation-code (score_test.csv, ranking.py), rerun with numpy
/// 2.4.6 and scipy 1.17.1. The scores are not part of this project.
private enum RealScores {
  struct Expected: Decodable {
    struct Place: Decodable {
      let rank: Int
      let team: String
      let CumRank_All: Double
      let CumRank_Cochlea: Double
      let CumRank_VS: Double
    }
    struct Cumulative: Decodable {
      let team: String
      let cum: Double
    }
    struct Bootstrap: Decodable {
      struct Kendall: Decodable { let mean: Double }
      let kendall: [String: Kendall]
      let rank_frequency_percent: [String: [String: [String: Double]]]
    }
    let final_order: [Place]
    let order_dice_only: [Cumulative]
    let order_assd_only: [Cumulative]
    let alternative_ranks: [String: [String: Int]]
    let alternative_scores: [String: [String: [String: Double]]]
    let bootstrap: Bootstrap
  }

  /// The names of the sets here and in the script.
  static let setNames = [
    ("all metrics", "Dice and ASSD"), ("Dice only", "Dice"), ("ASSD only", "ASSD"),
  ]

  static let folder = sharedReference?.appending(path: "ranking")
  static let table = folder?.appending(path: "crossmoda2022_score_test.csv")
  static let isPresent = table.map { FileManager.default.fileExists(atPath: $0.path) } ?? false

  static func scores() throws -> ChallengeScores {
    let text = try String(contentsOf: try #require(table), encoding: .utf8)
    return try ChallengeScores(
      rows: CSV.rows(text), metrics: RankingPreset.crossmoda2022.metrics)
  }

  static func expected() throws -> Expected {
    let file = try #require(folder?.appending(path: "crossmoda2022_expected.json"))
    return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
  }
}

@Suite(
  "The real scores of crossMoDA 2022",
  .enabled(
    if: RealScores.isPresent, "shared/reference/ranking, the challenge's own table, is not here"))
struct RealScoresTests {
  @Test("All twelve scores to 1e-6, in the published order")
  func published() throws {
    let scores = try RealScores.scores()
    let expected = try RealScores.expected()
    #expect(scores.teams.count == 12)
    #expect(scores.cases.count == 271)
    let ranking = scores.ranking()
    #expect(ranking.teams == expected.final_order.map(\.team))
    #expect(ranking.rows.map(\.rank) == Array(1...12))
    for (row, place) in zip(ranking.rows, expected.final_order) {
      #expect(abs(row.score - place.CumRank_All) < 1e-6)
    }
  }

  @Test("Dice only, ASSD only, VS only and cochlea only")
  func metricSets() throws {
    let scores = try RealScores.scores()
    let expected = try RealScores.expected()
    func ranking(_ name: String) throws -> Ranking {
      let set: MetricSet = try #require(scores.metricSets.first { $0.name == name })
      return scores.ranking(metrics: set)
    }
    for (name, order) in [
      ("Dice only", expected.order_dice_only), ("ASSD only", expected.order_assd_only),
    ] {
      let found = try ranking(name)
      #expect(found.teams == order.map(\.team))
      for (row, place) in zip(found.rows, order) { #expect(abs(row.score - place.cum) < 1e-6) }
    }
    for (name, value) in [
      ("VS only", \RealScores.Expected.Place.CumRank_VS), ("Cochlea only", \.CumRank_Cochlea),
    ] {
      let found = try ranking(name)
      for place in expected.final_order {
        let row = try #require(found.rows.first { $0.team == place.team })
        #expect(abs(row.score - place[keyPath: value]) < 1e-6)
      }
    }
  }

  @Test("The alternative schemes' ranks and scores")
  func schemes() throws {
    let scores = try RealScores.scores()
    let expected = try RealScores.expected()
    for (name, scheme) in [
      ("rank-then-mean (ours)", RankingScheme.rankThenMean), ("rank-then-median", .rankThenMedian),
      ("mean-then-rank", .meanThenRank), ("median-then-rank", .medianThenRank),
    ] {
      let ranks = try #require(expected.alternative_ranks[name])
      let found = scores.ranking(by: scheme)
      #expect(found.rows.count == ranks.count)
      for row in found.rows { #expect(row.rank == ranks[row.team], "\(name), \(row.team)") }
    }
    for (scheme, column) in [(RankingScheme.meanThenRank, "mean"), (.medianThenRank, "median")] {
      let values = try #require(expected.alternative_scores[scheme.rawValue])
      for row in scores.ranking(by: scheme).rows {
        #expect(row.score == values[row.team]?[column], "\(scheme), \(row.team)")
      }
    }
  }

  @Test(
    "Wilcoxon's W and p of neighbours, as SciPy 1.17.1 gives them",
    arguments: [
      ("ne2e", "MAI", 12282.0, 6.09e-4, 1e-6), ("MAI", "LaTIM", 12499.5, 1.18e-3, 1e-5),
      ("A*DA", "fgh_365", 11043.0, 1.57e-6, 1e-8),
      ("fgh_365", "SJTU_EIEE_2-426Lab", 15924.5, 0.120, 1e-3),
    ] as [(String, String, Double, Double, Double)])
  func wilcoxon(_ c: (first: String, second: String, w: Double, p: Double, digits: Double)) throws {
    let scores = try RealScores.scores()
    let map = scores.significance(of: scores.ranking())
    let found = try #require(map.comparison(of: c.first, with: c.second))
    #expect(found.statistic == c.w)
    // The published p-values have three digits.
    #expect(abs(found.pValue - c.p) <= c.digits)
  }

  @Test("fgh_365 and SJTU share rank 6; all other neighbours can be told apart")
  func shared() throws {
    let scores = try RealScores.scores()
    let ranking = scores.ranking()
    let shared = ranking.sharedRanks(scores.significance(of: ranking))
    #expect(shared == [1, 2, 3, 4, 5, 6, 6, 8, 9, 10, 11, 12])
    #expect(Array(ranking.teams[5...6]) == ["fgh_365", "SJTU_EIEE_2-426Lab"])
  }

  @Test("With the script's own draws its bootstraps come out again, team by team")
  func bootstrap() throws {
    let scores = try RealScores.scores()
    let expected = try RealScores.expected().bootstrap
    let stability = scores.stability(bootstraps: 1000, seed: 1, generator: .numPy)
    #expect(stability.first?.ranks(of: "ne2e")?.counts.first == 1000)
    for (name, theirs) in RealScores.setNames {
      let found = try #require(stability.first { $0.metricSet == name })
      let frequencies = try #require(expected.rank_frequency_percent[theirs])
      #expect(found.teams.count == frequencies.count)
      for team in found.teams {
        let percent = try #require(frequencies[team.team])
        let counts = (1...12).map { Int((10 * (percent["\($0)"] ?? 0)).rounded()) }
        #expect(team.counts == counts, "\(name), \(team.team)")
      }
      // The mean of a thousand values, summed in another order.
      let mean = try #require(found.kendall?.mean)
      let script = try #require(expected.kendall[theirs]).mean
      #expect(abs(mean - script) < 1e-9, "\(name)")
    }
    #expect(stability.first?.ranks(of: "fgh_365")?.interval.text == "6-7")
  }

  @Test("Other draws tell the same story", arguments: 1...3 as ClosedRange<UInt64>)
  func otherDraws(_ seed: UInt64) throws {
    let scores = try RealScores.scores()
    let kendall = try RealScores.expected().bootstrap.kendall
    let stability = scores.stability(bootstraps: 1000, seed: seed)
    let all = try #require(stability.first)
    // The lead is about 3.5 standard deviations: one or two lost draws of a thousand are chance.
    let winner = try #require(all.ranks(of: "ne2e"))
    #expect(winner.counts[0] >= 995)
    for (name, theirs) in RealScores.setNames {
      let mean = try #require(stability.first { $0.metricSet == name }?.kendall?.mean)
      // One draw's tau has SD 0.012 at most, so the mean of 1000 has 0.0004: five SD.
      let script = try #require(kendall[theirs]).mean
      #expect(abs(mean - script) < 0.002, "\(name)")
    }
    // The script: 6th in 947 and 7th in 53 draws; SD 7, five SD.
    let sixth = try #require(all.ranks(of: "fgh_365"))
    #expect(abs(sixth.counts[5] - 947) < 36)
  }

  @Test("Each site alone and each treatment of the 24 penalties keep the winner first")
  func robustness() throws {
    let scores = try RealScores.scores()
    let left = scores.leaveOneSiteOut()
    #expect(left.map(\.site) == ["etz", "ldn"])
    // 137 cases from London, 134 from Tilburg.
    #expect(left.map(\.cases) == [137, 134])
    let missing = scores.missingValueSensitivity()
    // 24 ASSD values are 350 mm, counted in the table itself.
    #expect(missing.missingScores == 24)
    #expect(missing.outcomes.count == 3)
    for outcome in missing.outcomes { #expect(outcome.ranking.teams.first == "ne2e") }
  }
}
