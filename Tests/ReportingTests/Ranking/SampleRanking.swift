import Evaluation
import Imaging

/// Invented scores of five teams: each a little worse than the one before, the last two alike.
func sampleRanking(bootstraps: Int = 200) throws -> (
  scores: ChallengeScores, analysis: RankingAnalysis
) {
  var random = SplitMix64(seed: 11)
  var rows = [["Case", "VS_Dice", "VS_ASSD", "Team"]]
  for c in 0..<40 {
    let difficulty = 0.1 * random.nextNormal()
    for (team, level) in [
      ("alpha_1", 0.9), ("b&w <x>", 0.86), ("gamma", 0.8), ("delta", 0.7), ("twin", 0.7),
    ] {
      let dice = min(max(level - abs(difficulty) + 0.03 * random.nextNormal(), 0.01), 0.99)
      let distance = c == 3 && team == "twin" ? 350 : 4 * (1 - dice)
      rows.append(["s_\(c < 20 ? "ldn" : "etz")_\(c)", "\(dice)", "\(distance)", team])
    }
  }
  let scores = try ChallengeScores(rows: rows)
  return (
    scores, RankingAnalysis(scores, settings: RankingSettings(bootstraps: bootstraps, seed: 3))
  )
}
