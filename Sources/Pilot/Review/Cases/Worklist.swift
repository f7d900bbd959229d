import Foundation

/// One line of the worklist.
struct WorklistItem: Sendable {
  let `case`: PilotCase
  let study: Study
  let turn: Judgement.Turn
  let urgency: Urgency
}

/// How much a case needs a human, as a number: the worklist's order.
///
/// The sum of what stands out about the result and of how long it has waited:
///
/// - ``PilotCase/attention``, 0...1: flags, low confidence, disagreement, change of size, summed as
///   ``Attention`` says; 0.5 where it is missing, since nobody knows then;
/// - 0.05 a day of waiting, without limit, so that no case waits for ever: after 20 days the
///   least conspicuous case comes before a fresh one of which everything stands out;
/// - 1 where two readers differ and a lead has to decide: somebody has worked on it twice already.
///
/// Cases of equal urgency come in the order of their arrival, then of their identifiers.
struct Urgency: Hashable, Sendable, Comparable {
  /// What stands out, 0...1.
  let attention: Double
  /// Days since arrival.
  let days: Double
  /// Whether readers differ.
  let isDisputed: Bool

  init(attention: Double?, receivedAt: Date, isDisputed: Bool, now: Date) {
    self.attention = min(max(attention ?? 0.5, 0), 1)
    days = max(0, now.timeIntervalSince(receivedAt) / 86_400)
    self.isDisputed = isDisputed
  }

  /// The sum.
  var value: Double { attention + 0.05 * days + (isDisputed ? 1 : 0) }

  static func < (first: Urgency, second: Urgency) -> Bool { first.value < second.value }
}

extension [WorklistItem] {
  /// The items in the order of ``Urgency``.
  var inOrder: [WorklistItem] {
    sorted { first, second in
      let (a, b) = (first.urgency.value, second.urgency.value)
      if a != b { return a > b }
      let (x, y) = (first.case.receivedAt, second.case.receivedAt)
      return x != y ? x < y : first.case.id < second.case.id
    }
  }
}
