import Clinical
import Imaging
import Phantom
import Testing

@testable import Commands

@Suite("Masks of simulated patients")
struct SimulatedMasksTests {
  // What lies outside the canal by more than chance would make a grade II of a grade I.
  @Test("A tumour wholly inside the canal stays inside when its surface moves", arguments: 0..<3)
  func inside(_ index: Int) throws {
    let patient = Patient(
      seed: 5, index: index, options: PatientOptions(intracanalicularFraction: 1))
    let simulated = try SimulatedMasks(of: patient, site: "etz", coarsening: 2)
    let moved = try simulated.degradedMasks(deviation: 0.5)
    #expect(moved.extraMeatal.isEmpty && !moved.intraMeatal.isEmpty)
    #expect(moved.intraMeatal.voxels != simulated.labels.mask(of: [2]).voxels)
  }
}
