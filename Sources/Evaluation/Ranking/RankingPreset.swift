/// The ranking rules of a challenge's edition.
public enum RankingPreset: String, Codable, CaseIterable, Hashable, Sendable {
  /// crossMoDA 2022, task 1: Dice and ASSD of VS and cochlea, rank-then-mean.
  ///
  /// - Source: CrossMoDA2022-Evaluation-code, ranking.py.
  case crossmoda2022

  /// The columns that are ranked.
  public var metrics: [String] {
    switch self {
    case .crossmoda2022: ["VS_Dice", "VS_ASSD", "Cochlea_Dice", "Cochlea_ASSD"]
    }
  }

  /// How scores become an order.
  public var scheme: RankingScheme { .rankThenMean }

  /// Where the bootstraps' draws come from: with seed 1 they are those of the challenge's script.
  public var generator: BootstrapGenerator { .numPy }
}
