public import Imaging

/// What a Koos grade is measured from: the tumour's parts, the cochleas and, where they are known, the
/// brainstem and the cerebellum, all on one grid.
public struct KoosMasks: Sendable {
  /// The tumour's part outside the internal auditory canal; may be empty.
  public var extraMeatal: Mask
  /// The tumour's part inside it; may be empty.
  public var intraMeatal: Mask
  /// Both cochleas; may be empty.
  public var cochleas: Mask
  /// Midbrain, pons, medulla and upper cord; `nil` where nothing is known of it.
  public var brainstem: Mask?
  /// Hemispheres, vermis and peduncles; `nil` where nothing is known of it.
  public var cerebellum: Mask?

  /// Masks from their parts.
  ///
  /// - Throws: `GridMismatch` when they do not share one grid.
  public init(
    extraMeatal: Mask, intraMeatal: Mask, cochleas: Mask, brainstem: Mask? = nil,
    cerebellum: Mask? = nil
  ) throws(GridMismatch) {
    for mask in [intraMeatal, cochleas, brainstem, cerebellum] {
      guard let mask else { continue }
      try GridMismatch.check("Koos grade", extraMeatal.grid, mask.grid)
    }
    self.extraMeatal = extraMeatal
    self.intraMeatal = intraMeatal
    self.cochleas = cochleas
    self.brainstem = brainstem
    self.cerebellum = cerebellum
  }

  /// The whole tumour.
  var tumour: Mask {
    Mask(
      grid: extraMeatal.grid,
      voxels: zip(extraMeatal.voxels, intraMeatal.voxels).map { $0 || $1 })
  }
}
