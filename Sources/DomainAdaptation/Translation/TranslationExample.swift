public import Foundation
public import Imaging

/// A labelled region before and after translation, for people to look at.
public struct TranslationExample: Sendable {
  /// The case.
  public let id: String
  /// The region of the ceT1, in -1...1.
  public let source: Volume
  /// Its labels.
  public let labels: LabelMap
  /// The region rendered in each T2 style, by its name in alphabetical order.
  public let rendered: [(site: String, image: Volume)]

  /// The first translated case in the folder of a run; `nil` when the run does not translate.
  ///
  /// - Throws: an error of one sentence when a region's file is damaged.
  public init?(run: URL) throws {
    // Stages' numbers depend on the recipe, their names do not.
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: run.path)) ?? []
    func store(_ stage: Stage) -> RegionStore {
      let name = folders.first { $0.hasSuffix("-\(stage.rawValue)") } ?? stage.rawValue
      return RegionStore(folder: run.appending(path: name))
    }
    let synthetic = store(.synthesise)
    let regions = store(.regions)
    let ids = synthetic.ids
    guard let first = ids.first?.split(separator: "_as_").first.map(String.init) else {
      return nil
    }
    let region = try regions.read(first)
    guard let labels = region.labels else { return nil }
    id = first
    source = region.image
    self.labels = labels
    rendered = try ids.filter { $0.hasPrefix("\(first)_as_") }.map { name in
      (String(name.dropFirst("\(first)_as_".count)), try synthetic.read(name).image)
    }
  }
}
