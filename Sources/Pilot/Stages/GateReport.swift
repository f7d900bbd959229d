/// Whether a gate is open, criterion by criterion.
package struct GateReport: Codable, Sendable, Hashable {
  /// What is asked for.
  package enum Subject: Codable, Sendable, Hashable {
    /// Cases that are done.
    case cases
    /// Cases that were judged.
    case judged
    /// Cases compared with contours.
    case measured
    /// The share corrected or rejected.
    case editRate
    /// The share rejected.
    case rejectRate
    /// The share failed.
    case failureRate
    /// The median Dice of a structure.
    case dice(String)
    /// The median volume error of a structure.
    case volumeError(String)
    /// A signature in a role.
    case signOff(Role)
  }

  /// One thing that must hold.
  package struct Criterion: Codable, Sendable, Hashable {
    /// What is asked for.
    package var subject: Subject
    /// The least or most that is allowed; 1 for a signature.
    package var limit: Double
    /// What was found; `nil` where nothing is known yet.
    package var found: Double?
    /// Whether more is better.
    package var isMinimum: Bool
    /// Who signed.
    package var signedBy: String?

    /// Whether it holds; what is not known does not.
    package var isMet: Bool {
      guard let found else { return false }
      return isMinimum ? found >= limit : found <= limit
    }
  }

  /// The stage whose end this is.
  package var stage: Stage
  /// All criteria.
  package var criteria: [Criterion]

  /// Whether all hold.
  package var isOpen: Bool { criteria.allSatisfy(\.isMet) }
}

extension GateReport {
  init(_ gate: Gate, stage: Stage, evidence: StageEvidence, signOffs: [SignOff]) {
    self.stage = stage
    criteria = []
    func add(_ subject: Subject, _ limit: Double, _ found: Double?, isMinimum: Bool) {
      criteria.append(
        Criterion(subject: subject, limit: limit, found: found, isMinimum: isMinimum))
    }
    for (subject, limit, found) in [
      (Subject.cases, gate.cases, evidence.done), (.judged, gate.judged, evidence.judged),
      (.measured, gate.measured, evidence.measured),
    ] where limit > 0 {
      add(subject, Double(limit), Double(found), isMinimum: true)
    }
    for (subject, limit, found) in [
      (Subject.editRate, gate.editRate, evidence.editRate),
      (.rejectRate, gate.rejectRate, evidence.rejectRate),
      (.failureRate, gate.failureRate, evidence.failureRate),
    ] where limit < 1 {
      add(subject, limit, found, isMinimum: false)
    }
    for (name, limit) in gate.medianDice.sorted(by: { $0.key < $1.key }) {
      add(.dice(name), limit, evidence.medianDice[name], isMinimum: true)
    }
    for (name, limit) in gate.medianVolumeError.sorted(by: { $0.key < $1.key }) {
      add(.volumeError(name), limit, evidence.medianVolumeError[name], isMinimum: false)
    }
    // Nobody signs in two roles.
    var signers = Set<String>()
    for role in gate.signOffs {
      let signature = signOffs.first { $0.role == role && !signers.contains($0.name) }
      if let signature { signers.insert(signature.name) }
      criteria.append(
        Criterion(
          subject: .signOff(role), limit: 1, found: signature == nil ? 0 : 1, isMinimum: true,
          signedBy: signature?.name))
    }
  }
}
