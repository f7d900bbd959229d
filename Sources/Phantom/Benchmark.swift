/// A simulated data set whose sites, sizes and splits are frozen, so that results can name it.
///
/// A seed makes other patients and other scans of the same kind; a result states the seeds it used.
public struct Benchmark: Codable, Hashable, Sendable {
  /// The name that results state.
  public let name: String
  /// The sites of labelled ceT1, unlabelled T2 and held-out T2.
  public let sites: [String]
  /// Sites of held-out T2 alone: nothing of theirs is trained on.
  public let unseenSites: [String]
  /// Labelled ceT1 cases per site.
  public let source: Int
  /// Unlabelled T2 cases per site.
  public let target: Int
  /// Held-out T2 cases per site, the unseen ones too.
  public let heldout: Int
  /// The seeds that a study runs.
  public let seeds: [UInt64]

  /// The first benchmark: the challenge's three sites and two that nobody trains on.
  public static let v1 = Benchmark(
    name: "benchmark-v1", sites: ["ldn", "etz", "ukm"], unseenSites: ["new3t", "new1t"], source: 8,
    target: 8, heldout: 4, seeds: [1, 2, 3])
  /// Every benchmark there is.
  public static let all = [v1]
}
