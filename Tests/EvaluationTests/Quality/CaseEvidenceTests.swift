import Evaluation
import Foundation
import Imaging
import Testing

@Suite("Evidence without truth")
struct CaseEvidenceTests {
  @Test("counts how far views agree, worked by hand")
  func agreement() throws {
    // Tumour: 2 and 1 voxels, 1 shared: 2 * 1 / 3. Cochlea: the same 2 voxels.
    let found = try evidence(views: [[1, 1, 0, 2, 0, 0, 0, 2], [1, 0, 0, 2, 0, 0, 0, 2]])
    #expect(abs(found.tumourAgreement - 2.0 / 3) < 1e-12)
    #expect(found.cochleaAgreement == 1)
  }

  @Test("takes the mean over pairs of three views")
  func threeViews() throws {
    // Pairs of tumours: 1, 0, 0.
    let found = try evidence(views: [[1, 0], [1, 0], [0, 1]])
    #expect(abs(found.tumourAgreement - 1.0 / 3) < 1e-12)
  }

  @Test("counts a missing structure as the worst, since every patient has it")
  func missing() throws {
    let found = try evidence(views: [[0, 0], [0, 0]])
    #expect(found.tumourAgreement == 0)
    #expect(found.tumourEntropy == 1)
    #expect(found.earDistance == nil)
    #expect(found.findings.problems.contains("expected two cochleas, found 0"))
  }

  @Test("measures entropy as a part of the largest, worked by hand")
  func entropy() throws {
    let sure = try evidence(views: [[1, 2], [1, 2]])
    #expect(sure.tumourEntropy == 0)
    // Probabilities 0.5, 0.25, 0.25: 1.5 bits of log2(3) = 1.58496.
    let unsure = try evidence(views: [[1, 2], [1, 2]], confidence: 0.5)
    #expect(abs(unsure.tumourEntropy - 1.5 / 1.584962500721156) < 1e-6)
  }

  @Test("measures how far a cochlea lies from where the ear was looked for, in mm")
  func ears() throws {
    // Voxels of 5 mm: the cochlea at index 3 lies 15 mm from the origin, 5 mm from the other ear.
    let found = try evidence(
      views: [[1, 0, 0, 2], [1, 0, 0, 2]], ears: [.zero, SIMD3(20, 0, 0)])
    #expect(found.earDistance == 5)
  }

  @Test("finds a plausible patient plausible, and says what is not")
  func plausibility() throws {
    // A tumour voxel of 125 mm3, two cochleas of 125 mm3, 5 mm from the tumour.
    let good = try evidence(views: [[1, 2, 0, 0, 2], [1, 2, 0, 0, 2]])
    #expect(good.findings.problems.isEmpty)
    let far = try evidence(
      views: [[1, 0, 0, 0, 2, 0, 2], [1, 0, 0, 0, 2, 0, 2]])
    #expect(far.findings.problems == ["the tumour lies 20.0 mm from the nearest cochlea"])
  }
}

@Suite("A fingerprint of intensities")
struct IntensityFingerprintTests {
  /// Regions whose voxels are spread evenly over one unit from an offset.
  private func quantiles(from offset: Float) -> [Double] {
    IntensityFingerprint.quantiles((0..<1000).map { offset + Float($0) / 1000 })
  }

  @Test("has the distance of a shift that is as large as the widest step among training scans")
  func distance() throws {
    // Nearest neighbours at 0.1, 0.1 and 0.2: the widest is 0.2, so a scan 0.4 beyond the last is at 2.
    let fingerprint = IntensityFingerprint(
      scans: [0, 0.1, 0.3].map { quantiles(from: Float($0)) })
    let far = try #require(fingerprint.distance(quantiles(from: 0.7)))
    #expect(abs(far - 2) < 1e-5)
    #expect(fingerprint.distance(quantiles(from: 0.1)) == 0)
  }

  @Test("says nothing with fewer than three scans, or when all are alike")
  func small() {
    #expect(
      IntensityFingerprint(scans: [quantiles(from: 0), quantiles(from: 1)])
        .distance(quantiles(from: 0)) == nil)
    #expect(
      IntensityFingerprint(scans: [0, 0, 0].map { quantiles(from: $0) })
        .distance(quantiles(from: 0)) == nil)
  }
}
