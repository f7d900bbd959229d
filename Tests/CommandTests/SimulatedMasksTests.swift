import Clinical
import Foundation
import Imaging
import NIfTI
import Phantom
import TestSupport
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

  // What a network that makes no error would draw: the simulator's own labels.
  @Test("Predictions without an error measure as the exact masks do, with a brainstem of Dice 1")
  func perfectPrediction() throws {
    let patient = Patient(seed: 5, index: 2)
    let simulated = try SimulatedMasks(of: patient, site: "etz", coarsening: 2)
    var labels = simulated.labels
    for n in labels.voxels.indices where labels.voxels[n] == 0 {
      switch NeighbouringStructure(rawValue: simulated.neighbours.voxels[n]) {
      case .brainstem: labels.voxels[n] = 4
      case .cerebellum: labels.voxels[n] = 5
      default: break
      }
    }
    try withTemporaryFolder { folder in
      try writeNIfTI(labels, to: folder.appending(path: "etz_2.nii.gz").path)
      let found = try PredictedMasks(in: folder, nil, of: patient, site: "etz").measured()
      let exact = try #require(KoosFeatures(try simulated.masks()))
      #expect(try #require(found.brainstemDice) > 0.999)
      let depths = (try #require(found.features?.mirroredDepth), try #require(exact.mirroredDepth))
      #expect(abs(depths.0 - depths.1) < 0.05, "\(depths)")
    }
  }
}
