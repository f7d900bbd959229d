public import Imaging

/// A volume together with the header it came from.
public struct NIfTIImage: Hashable, Sendable {
  /// What the file says about itself.
  public let header: NIfTIHeader
  /// The intensities on the header's grid, with NaN and infinite voxels left as they are.
  public let volume: Volume
  /// How many voxels are not a number.
  public let nanCount: Int
  /// How many voxels are infinite, also by narrowing float64 to `Float`.
  public let infinityCount: Int
}
