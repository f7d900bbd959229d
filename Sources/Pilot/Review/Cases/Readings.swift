import Foundation

/// Which cases a second reader judges without seeing what the first one said.
package enum SecondReading: String, Sendable, CaseIterable {
  /// None.
  case none
  /// Those whose ``PilotCase/attention`` is 0.5 or more, and those the first reader did not accept.
  case doubtful
  /// All.
  case all
}

/// What is still to be done about a case.
enum ReadingState: Hashable, Sendable {
  /// Somebody is to judge it in this turn.
  case waits(Judgement.Turn)
  /// Nothing.
  case done
}

/// The judgements of one case, and what follows from them.
struct Readings: Sendable {
  let judgements: [Judgement]
  /// Whether two corrections are alike; only asked where both readers corrected.
  let correctionsAgree: Bool

  init(_ judgements: [Judgement], correctionsAgree: Bool = false) {
    self.judgements = judgements
    self.correctionsAgree = correctionsAgree
  }

  /// The judgement of a turn.
  func judgement(_ turn: Judgement.Turn) -> Judgement? { judgements.first { $0.turn == turn } }

  /// Whether a second reader is asked after the first one.
  private func needsSecond(_ policy: SecondReading, attention: Double) -> Bool {
    switch policy {
    case .none: false
    case .doubtful: attention >= 0.5 || judgement(.first)?.decision != .accept
    case .all: true
    }
  }

  /// Whether both readers came to the same: both accept, both reject, or their corrections agree.
  var agree: Bool {
    guard let first = judgement(.first), let second = judgement(.second) else { return true }
    guard first.decision == second.decision else { return false }
    return first.decision != .correct || correctionsAgree
  }

  /// What is still to be done.
  func state(_ policy: SecondReading, attention: Double) -> ReadingState {
    guard judgement(.first) != nil else { return .waits(.first) }
    if judgement(.second) == nil {
      return needsSecond(policy, attention: attention) ? .waits(.second) : .done
    }
    return agree || judgement(.adjudication) != nil ? .done : .waits(.adjudication)
  }

  /// Whether somebody may judge the case in a turn: nobody twice, and differences by a lead.
  func allows(_ account: Account, turn: Judgement.Turn) -> Bool {
    guard account.isActive, !judgements.contains(where: { $0.reader == account.name }) else {
      return false
    }
    return turn == .adjudication ? account.role == .lead : account.role.readsCases
  }
}

extension Role {
  /// Whether the role sees cases.
  var readsCases: Bool { self == .reader || self == .lead }
}
