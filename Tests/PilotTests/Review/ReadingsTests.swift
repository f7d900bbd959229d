import Foundation
import Testing

@testable import Pilot

@Suite("Who reads a case, and in which order cases wait")
struct ReadingsTests {
  private func judgement(
    _ turn: Judgement.Turn, _ decision: Judgement.Decision, by reader: String
  ) -> Judgement {
    Judgement(
      caseID: "c", reader: reader, turn: turn, decision: decision, seconds: 1,
      judgedAt: Date(timeIntervalSince1970: 0))
  }

  struct StateCase: Sendable, CustomStringConvertible {
    let first: Judgement.Decision?
    let second: Judgement.Decision?
    let policy: SecondReading
    let attention: Double
    var correctionsAgree = false
    let expected: ReadingState
    var description: String { "\(first as Any) \(second as Any) \(policy) \(attention)" }
  }

  // Worked by hand from the rules in `SecondReading` and `Readings.agree`.
  @Test(
    "What is still to be done about a case",
    arguments: [
      StateCase(first: nil, second: nil, policy: .none, attention: 1, expected: .waits(.first)),
      StateCase(first: .reject, second: nil, policy: .none, attention: 1, expected: .done),
      StateCase(first: .accept, second: nil, policy: .doubtful, attention: 0.49, expected: .done),
      StateCase(
        first: .accept, second: nil, policy: .doubtful, attention: 0.5, expected: .waits(.second)),
      StateCase(
        first: .correct, second: nil, policy: .doubtful, attention: 0, expected: .waits(.second)),
      StateCase(first: .accept, second: nil, policy: .all, attention: 0, expected: .waits(.second)),
      StateCase(first: .accept, second: .accept, policy: .all, attention: 0, expected: .done),
      StateCase(first: .reject, second: .reject, policy: .all, attention: 0, expected: .done),
      StateCase(
        first: .accept, second: .reject, policy: .all, attention: 0,
        expected: .waits(.adjudication)),
      StateCase(
        first: .correct, second: .correct, policy: .all, attention: 0,
        expected: .waits(.adjudication)),
      StateCase(
        first: .correct, second: .correct, policy: .all, attention: 0, correctionsAgree: true,
        expected: .done),
    ])
  func states(c: StateCase) {
    let judgements =
      (c.first.map { [judgement(.first, $0, by: "a")] } ?? [])
      + (c.second.map { [judgement(.second, $0, by: "b")] } ?? [])
    let readings = Readings(judgements, correctionsAgree: c.correctionsAgree)
    #expect(readings.state(c.policy, attention: c.attention) == c.expected)
  }

  @Test("An adjudicated case is done, whatever the lead decided")
  func adjudicated() {
    let readings = Readings([
      judgement(.first, .accept, by: "a"), judgement(.second, .reject, by: "b"),
      judgement(.adjudication, .reject, by: "c"),
    ])
    #expect(readings.state(.all, attention: 0) == .done)
  }

  @Test("Urgency is what stands out, 0.05 a day, and 1 for a dispute")
  func urgency() {
    let now = Date(timeIntervalSince1970: 10 * 86_400)
    func value(_ attention: Double?, days: Double, disputed: Bool = false) -> Double {
      Urgency(
        attention: attention, receivedAt: now - days * 86_400, isDisputed: disputed, now: now
      ).value
    }
    #expect(value(0.3, days: 0) == 0.3)
    #expect(value(nil, days: 0) == 0.5)
    #expect(abs(value(0, days: 4) - 0.2) < 1e-12)
    #expect(value(0, days: 0, disputed: true) == 1)
    #expect(value(7, days: -1) == 1)
    // Twenty days of waiting outweigh everything that may stand out about a fresh case.
    #expect(value(0, days: 20.1) > value(1, days: 0))
  }

  @Test("Attention sums what is known, 1 at most; what is unknown adds nothing")
  func attention() {
    #expect(Attention().value == 0)
    #expect(abs(Attention(flags: 0.3, confidence: 0.8).value - 0.4) < 1e-12)
    #expect(Attention(disagreement: 0.4).value == 0.2)
    #expect(Attention(sizeChange: -0.5).value == 0.25)
    #expect(Attention(sizeChange: 7).value == 0.5)
    #expect(Attention(flags: 0.8, confidence: 0, disagreement: 1).value == 1)
  }

  @Test(
    "Forms and cookies are read as browsers write them",
    arguments: [
      ("a=1&b=2", ["a": "1", "b": "2"]), ("a=x+y%21", ["a": "x y!"]), ("a", ["a": ""]),
      ("a=%E6%9E%B6", ["a": "架"]), ("a=%zz", ["a": "%zz"]), ("", [:]), ("&&=&", [:]),
      ("a=1&a=2", ["a": "2"]),
    ])
  func forms(text: String, fields: [String: String]) {
    #expect(PageRequest.fields(in: Data(text.utf8)).filter { $0.key != "" } == fields)
  }
}
