import Evaluation

/// Three teams, three cases, two metrics; small enough to be ranked on paper.
///
/// Ranks in VS_Dice: one A1 B2 C2, two A2 B1 C3, three A2 B2 C1;
/// in VS_ASSD: one A1 B2 C3, two A2 B1 C2, three A2 B2 C1.
let paperTable = [
  ["Case", "VS_Dice", "VS_ASSD", "Team"],
  ["x_etz_1", "0.9", "1", "A"], ["x_etz_1", "0.8", "2", "B"], ["x_etz_1", "0.8", "3", "C"],
  ["x_etz_2", "0.7", "2", "A"], ["x_etz_2", "0.9", "1", "B"], ["x_etz_2", "0.6", "2", "C"],
  ["x_ldn_3", "0.5", "4", "A"], ["x_ldn_3", "0.5", "4", "B"], ["x_ldn_3", "0.9", "1", "C"],
]

/// Scores in one metric where lower is better: one row a team, one number a case.
func distances(_ teams: KeyValuePairs<String, [Double]>) throws -> ChallengeScores {
  try ChallengeScores(
    rows: [["Case", "ASSD", "Team"]]
      + teams.flatMap { team, values in
        values.enumerated().map { ["case \($0.offset)", "\($0.element)", team] }
      })
}

extension Ranking {
  /// Team, rank and score as text, to be compared at once.
  var lines: [String] { rows.map { "\($0.rank) \($0.team) \($0.score)" } }
}
