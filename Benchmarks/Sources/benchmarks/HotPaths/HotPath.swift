import Foundation
import Imaging
import NIfTI
import Preprocessing

/// A piece of work on which time depends; `hot_paths.py` has the rivals under the same name.
struct HotPath: Sendable {
  /// The name, also in tables and in the baseline.
  let name: String
  /// How many times faster than a rival, by its name without version, it is meant to be.
  let goals: [String: Double]
  /// Does the work once and gives a number that the rivals' results are compared with.
  let work: @Sendable (HotPathInputs) throws -> Double

  static let all: [HotPath] = [
    HotPath(name: "distance transform, 256x256x120", goals: ["SciPy": 5]) { inputs in
      mean(inputs.tumour.distanceTransform().voxels)
    },
    HotPath(
      name: "cubic resampling, 512x512x120 to 350x350x180",
      goals: ["SciPy zoom": 10, "nnU-Net": 10, "SimpleITK": 10]
    ) { inputs in
      mean(inputs.image.resampled(to: inputs.finer, .cubic).voxels)
    },
    HotPath(name: "linear resampling, 512x512x120 to 350x350x180", goals: ["SciPy zoom": 1]) {
      mean($0.image.resampled(to: $0.finer, .linear).voxels)
    },
    HotPath(name: "largest component, tumour in 512x512x120", goals: ["cc3d": 1]) { inputs in
      Double(inputs.labels.mask(of: [1]).largestComponent().count)
    },
    HotPath(name: "components with statistics, ragged 256x256x120", goals: ["cc3d": 1]) {
      Double($0.ragged.connectedComponents().components.count)
    },
    HotPath(name: "components as a label image, ragged 256x256x120", goals: ["cc3d": 1]) {
      let found = $0.ragged.connectedComponents()
      return Double(found.labels.last ?? 0) + Double(found.components.count)
    },
    HotPath(
      name: "read int16 .nii.gz, 512x512x120",
      goals: ["libdeflate alone": 1 / 1.1, "nibabel": 1, "SimpleITK": 1]
    ) { inputs in
      Double(try readNIfTI(inputs.path("image")).volume.voxels[12_345_678])
    },
    HotPath(
      name: "read labels .nii.gz, 512x512x120", goals: ["libdeflate alone": 1 / 1.1, "nibabel": 1]
    ) { inputs in
      Double(try readNIfTILabels(inputs.path("labels")).labels.voxels[12_345_678])
    },
    HotPath(
      name: "write int16 .nii.gz, 512x512x120",
      goals: ["libdeflate alone": 1 / 1.1, "ISA-L alone": 1 / 1.1, "nibabel": 1]
    ) { inputs in
      let file = inputs.folder.appending(path: "written.nii.gz")
      try writeNIfTI(inputs.image, to: file.path, as: .int16)
      return Double(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) / 1e6
    },
    HotPath(
      name: "write labels .nii.gz, 512x512x120",
      goals: ["libdeflate alone": 1 / 1.1, "ISA-L alone": 1 / 1.1, "nibabel": 1]
    ) { inputs in
      let file = inputs.folder.appending(path: "written.nii.gz")
      try writeNIfTI(inputs.labels, to: file.path)
      return Double(try file.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) / 1e6
    },
    HotPath(name: "turned and scaled patch with labels, 128x128x40", goals: ["nnU-Net": 1]) {
      var random = SplitMix64(seed: 3)
      let spatial = SpatialAugmentation(probability: 1)
      let patch = spatial.patch(
        around: SIMD3(256, 256, 60), size: SIMD3(128, 128, 40), channels: [$0.image],
        labels: $0.labels, using: &random)
      return mean(patch.image[0])
    },
    HotPath(
      name: "noise, blur, brightness, contrast and gamma of a patch, 128x128x40",
      goals: ["nnU-Net": 1]
    ) { inputs in
      var random = SplitMix64(seed: 3)
      let box = BoundingBox(lower: SIMD3(192, 192, 40), upper: SIMD3(320, 320, 80))
      var patch = Patch(
        image: [inputs.image.cropped(to: box, padding: 0).voxels],
        labels: [UInt8](repeating: 0, count: 128 * 128 * 40), size: SIMD3(128, 128, 40))
      IntensityAugmentation(
        noiseProbability: 1, blurProbability: 1, sharpnessProbability: 0,
        brightnessProbability: 1, contrastProbability: 1, gammaProbability: 1
      ).apply(to: &patch, using: &random)
      return mean(patch.image[0])
    },
  ]

  private static func mean(_ voxels: [Float]) -> Double {
    voxels.reduce(0.0) { $0 + Double($1) } / Double(voxels.count)
  }
}
