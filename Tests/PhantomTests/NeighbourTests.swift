import Imaging
import Testing

@testable import Phantom

/// A grid round the posterior fossa.
private func grid(_ patient: Patient, spacing: Double = 1.5) -> VoxelGrid {
  let size = SIMD3(Int(130 / spacing), Int(120 / spacing), Int(90 / spacing))
  return VoxelGrid(
    size.x, size.y, size.z, spacing: SIMD3(repeating: spacing),
    origin: patient.innerEarMidpoint - SIMD3(65, 85, 50))
}

@Suite("Neighbouring structures")
struct NeighbourTests {
  private static let patient = Patient(
    seed: 4, index: 2, options: PatientOptions(postOperativeFraction: 0))

  @Test("They keep off the tumour and the cochleas")
  func exclusive() {
    let grid = grid(Self.patient)
    let labels = labels(of: Self.patient, on: grid)
    let neighbours = neighbouringStructures(of: Self.patient, on: grid)
    var shared = 0
    for n in labels.voxels.indices where labels.voxels[n] != 0 && neighbours.voxels[n] != 0 {
      shared += 1
    }
    // Both rules are "at least half of the voxel": at a common border a few voxels are half and half.
    let labelled = labels.voxels.count { $0 != 0 }
    #expect(Double(shared) < 0.05 * Double(labelled), "\(shared) of \(labelled)")
  }

  // Ranges of Documentation/Guides/phantom.md: cerebellum 80 to 180 cm3. The box cuts the brainstem at
  // both ends; textbooks give midbrain, pons and medulla 20 to 40 cm3.
  @Test("Their volumes are those of heads", arguments: 0..<4)
  func volumes(_ index: Int) {
    let patient = Patient(
      seed: 12, index: index, options: PatientOptions(extraMeatalVolume: 300))
    let map = neighbouringStructures(of: patient, on: grid(patient, spacing: 2))
    func volume(_ structure: NeighbouringStructure) -> Double {
      map.mask(of: [structure.rawValue]).volume / 1000
    }
    #expect((80...180).contains(volume(.cerebellum)), "\(volume(.cerebellum))")
    #expect((15...45).contains(volume(.brainstem)), "\(volume(.brainstem))")
    #expect((0.5...4).contains(volume(.fourthVentricle)), "\(volume(.fourthVentricle))")
  }

  @Test("The brainstem is one piece between the ears")
  func onePiece() throws {
    let patient = Self.patient
    let map = neighbouringStructures(of: patient, on: grid(patient))
    let parts = map.mask(of: [NeighbouringStructure.brainstem.rawValue]).connectedComponents()
    let largest = try #require(parts.components.first)
    let all = parts.components.reduce(0) { $0 + $1.volume }
    #expect(largest.volume > 0.97 * all)
    let centre = map.grid.world(largest.centroid)
    #expect(abs(centre.x - patient.innerEarMidpoint.x) < 6)
  }

  @Test("The number of workers changes nothing", arguments: [1, 3])
  func workers(_ count: Int) {
    let small = grid(Self.patient, spacing: 3)
    let (anatomy, deformation) = (Self.patient.anatomy, Self.patient.deformation)
    #expect(
      renderNeighbours(anatomy, deformation, on: small, workers: count)
        == renderNeighbours(anatomy, deformation, on: small))
  }

  @Test("A large tumour moves the brainstem away from its side")
  func pushed() throws {
    func middle(_ volume: Double) throws -> Double {
      let patient = Patient(
        seed: 21, index: 5,
        options: PatientOptions(
          intracanalicularFraction: 0, postOperativeFraction: 0, extraMeatalVolume: volume))
      let map = neighbouringStructures(of: patient, on: grid(patient))
      let stem = map.mask(of: [NeighbouringStructure.brainstem.rawValue])
      let side: Double = patient.isRightSided ? 1 : -1
      let here = stem.voxels.indices.filter { stem.voxels[$0] }
        .map { stem.grid.world(SIMD3<Double>(stem.grid.index(at: $0))) - patient.innerEarMidpoint }
        .filter { abs($0.z) < 6 }.map { side * $0.x }
      try #require(!here.isEmpty)
      return here.reduce(0, +) / Double(here.count)
    }
    let (large, small) = (try middle(9000), try middle(200))
    #expect(large < small - 0.3, "\(large), \(small)")
  }
}
