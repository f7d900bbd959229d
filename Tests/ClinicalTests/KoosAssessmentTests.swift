import Clinical
import Imaging
import TestSupport
import Testing

private let grid = VoxelGrid(100, 61, 61, origin: SIMD3(-49.5, -30, -30))
private let none = Mask(grid: grid, filledWith: false)

private func joined(_ a: Mask, _ b: Mask, _ rule: (Bool, Bool) -> Bool) -> Mask {
  Mask(grid: a.grid, voxels: zip(a.voxels, b.voxels).map(rule))
}

private let cochleas = joined(
  ball(on: grid, centre: SIMD3(35, 10, 0), radius: 3),
  ball(on: grid, centre: SIMD3(-35, 10, 0), radius: 3)
) { $0 || $1 }

@Suite("Koos assessment")
struct KoosAssessmentTests {
  @Test("A tumour wholly inside the canal is grade I, with the evidence in both languages")
  func inside() throws {
    let masks = try KoosMasks(
      extraMeatal: none, intraMeatal: ball(on: grid, centre: SIMD3(28, 2, 0), radius: 3),
      cochleas: cochleas)
    let result = KoosAssessment(masks, with: try .shipped())
    #expect(result.outcome == .graded)
    #expect(result.grade == 1)
    let shares = try #require(result.probabilities)
    #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
    #expect(!result.knowsNeighbours)
    #expect(result.evidence[0].english.contains("wholly inside"))
    #expect(result.evidence[0].japanese.contains("内耳道内"))
    #expect(result.evidence.allSatisfy { !$0.english.isEmpty && !$0.japanese.isEmpty })
  }

  @Test("A large tumour deep in the brainstem's place is grade IV")
  func displacing() throws {
    let tumour = ball(on: grid, centre: SIMD3(17, 0, 0), radius: 15)
    let block = Mask(
      grid: grid,
      voxels: (0..<grid.count).map {
        let p = grid.world(SIMD3<Double>(grid.index(at: $0)))
        return abs(p.x) < 14 && abs(p.y) < 12
      })
    let masks = try KoosMasks(
      extraMeatal: tumour, intraMeatal: none, cochleas: cochleas,
      brainstem: joined(block, tumour) { $0 && !$1 })
    let result = KoosAssessment(masks, with: try .shipped())
    #expect(result.grade == 4)
    #expect(result.knowsNeighbours)
  }

  @Test("A rind round a hollow is taken for an operated tumour, a ball is not")
  func operated() throws {
    let whole = ball(on: grid, centre: SIMD3(20, 0, 0), radius: 10)
    let taken = ball(on: grid, centre: SIMD3(20, -7, 0), radius: 8)
    let rind = try KoosMasks(
      extraMeatal: joined(whole, taken) { $0 && !$1 }, intraMeatal: none, cochleas: cochleas)
    let result = KoosAssessment(rind, with: try .shipped())
    #expect(result.outcome == .postOperative)
    #expect(result.grade == nil && result.probabilities == nil)
    #expect(result.evidence[0].english.contains("hollow"))
    // What the records say goes before the form.
    #expect(KoosAssessment(rind, with: try .shipped(), isKnownOperated: false).grade != nil)
    let ball = try KoosMasks(extraMeatal: whole, intraMeatal: none, cochleas: cochleas)
    #expect(KoosAssessment(ball, with: try .shipped()).outcome == .graded)
    #expect(
      KoosAssessment(ball, with: try .shipped(), isKnownOperated: true).outcome == .postOperative)
  }

  @Test("The hollow of a small part is not judged")
  func small() throws {
    let masks = try KoosMasks(
      extraMeatal: ball(on: grid, centre: SIMD3(20, 0, 0), radius: 3), intraMeatal: none,
      cochleas: cochleas)
    #expect(PostOperativeCue(masks) == nil)
  }

  @Test("Without a tumour there is no grade, and the evidence says why")
  func noTumour() throws {
    let masks = try KoosMasks(extraMeatal: none, intraMeatal: none, cochleas: cochleas)
    let result = KoosAssessment(masks, with: try .shipped())
    #expect(result.outcome == .noTumour)
    #expect(result.grade == nil && result.features == nil)
    #expect(result.evidence.count == 1)
  }

  // By hand: cumulative 0.2, 0.5, ...
  @Test("The median grade is the lowest whose cumulative probability reaches a half")
  func median() {
    #expect(KoosClassifier.median([0.2, 0.3, 0.4, 0.1]) == 2)
    #expect(KoosClassifier.median([0.2, 0.29, 0.41, 0.1]) == 3)
    #expect(KoosClassifier.median([0.1, 0.1, 0.1, 0.7]) == 4)
  }

  @Test("The shipped classifiers state where they come from and know every grade")
  func provenance() throws {
    let shipped = try KoosClassifiers.shipped()
    for classifier in [shipped.withNeighbours, shipped.withoutNeighbours] {
      #expect(classifier.provenance.command.contains("study-koos"))
      #expect(classifier.provenance.grades.allSatisfy { $0 >= 5 })
      #expect(classifier.regression.thresholds.count == 3)
      #expect(classifier.predictors.count == classifier.regression.coefficients.count)
    }
  }
}
