import Evaluation
import Testing

@Suite("Models ranked without labels")
struct ModelSelectionTests {
  private func criteria(
    _ agreement: Double, _ entropy: Double, _ plausible: Double, _ others: Double?
  ) throws -> ModelSelection.Criteria {
    var criteria = ModelSelection.Criteria(
      [try evidence(views: [[1, 2], [1, 2]])], candidateAgreement: others)
    criteria.viewAgreement = agreement
    criteria.entropy = entropy
    criteria.plausibleFraction = plausible
    return criteria
  }

  @Test("by the mean of their ranks, worked by hand, ties sharing a rank")
  func ranks() throws {
    let selection = ModelSelection([
      ("a", try criteria(0.9, 0.1, 0.5, 0.8)),  // ranks 1, 1, 2.5, 1
      ("b", try criteria(0.8, 0.2, 0.5, 0.7)),  // ranks 2, 2, 2.5, 2
      ("c", try criteria(0.7, 0.3, 1.0, 0.1)),  // ranks 3, 3, 1, 3
    ])
    #expect(selection.candidates.map(\.name) == ["a", "b", "c"])
    #expect(selection.candidates.map(\.meanRank) == [1.375, 2.125, 2.5])
  }

  @Test("by view agreement where the mean ranks are equal")
  func ties() throws {
    let selection = ModelSelection([
      ("a", try criteria(0.8, 0.1, 1, nil)), ("b", try criteria(0.9, 0.2, 1, nil)),
    ])
    // Ranks 2, 1, 1.5 and 1, 2, 1.5.
    #expect(selection.candidates.map(\.meanRank) == [1.5, 1.5])
    #expect(selection.candidates.map(\.name) == ["b", "a"])
  }

  @Test("from evidence: the mean over cases, and the part without anything implausible")
  func means() throws {
    let criteria = ModelSelection.Criteria(
      [
        try evidence(views: [[1, 2, 0, 0, 2], [1, 2, 0, 0, 2]]),
        try evidence(views: [[1, 0, 0, 0, 0], [0, 0, 0, 0, 0]]),
      ], candidateAgreement: nil)
    #expect(criteria.viewAgreement == 0.5)
    // The second case has a sure tumour and no cochlea: (0 + 1) / 2, halved again by the first.
    #expect(criteria.entropy == 0.25)
    #expect(criteria.plausibleFraction == 0.5)
  }
}
