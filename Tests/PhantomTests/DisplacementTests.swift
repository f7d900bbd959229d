import Imaging
import Testing

@testable import Phantom

@Suite("What a tumour does to its surroundings")
struct DisplacementTests {
  private func patient(_ volume: Double, index: Int = 3) -> Patient {
    Patient(
      seed: 8, index: index,
      options: .init(
        intracanalicularFraction: 0, postOperativeFraction: 0, extraMeatalVolume: volume))
  }

  @Test("A large tumour moves the brainstem instead of hiding it", arguments: 0..<4)
  func moved(_ index: Int) throws {
    let patient = patient(8000, index: index)
    let grid = cube(patient.meatalPlane.point, side: 90, spacing: [1.5, 1.5, 1.5])
    let tumour = labels(of: patient, on: grid).mask(of: [1, 2])
    let brainstem = { (isSoft: Bool) -> Mask in
      structure(of: patient, on: grid, isSoft: isSoft) { patient.fossa.brainstem.distance($0) }
    }
    let before = brainstem(false)
    let after = brainstem(true)
    let volume = { (tissue: Mask, isBesideTumour: Bool) -> Double in
      let count = zip(tissue.voxels, tumour.voxels).filter { $0 && $1 != isBesideTumour }.count
      return Double(count) * grid.voxelVolume
    }
    // Without the push a good part of the tumour would lie in the brainstem and hide it.
    let overlap = volume(before, false)
    #expect(try #require(patient.koos) >= 3)
    #expect(overlap > 0.02 * tumour.volume)
    // With it, what would be hidden is seen beside the tumour, stretched rather than lost.
    let seen = volume(after, true)
    #expect(seen > before.volume - 0.3 * overlap, "\(seen) of \(before.volume) mm3")
    // The push keeps order, not volume: a known weakness, named in the guide and bounded here.
    #expect(seen < 1.3 * before.volume, "\(seen) of \(before.volume) mm3")
  }

  @Test(
    "The grade of a patient is that of the geometry seen in its label map",
    arguments: [60, 300, 900, 2500, 7000] as [Double])
  func grade(_ volume: Double) throws {
    let patient = patient(volume)
    let grid = cube(patient.meatalPlane.point, side: 80, spacing: [0.8, 0.8, 0.8])
    let tumour = labels(of: patient, on: grid).mask(of: [1, 2])
    var depth = -Float.infinity
    for offset in tumour.voxels.indices where tumour.voxels[offset] {
      let world = grid.world(SIMD3<Double>(grid.index(at: offset)))
      let p = SIMD3<Float>(patient.deformation.template(world))
      depth = max(depth, -patient.fossa.stem.distance(p))
    }
    let grade = try #require(patient.koos)
    // A voxel more or less may decide at a limit.
    let around = [depth - 0.8, depth + 0.8].map { koosGrade(depthInBrainstem: $0) }
    #expect((around[0]...around[1]).contains(grade), "depth \(depth) mm, grade \(grade)")
  }

  @Test("The grades are about as frequent as in the challenge's table")
  func frequencies() {
    let grades = (0..<120).compactMap { Patient(seed: 4, index: $0).koos }
    let share = { (grade: Int) in
      Double(grades.filter { $0 == grade }.count) / Double(grades.count)
    }
    // infos_source_training.csv of 2022: I 7 %, II 28 %, III 40 %, IV 25 % of 182; three standard
    // errors at about 105 patients are 7, 13, 14 and 13 %.
    #expect(share(1) < 0.14)
    #expect((0.12...0.44).contains(share(2)))
    #expect((0.24...0.56).contains(share(3)))
    #expect((0.10...0.42).contains(share(4)))
  }

  @Test("A remnant has no grade, and fluid where the tumour was")
  func remnant() {
    let options = PatientOptions(
      intracanalicularFraction: 0, postOperativeFraction: 1, extraMeatalVolume: 1500)
    let patient = Patient(seed: 8, index: 3, options: options)
    #expect(patient.isPostOperative && patient.koos == nil)
    #expect(abs(patient.extraMeatalVolume / 1500 - 1) < 0.3)
  }
}
