import Clinical
import Foundation
import Imaging

/// Draws a mask again as another reader might.
///
/// The border is moved in or out by one distance so that the volume takes the error that the model
/// states, and waves by a few tenths of a millimetre, so that diameters and places vary as well.
struct ReaderPerturbation {
  /// The model whose error readers make.
  let error: ReadingError
  /// The standard deviation in mm of the border's waves.
  var waves = 0.15

  /// The label map of a reading of a tumour; labels of its parts follow their nearest neighbour.
  ///
  /// - Parameter volumeFactor: a further factor of the volume, such as a sequence's.
  func reading(
    of truth: LabelMap, volume: Double, volumeFactor: Double = 1, using random: inout SplitMix64
  ) -> LabelMap {
    let isTumour = truth.mask(of: [1, 2])
    guard let box = isTumour.boundingBox() else { return truth }
    let reach = (6 / truth.grid.spacing).rounded(.up)
    let part = truth.cropped(to: box.widened(by: SIMD3<Int>(reach)), padding: 0)
    let tumour = part.mask(of: [1, 2])
    let outside = tumour.distanceTransform()
    let inside = Mask(grid: part.grid, voxels: tumour.voxels.map { !$0 }).distanceTransform()
    // Smooth noise: white noise blurred over 3 mm and scaled back to the wanted deviation.
    let noise = Volume(
      grid: part.grid, voxels: outside.voxels.map { _ in Float(random.nextNormal()) }
    ).smoothed(sigma: SIMD3(repeating: 3))
    let square = noise.voxels.reduce(0.0) { $0 + Double($1) * Double($1) }
    let scale = Float(waves / (square / Double(noise.voxels.count)).squareRoot())
    let distance = outside.voxels.indices.map {
      outside.voxels[$0] - inside.voxels[$0] + scale * noise.voxels[$0]
    }
    let deviation = error.deviation(volume: volume, thickness: part.grid.spacing.max())
    // Log-normal, as the model has it; the nearest voxels to the border decide who is in.
    let wanted = volume * volumeFactor * exp(deviation * random.nextNormal())
    let count = min(
      max(Int((wanted / part.grid.voxelVolume).rounded()), 1), distance.count - 1)
    let border = distance.sorted()[count]
    let parts = nearestParts(part)
    return LabelMap(
      grid: part.grid,
      voxels: distance.indices.map { distance[$0] < border ? parts[$0] : 0 })
  }

  /// For each voxel the part, 1 or 2, whose voxels are nearer.
  private func nearestParts(_ map: LabelMap) -> [UInt8] {
    let first = map.mask(of: [1]).distanceTransform()
    let second = map.mask(of: [2]).distanceTransform()
    return zip(first.voxels, second.voxels).map { $0 <= $1 ? 1 : 2 }
  }
}
