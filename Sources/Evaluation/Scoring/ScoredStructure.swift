/// A structure to score: one or more labels taken together under one name.
public struct ScoredStructure: Codable, Hashable, Sendable {
  /// The name that tables print, as in "VS".
  public let name: String
  /// The labels whose union is the structure; the rest is background.
  public let labels: Set<UInt8>

  /// A structure from its name and its labels.
  public init(name: String, labels: Set<UInt8>) {
    self.name = name
    self.labels = labels
  }
}

extension [ScoredStructure] {
  /// What crossMoDA 2021 and 2022 scored: 1 = tumour, 2 = cochlea.
  public static var crossMoDA2022: [ScoredStructure] {
    [
      ScoredStructure(name: "VS", labels: [1]),
      ScoredStructure(name: "cochlea", labels: [2]),
    ]
  }

  /// What crossMoDA 2023 scored, and the whole tumour besides.
  ///
  /// 1 = extra-meatal, 2 = intra-meatal tumour, 3 = cochlea.
  public static var crossMoDA2023: [ScoredStructure] {
    [
      ScoredStructure(name: "VS", labels: [1, 2]),
      ScoredStructure(name: "extra-meatal", labels: [1]),
      ScoredStructure(name: "intra-meatal", labels: [2]),
      ScoredStructure(name: "cochlea", labels: [3]),
    ]
  }
}
