public import Imaging
import Networks
import Torch

/// How much memory a prediction will take, said before its scan is read.
///
/// A sum of what must be held at once in each step, so it grows with the scan, the classes and the
/// networks' tile, and with nothing else. Documentation/Results/scaling.md sets it beside measured
/// peaks.
public struct MemoryForecast: Hashable, Sendable, Codable {
  /// What the process holds already, in bytes: program, libtorch and models.
  public let held: Int
  /// What reading the scan takes on top, in bytes.
  public let reading: Int
  /// What networks and labels take on top, in bytes, the scan included.
  public let predicting: Int

  /// The largest resident memory that is expected, in bytes.
  public var peak: Int { held + max(reading, predicting) }

  /// What libtorch itself comes to hold at its first convolutions, in bytes: code, kernels that are
  /// made then, and packed weights.
  static let firstConvolutions = 90 << 20

  /// The forecast of a prediction.
  ///
  /// - Parameters:
  ///   - held: the process's resident bytes once the models are loaded.
  ///   - scan: the scan's grid, as its header says.
  ///   - storedBytes: the voxels as they lie in the file, inflated.
  ///   - fileBytes: the size of the file.
  public init(
    of predictor: Predictor, held: Int, scan: VoxelGrid, storedBytes: Int, fileBytes: Int
  ) {
    let volume = 4 * scan.count
    self.held = held + Self.firstConvolutions
    // The file with its inflated content, then the content with the voxels made of it.
    reading = storedBytes + max(fileBytes, volume)
    let region = predictor.model.plan.region.size
    // A grid that is turned has its part of the scan copied and smoothed whole.
    let turned = scan.affine.alongAxes(for: scan.size) == nil ? 2 * volume : 0
    // The labels, with the file's content made of them.
    let labels = 3 * scan.count
    let networks = predictor.models.map { model -> Int in
      let bytes = predictor.usesBFloat16 ? 3.0 : 4
      let tile = model.plan.tile
      let values = model.plan.network.classes * (tile.x * tile.y * tile.z)
      return model.plan.network.activationBytes(tile: tile.tensorShape, bytesPerValue: bytes)
        + 4 * 4 * values
    }
    let maps = 4 * (region.x * region.y * region.z) * (predictor.model.plan.classes.count + 1)
    let segmenting = (networks.max() ?? 0) + maps * (predictor.models.count > 1 ? 2 : 1)
    let localiser = predictor.model.plan.localiser
    let finding = localiser.network.activationBytes(
      tile: localiser.tile.tensorShape, bytesPerValue: 4)
    predicting = volume + max(turned + finding, segmenting, labels)
  }
}
