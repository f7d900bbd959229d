import Commands
import DataSets
import DomainAdaptation
import Foundation
import Preprocessing

extension DatasetFingerprint {
  /// The sizes and spacings of a data set's target images, which are what will be segmented.
  ///
  /// Of all its images where it has no target. Headers alone are read.
  init(_ dataSet: DataSet) throws {
    let cases = try inspect(dataSet, deep: false).cases
    let target = cases.filter { $0.role == .targetUnlabelled }
    self.init(
      images: (target.isEmpty ? cases : target).compactMap(\.image).compactMap {
        Image(size: $0.size, spacing: $0.spacing, orientation: $0.orientation)
      })
  }
}

extension Recipe {
  /// This recipe with what `plan: fingerprint` asks for worked out from the data; see
  /// ``Recipe/planned(on:)``.
  func planned(on dataSet: DataSet) throws -> Recipe {
    try plan == .fixed ? self : planned(on: DatasetFingerprint(dataSet)).recipe
  }
}
