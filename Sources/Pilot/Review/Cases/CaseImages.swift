import Foundation
import Imaging
import NIfTI
import Reporting

/// The slices of the cases that were looked at last.
///
/// A case is some hundred megabytes, so only few are kept; whoever scrolls finds theirs.
actor CaseImages {
  /// The slices of one case along the three planes.
  typealias Stacks = [AnatomicalPlane: SliceStack]

  private let capacity: Int
  private var kept: [(image: URL, labels: URL, stacks: Stacks)] = []

  init(capacity: Int = 3) { self.capacity = capacity }

  /// The slices of an image with labels.
  ///
  /// - Throws: `NIfTIError` where a file cannot be read, `GridMismatch` where they do not fit.
  func stacks(image: URL, labels: URL) throws -> Stacks {
    if let found = kept.firstIndex(where: { $0.image == image && $0.labels == labels }) {
      let entry = kept.remove(at: found)
      kept.append(entry)
      return entry.stacks
    }
    let volume = try readNIfTI(image.path).volume
    let map = try readNIfTILabels(labels.path).labels
    var stacks: Stacks = [:]
    for plane in AnatomicalPlane.allCases {
      stacks[plane] = try SliceStack(image: volume, labels: map, plane: plane)
    }
    kept.append((image, labels, stacks))
    if kept.count > capacity { kept.removeFirst() }
    return stacks
  }
}
