import Clinical
import Imaging
import Phantom
import Testing

@Suite("Measures of simulated tumours")
struct SimulatedMeasuresTests {
  /// The labels of a patient on the site's T2 grid, around both ears.
  private func labels(of patient: Patient, site: String) throws -> LabelMap {
    let acquisition = try Acquisition.preset(
      site: site, contrast: .T2, seed: 1, index: patient.index)
    let whole = acquisition.grid(around: patient.innerEarMidpoint)
    // All columns and rows within 60 mm, and all slices.
    let half = SIMD3<Int>((60 / whole.spacing).rounded(.up))
    let middle = whole.size / 2
    let box = BoundingBox(
      lower: pointwiseMax(middle &- half, .zero), upper: pointwiseMin(middle &+ half, whole.size))
    return Phantom.labels(of: patient, on: whole.cropped(to: box))
  }

  @Test(
    "Volumes, plane and side are the simulator's",
    arguments: [
      (1, "ldn"), (2, "etz"), (6, "ukm"), (9, "ldn"),
    ])
  func truth(_ index: Int, _ site: String) throws {
    let patient = Patient(
      seed: 1, index: index, options: PatientOptions(postOperativeFraction: 0))
    let m = try MeatalMeasures(of: labels(of: patient, site: site), .parts)
    // The simulator counts at 0.5 mm: some 2 % of a small tumour.
    let volume = patient.extraMeatalVolume + patient.intraMeatalVolume
    #expect(abs(m.whole.counted / volume - 1) < 0.05)
    let fit = try #require(m.plane)
    #expect(fit.source == .parts)
    #expect(abs(fit.plane.distance(patient.meatalPlane.point)) < 0.25)
    // 3 degrees: a chord of 0.052.
    #expect((fit.plane.normal - patient.meatalPlane.normal).length < 0.052)
    #expect((m.side.side == .right) == patient.isRightSided)
    #expect(m.side.evidence == .bothCochleas)
  }
}
