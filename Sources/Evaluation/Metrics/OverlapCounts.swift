public import Imaging

/// How many voxels two masks hold and share; what every overlap metric is made of.
public struct OverlapCounts: Codable, Hashable, Sendable {
  /// The voxels in both.
  public let shared: Int
  /// The voxels of the prediction.
  public let predicted: Int
  /// The voxels of the reference.
  public let expected: Int

  /// Counts from their numbers.
  public init(shared: Int, predicted: Int, expected: Int) {
    self.shared = shared
    self.predicted = predicted
    self.expected = expected
  }

  /// The counts of two masks.
  ///
  /// - Throws: ``GridMismatch``; masks are never resampled behind the caller's back.
  public init(_ prediction: Mask, _ reference: Mask) throws(GridMismatch) {
    try GridMismatch.check("overlap", reference.grid, prediction.grid)
    let shared = zip(prediction.voxels, reference.voxels).reduce(0) {
      $0 + ($1.0 && $1.1 ? 1 : 0)
    }
    self.init(shared: shared, predicted: prediction.count, expected: reference.count)
  }

  /// The Dice score 2|A ∩ B| / (|A| + |B|); `nil` when both masks are empty.
  public var dice: Double? {
    let sum = predicted + expected
    return sum == 0 ? nil : 2 * Double(shared) / Double(sum)
  }
}
