import DataSets
import Evaluation
import Foundation
import Imaging
import Phantom

/// How structures are sampled before they are measured: as the London ceT1 scans that the real
/// contours were drawn on.
private let sampling = SIMD3(0.41, 0.41, 1.5)

/// The shapes of a folder of contour files; files without a tumour are left out.
func realShapes(in folder: String) throws -> [ShapeSample] {
  let samples = try ContourFile.paths(in: folder).compactMap { path -> ShapeSample? in
    let file = try ContourFile(path: path)
    guard let tumour = file.structures.first?.contours.mask(step: sampling.x),
      let middle = ShapeStatistics(tumour)?.centroid
    else { return nil }
    let cochlea = file.structures.dropFirst().first { $0.name.lowercased().contains("cochlea") }?
      .contours.mask(step: sampling.x)
    // Heads lie near the middle of the scanner but not in it: the cochlea is the lateral one.
    let isRightSided =
      cochlea.flatMap { ShapeStatistics($0)?.centroid.x }.map { $0 > middle.x } ?? (middle.x > 0)
    return ShapeSample(tumour: tumour, cochlea: cochlea, isRightSided: isRightSided)
  }
  guard !samples.isEmpty else {
    throw CommandError("\(folder): expected files *_contours_space-individual_T1w.json")
  }
  return samples
}

/// The shapes of simulated patients, from their exact labels on slices as thick as the real ones.
func simulatedShapes(count: Int, seed: UInt64) -> [ShapeSample] {
  (1...count).compactMap { index in
    let patient = Patient(seed: seed, index: index)
    let side: Double = patient.isRightSided ? 1 : -1
    // From the inner ear to beyond the midline, but not to the other ear.
    let centre = patient.meatalPlane.point - SIMD3(side * 9, 6, 0)
    let size = (SIMD3(66.0, 84, 72) / sampling).rounded(.up)
    let grid = VoxelGrid(
      Int(size.x), Int(size.y), Int(size.z), spacing: sampling,
      origin: centre - (size - 1) / 2 * sampling)
    let map = labels(of: patient, on: grid)
    return ShapeSample(
      tumour: map.mask(of: [1, 2]), cochlea: map.mask(of: [3]), isRightSided: patient.isRightSided)
  }
}
