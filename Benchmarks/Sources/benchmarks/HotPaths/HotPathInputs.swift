import Foundation
import Imaging
import NIfTI

/// The images that hot paths are timed on; the rivals read the same from files.
struct HotPathInputs {
  /// A noisy T2-like image of 512x512x120 voxels of 0.41x0.41x1.5 mm, whole numbers.
  let image: Volume
  /// Where ``image`` is resampled to: 350x350x180 voxels of 0.6x0.6x1 mm over the same field of view.
  let finer: VoxelGrid
  /// A tumour, two cochleas and false positives of 512x512x120 voxels.
  let labels: LabelMap
  /// The part of ``labels``, 256x256x120 voxels, that distances are measured in.
  let tumour: Mask
  /// A mask of thousands of ragged pieces: 15 % of 256x256x120 voxels.
  let ragged: Mask
  /// Holds `image.nii.gz`, `labels.nii.gz`, `tumour.nii.gz` and `ragged.nii.gz`.
  let folder: URL

  /// Makes the images and writes them for the rivals.
  init(folder: URL) throws {
    self.folder = folder
    let spacing = SIMD3(0.41, 0.41, 1.5)
    let grid = VoxelGrid(512, 512, 120, spacing: spacing)
    var random = SplitMix64(seed: 1)
    var voxels = [Float](repeating: 0, count: grid.count)
    for offset in voxels.indices {
      let p = SIMD3<Double>(grid.index(at: offset)) * spacing - SIMD3(105, 105, 90)
      // A head in air, tissue that waves slowly, and noise of a twentieth of its signal.
      let isHead = (p * p / SIMD3(8100, 9600, 9000)).sum() < 1
      let tissue = isHead ? 400 + 150 * sin(p.x / 9) * cos(p.y / 7) * sin(p.z / 11) : 20
      voxels[offset] = Float(abs(tissue + 20 * random.nextNormal()).rounded())
    }
    image = Volume(grid: grid, voxels: voxels)
    finer = HotPathInputs.sameField(as: grid, size: SIMD3(350, 350, 180))
    labels = BenchmarkCase.pair().prediction
    let part = BoundingBox(lower: SIMD3(200, 100, 0), upper: SIMD3(456, 356, 120))
    tumour = Mask(
      grid: VoxelGrid(256, 256, 120, spacing: SIMD3(0.41, 0.41, 1)),
      voxels: labels.cropped(to: part, padding: 0).voxels.map { $0 == 1 })
    let small = VoxelGrid(256, 256, 120)
    let noise = Volume(
      grid: small, voxels: (0..<small.count).map { _ in Float(random.nextNormal()) })
    let smooth = noise.smoothed(sigma: SIMD3(repeating: 1)).voxels
    let level = smooth.sorted()[smooth.count * 85 / 100]
    ragged = Mask(grid: small, voxels: smooth.map { $0 > level })

    try writeNIfTI(image, to: path("image"), as: .int16)
    try writeNIfTI(labels, to: path("labels"))
    for (mask, name) in [(tumour, "tumour"), (ragged, "ragged")] {
      let map = LabelMap(grid: mask.grid, voxels: mask.voxels.map { $0 ? 1 : 0 })
      try writeNIfTI(map, to: path(name))
    }
  }

  /// The file of one of the images.
  func path(_ name: String) -> String { folder.appending(path: "\(name).nii.gz").path }

  /// A grid of another size whose outer borders are those of an axis-aligned one.
  private static func sameField(as grid: VoxelGrid, size: SIMD3<Int>) -> VoxelGrid {
    let factor = SIMD3<Double>(grid.size) / SIMD3<Double>(size)
    let origin = grid.affine.translation + (factor - 1) / 2 * grid.spacing
    return VoxelGrid(
      size: size, affine: Affine(spacing: grid.spacing * factor, origin: origin))
  }
}
