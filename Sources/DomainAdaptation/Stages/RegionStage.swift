import Foundation
import Imaging
import Learning
import Preprocessing

extension StageRunner {
  /// Cuts the region around the ears of every case.
  ///
  /// Labelled cases use their cochlea labels, the others the localiser; each region's file says
  /// which, and whether the localiser was sure.
  func cutRegions(_ folder: URL) throws {
    let store = RegionStore(folder: folder)
    let localiser = try localiser()
    _ = try shared(cases, .regions) { item in
      if !store.contains(item.id) {
        let image = try item.image().withoutNonFinite()
        let labels = item.isLabelled ? try item.labels().croppedToForeground() : nil
        let ears = try labelledEars(labels) ?? localiser.ears(in: image, device: device)
        let grid = recipe.region.grid(around: ears.points)
        try store.write(
          RegionStore.Region(
            image: recipe.region.normalized(image, on: grid), labels: labels?.resampled(to: grid)),
          id: item.id,
          metadata: [
            "ears": labels == nil ? "localiser" : "labels", "confident": String(ears.confident),
          ])
      }
      return (item.id, item.id)
    }
  }

  /// The centres of the two largest labelled cochleas; `nil` unless there are two.
  private func labelledEars(_ labels: LabelMap?) -> EarLocaliser.Ears? {
    guard let labels else { return nil }
    let components = labels.mask(of: [roles.cochlea]).connectedComponents(.corners).components
    guard components.count >= 2 else { return nil }
    let points = components.prefix(2).map { labels.grid.world($0.centroid) }
    return EarLocaliser.Ears(points: points.sorted { $0.x < $1.x }, confident: true)
  }
}
