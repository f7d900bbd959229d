import Evaluation
import Imaging

/// A table of scores of the size of crossMoDA 2022: 12 teams, 271 cases, 4 metrics.
enum RankingCase {
  static let header = ["Case", "VS_Dice", "VS_ASSD", "Cochlea_Dice", "Cochlea_ASSD", "Team"]

  /// Rows of seeded random scores; later teams are a little worse, so that ranks are not all noise.
  static func rows() -> [[String]] {
    var random = SplitMix64(seed: 2022)
    var rows = [header]
    for c in 0..<271 {
      let site = c < 137 ? "crossmoda2021_ldn" : "crossmoda2022_etz"
      for t in 0..<12 {
        let scores = (0..<4).map { metric in
          let error = Double.random(in: 0...0.3, using: &random) + 0.015 * Double(t)
          return metric % 2 == 0 ? 1 - error : 3 * error
        }
        rows.append(["\(site)_\(c)"] + scores.map { "\($0)" } + ["team \(t)"])
      }
    }
    return rows
  }
}
