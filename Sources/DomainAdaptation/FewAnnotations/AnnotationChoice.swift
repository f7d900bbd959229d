public import Foundation
import Imaging

/// Which target images were given their true labels: `annotated.json` of the stage `fine-tune`.
public struct AnnotationChoice: Codable, Hashable, Sendable {
  /// The seed of the choice, the run's.
  public var seed: UInt64
  /// How many images there were to choose from.
  public var candidates: Int
  /// The chosen images, in the order of the choice.
  public var ids: [String]

  /// The first `count` images of a random order that goes round the sites.
  ///
  /// The order depends on the seed and on which candidates there are, not on `count`: with one seed three
  /// images hold the one that one image is, as a learning curve wants it.
  ///
  /// - Parameter candidates: names and sites; at least `count`.
  static func choosing(
    _ count: Int, of candidates: [(id: String, site: String)], seed: UInt64
  ) -> AnnotationChoice {
    var random = SplitMix64(seed: seed, keys: 0x616E_6E6F)
    let sites = Set(candidates.map(\.site)).sorted().shuffled(using: &random)
    var queues = sites.map { site in
      candidates.filter { $0.site == site }.map(\.id).sorted().shuffled(using: &random)
    }
    var ids: [String] = []
    while ids.count < count, queues.contains(where: { !$0.isEmpty }) {
      for site in queues.indices where !queues[site].isEmpty {
        ids.append(queues[site].removeFirst())
      }
    }
    return AnnotationChoice(
      seed: seed, candidates: candidates.count, ids: Array(ids.prefix(count)))
  }

  /// The choice in a stage's folder.
  public static func read(in folder: URL) throws -> AnnotationChoice {
    try JSONDecoder().decode(AnnotationChoice.self, from: Data(contentsOf: file(in: folder)))
  }

  func write(in folder: URL) throws {
    try readableJSON(self).write(to: Self.file(in: folder), options: .atomic)
  }

  private static func file(in folder: URL) -> URL { folder.appending(path: "annotated.json") }
}

/// A recipe wants more annotated target images than there are.
public struct TooFewAnnotations: Error, Hashable, Sendable, CustomStringConvertible {
  /// How many the recipe wants.
  public let wanted: Int
  /// How many target images have true labels.
  public let found: Int

  /// One sentence with both numbers.
  public var description: String {
    "fewAnnotations.cases: expected \(wanted) unlabelled T2 with true labels in --truth, found \(found)"
  }
}
