import Imaging
import Testing

@testable import Phantom

/// A grid around a point of the world.
func cube(_ centre: SIMD3<Double>, side: Double, spacing: SIMD3<Double>) -> VoxelGrid {
  let size = (SIMD3(repeating: side) / spacing).rounded(.up)
  let origin = centre - (size - 1) / 2 * spacing
  return VoxelGrid(Int(size.x), Int(size.y), Int(size.z), spacing: spacing, origin: origin)
}

@Suite("Patients")
struct PatientTests {
  @Test("Labels of 50 patients lie within the published ranges")
  func population() {
    let all = (0..<50).map { Patient(seed: 77, index: $0) }
    var extra: [Double] = []
    for p in all {
      // 2023 source data: label 1 up to 26.95 cm3, label 2 from 0.02 to 0.93 cm3; the warp may add
      // a tenth.
      #expect(p.extraMeatalVolume <= 29_700)
      #expect((10...1023).contains(p.intraMeatalVolume), "patient \(p.index)")
      if p.extraMeatalVolume > 0 {
        extra.append(p.extraMeatalVolume)
        #expect(p.koos != 1)
        #expect((p.koos == nil) == p.isPostOperative)
      } else {
        #expect(p.koos == 1 && !p.isPostOperative)
      }
      #expect(p.truth.koos == p.koos && p.truth.meatalPlane == p.meatalPlane)
    }
    // Median 1.05 cm3; the standard error of a log-normal's median at n = 50 is about 18 %.
    let median = extra.sorted()[extra.count / 2]
    #expect((550...1900).contains(median))
    // Label 2: median 0.23 cm3; its spread is about 0.7, the standard error at n = 50 12 %.
    let intra = all.map(\.intraMeatalVolume).sorted()[all.count / 2]
    #expect((180...290).contains(intra))
    #expect(extra.count >= 43)
    #expect(Set(all.compactMap(\.koos)).count >= 3)
    let right = all.filter(\.isRightSided).count
    #expect((12...38).contains(right))
  }

  @Test("Each ear has a cochlea of a size that readers draw", arguments: [0, 1, 2, 3])
  func cochlea(_ index: Int) {
    let patient = Patient(seed: 5, index: index)
    for canal in patient.canals {
      let grid = cube(canal.fundus, side: 24, spacing: [0.4, 0.4, 0.4])
      let found = labels(of: patient, on: grid).mask(of: [3]).volume
      // 92 +- 14 mm3 (slides of the 2021 challenge); three standard deviations.
      #expect((50...134).contains(found))
    }
  }

  @Test("A volume settles as the voxel shrinks")
  func convergence() {
    let patient = Patient(seed: 5, index: 1)
    let volume = { (step: Double) -> Double in
      let grid = cube(
        patient.canals[0].fundus, side: 24, spacing: SIMD3(repeating: step))
      return labels(of: patient, on: grid).mask(of: [3]).volume
    }
    let finest = volume(0.2)
    #expect(abs(volume(0.4) / finest - 1) < 0.06)
    #expect(abs(volume(0.3) / finest - 1) < 0.04)
  }

  @Test("The two parts meet at the meatal plane and nowhere else")
  func plane() {
    let patient = Patient(seed: 6, index: 0, options: .init(intracanalicularFraction: 0))
    let grid = cube(patient.meatalPlane.point, side: 30, spacing: [0.6, 0.6, 0.6])
    let map = labels(of: patient, on: grid)
    var touching = 0
    for k in 0..<grid.size.z {
      for j in 0..<grid.size.y {
        for i in 0..<grid.size.x {
          let label = map[i, j, k]
          guard label == 1 || label == 2 else { continue }
          let d = patient.meatalPlane.distance(grid.world([Double(i), Double(j), Double(k)]))
          #expect((label == 2) == (d >= 0))
          if label == 1, i + 1 < grid.size.x, map[i + 1, j, k] == 2 { touching += 1 }
          if label == 2, i + 1 < grid.size.x, map[i + 1, j, k] == 1 { touching += 1 }
        }
      }
    }
    #expect(touching > 10)
  }

  @Test("A tumour inside the canal has no label 1")
  func intracanalicular() {
    let patient = Patient(seed: 6, index: 0, options: .init(intracanalicularFraction: 1))
    let grid = cube(patient.meatalPlane.point, side: 30, spacing: [0.6, 0.6, 0.6])
    let map = labels(of: patient, on: grid)
    #expect(patient.koos == 1 && patient.extraMeatalVolume == 0)
    #expect(map.mask(of: [1]).isEmpty && !map.mask(of: [2]).isEmpty)
  }

  @Test("A wanted volume is met to the few percent that the warp changes")
  func wanted() {
    let options = PatientOptions(
      variation: 0, intracanalicularFraction: 0, postOperativeFraction: 0,
      extraMeatalVolume: 2000)
    let patient = Patient(seed: 8, index: 3, options: options)
    #expect(abs(patient.extraMeatalVolume / 2000 - 1) < 0.06)
  }

  @Test("Small tumours leave the brainstem alone and large ones compress it")
  func koos() {
    let grade = { (volume: Double) in
      Patient(
        seed: 8, index: 3,
        options: .init(
          intracanalicularFraction: 0, postOperativeFraction: 0, extraMeatalVolume: volume)
      ).koos
    }
    #expect(grade(80) == 2)
    #expect(grade(6000) == 4)
  }

  @Test("The same seed and index give the same patient, others another")
  func seeds() {
    let a = Patient(seed: 1, index: 2)
    let b = Patient(seed: 1, index: 2)
    let c = Patient(seed: 1, index: 3)
    let d = Patient(seed: 2, index: 2)
    #expect(a.innerEarMidpoint == b.innerEarMidpoint)
    #expect(a.extraMeatalVolume == b.extraMeatalVolume)
    #expect(a.innerEarMidpoint != c.innerEarMidpoint)
    #expect(a.innerEarMidpoint != d.innerEarMidpoint)
    #expect(a.meatalPlane != c.meatalPlane)
  }
}
