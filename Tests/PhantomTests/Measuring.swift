import Foundation
import Imaging
import TestSupport

@testable import Phantom

/// The voxels of a patient's structure, where the warp and, for soft ones, the push have put it.
func structure(
  of patient: Patient, on grid: VoxelGrid, isSoft: Bool = false,
  _ distance: (SIMD3<Float>) -> Float
) -> Mask {
  Mask(
    grid: grid,
    voxels: (0..<grid.count).map { offset in
      var p = SIMD3<Float>(
        patient.deformation.template(grid.world(SIMD3<Double>(grid.index(at: offset)))))
      if isSoft {
        let source = patient.anatomy.push.source(Points(p))
        p = SIMD3(source.x[0], source.y[0], source.z[0])
      }
      return distance(p) < 0
    })
}

/// The way in mm of world space through a shape, along a template axis through a template point.
func thickness(of shape: Shape, _ patient: Patient, axis: Int, through point: SIMD3<Float>)
  -> Double
{
  let edge = { (sign: Float) -> SIMD3<Double> in
    var p = point
    while shape.distance(p) < 0 { p[axis] += sign * 0.1 }
    return patient.deformation.world(SIMD3<Double>(p))
  }
  return (edge(1) - edge(-1)).length
}

/// The ranges of the first table of Documentation/Guides/phantom.md, by structure.
func documentedRanges() throws -> [String: ClosedRange<Double>] {
  let guide = testsFolder.deletingLastPathComponent()
    .appending(path: "Documentation/Guides/phantom.md")
  var result: [String: ClosedRange<Double>] = [:]
  for line in try String(contentsOf: guide, encoding: .utf8).split(separator: "\n") {
    let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    guard cells.count > 2 else { continue }
    let ends = cells[1].components(separatedBy: " to ").compactMap(Double.init)
    if ends.count == 2 { result[cells[0]] = ends[0]...ends[1] }
  }
  return result
}
