import Imaging
import Testing

@testable import Phantom

@Suite("Sizes of structures")
struct StructureSizeTests {
  @Test("Every structure of six patients has a size within the guide's range", arguments: 0..<6)
  func sizes(_ index: Int) throws {
    let ranges = try documentedRanges()
    let patient = Patient(seed: 31, index: index)
    let found = measurements(of: patient)
    #expect(Set(found.keys) == Set(ranges.keys))
    for (name, values) in found {
      let range = try #require(ranges[name], "\(name) is not in the guide's table")
      for value in values { #expect(range.contains(value), "\(name), patient \(index)") }
    }
  }

  private func measurements(of patient: Patient) -> [String: [Double]] {
    let head = patient.envelope.head
    let pons = SIMD3<Float>(0, -10, 0)
    var found: [String: [Double]] = [
      "head breadth": [thickness(of: head, patient, axis: 0, through: [0, -3, 35])],
      "head length": [thickness(of: head, patient, axis: 1, through: [0, -3, 35])],
      "pons, width": [thickness(of: patient.fossa.brainstem, patient, axis: 0, through: pons)],
      "pons, depth": [thickness(of: patient.fossa.brainstem, patient, axis: 1, through: pons)],
      "cochlea, turns": [Double(Cochlea.turns)],
      "canal, length": patient.canals.map { ($0.fundus - $0.porus).length },
      "canal, width at the porus": patient.bones.map { 2 * Double($0.canalRadii.porus) },
      "between the porus of both sides": [
        (patient.canals[0].porus - patient.canals[1].porus).length
      ],
    ]
    let coarse = cube([0, -10, 20], side: 220, spacing: [4, 4, 4])
    let cavity = structure(of: patient, on: coarse) { patient.envelope.cavity.distance($0) }
    found["intracranial volume"] = [cavity.volume / 1000]
    let fossa = patient.fossa
    // Without the tumour's push, which stretches it: DisplacementTests bound that.
    let cerebellum = structure(of: patient, on: coarse) { p in
      max(fossa.hemispheres.distance(p), -fossa.brainstem.distance(p))
    }
    found["cerebellum"] = [cerebellum.volume / 1000]
    for (bone, canal) in zip(patient.bones, patient.canals) {
      let grid = cube(canal.fundus, side: 22, spacing: [0.35, 0.35, 0.35])
      let drawn = structure(of: patient, on: grid) { bone.cochlea.drawn.distance($0) }
      found["cochlea as drawn", default: []].append(drawn.volume)
      found["cochlea, largest diameter", default: []].append(diameter(drawn))
      found["between cochlea and carotid", default: []].append(
        gap(from: drawn, to: bone.carotid, of: patient))
      let radii = bone.semicircularRadii
      found["lateral semicircular canal, radius", default: []].append(Double(radii.lateral))
      found["anterior semicircular canal, radius", default: []].append(Double(radii.anterior))
      found["posterior semicircular canal, radius", default: []].append(Double(radii.posterior))
    }
    return found
  }

  /// The largest distance between two voxels of a mask.
  private func diameter(_ mask: Mask) -> Double {
    let border = mask.surface()
    let points = border.voxels.indices.filter { border.voxels[$0] }
      .map { mask.grid.world(SIMD3<Double>(mask.grid.index(at: $0))) }
    var largest = 0.0
    for (n, p) in points.enumerated() {
      for q in points[..<n] { largest = max(largest, (p - q).length) }
    }
    return largest
  }

  /// The smallest distance from a mask's voxels to a shape, to half a voxel.
  private func gap(from mask: Mask, to shape: Shape, of patient: Patient) -> Double {
    mask.voxels.indices.filter { mask.voxels[$0] }.map { voxel in
      let p = mask.grid.world(SIMD3<Double>(mask.grid.index(at: voxel)))
      return Double(shape.distance(SIMD3<Float>(patient.deformation.template(p))))
    }.min() ?? .infinity
  }
}
