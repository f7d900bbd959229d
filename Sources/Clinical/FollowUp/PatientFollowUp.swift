import Imaging

/// One lesion of a patient through the visits.
public struct LesionFollowUp: Hashable, Sendable, Codable {
  /// The number of the lesion, from 1.
  public let number: Int
  /// Whether it lies on the patient's right.
  public let isRightSided: Bool
  /// The places, among the patient's visits, of those that show it.
  public let visits: [Int]
  /// What its course shows.
  public let assessment: GrowthAssessment
}

/// The follow-up of one patient: visits, lesions and answers.
public struct PatientFollowUp: Hashable, Sendable, Codable {
  /// The patient's name in the manifest.
  public let patient: String
  /// The visits by date.
  public let visits: [VisitFindings]
  /// The treatments by date.
  public let treatments: [Treatment]
  /// The lesions; none when no mask holds a tumour.
  public let lesions: [LesionFollowUp]
  /// What is to be said of the patient as a whole.
  public let notes: [GrowthReason]

  /// Pairs the lesions of all visits and assesses each one's course.
  ///
  /// - Parameters:
  ///   - patient: the patient's name.
  ///   - visits: the visits in any order.
  ///   - treatments: the treatments in any order.
  ///   - criteria: margin, window and error model.
  public init(
    patient: String, visits: [VisitFindings], treatments: [Treatment] = [],
    criteria: GrowthCriteria = .init()
  ) {
    // A stable sort: two scans of one day stay in the order given.
    let order = visits.indices.sorted { (visits[$0].date, $0) < (visits[$1].date, $1) }
    let sorted = order.map { visits[$0] }
    self.patient = patient
    self.visits = sorted
    self.treatments = treatments.sorted { $0.date < $1.date }
    var notes: [GrowthReason] = []
    if order != Array(visits.indices) { notes.append(.sorted) }
    for visit in sorted {
      if case .implausible(let found) = visit.alignment {
        notes.append(.otherHead(visit.date, misfit: found?.misfit))
      } else if visit.lesions.isEmpty, sorted.contains(where: { !$0.lesions.isEmpty }) {
        notes.append(.emptyMask(visit.date))
      }
    }
    if sorted.contains(where: { $0.alignment == .unchecked }) { notes.append(.positionsUnchecked) }
    if sorted.allSatisfy(\.lesions.isEmpty) { notes.append(.noTumour) }
    self.notes = notes
    lesions = LesionPairing(sorted).tracks.enumerated().map { number, track in
      LesionFollowUp(track, number: number + 1, sorted, treatments, criteria)
    }
  }
}

extension LesionFollowUp {
  fileprivate init(
    _ track: LesionPairing.Track, number: Int, _ visits: [VisitFindings],
    _ treatments: [Treatment], _ criteria: GrowthCriteria
  ) {
    let shown = track.findings.map(\.visit)
    let usable = visits.indices.filter { visits[$0].isUsable }
    var notes: [GrowthReason] = []
    var isComparable = true
    if let first = shown.first, let last = shown.last {
      if let later = usable.first(where: { $0 > last }) {
        isComparable = false
        notes.append(.vanished(last: visits[last].date, missing: visits[later].date))
      }
      if let earlier = usable.last(where: { $0 < first }) {
        notes.append(.appeared(visits[first].date, after: visits[earlier].date))
      }
      notes += usable.filter { $0 > first && $0 < last && !shown.contains($0) }
        .map { .missingBetween(visits[$0].date) }
      // A course with a visit missing at its end or its start for want of a matching head says so.
      notes += visits.compactMap { visit in
        guard case .implausible(let found) = visit.alignment else { return nil }
        return .otherHead(visit.date, misfit: found?.misfit)
      }
    }
    // Most findings decide; the latest breaks a tie.
    let rights = track.findings.filter(\.lesion.isRightSided).count
    let isRight =
      2 * rights == track.findings.count
      ? track.findings.last?.lesion.isRightSided ?? false : 2 * rights > track.findings.count
    self.init(
      number: number, isRightSided: isRight, visits: shown,
      assessment: GrowthAssessment(
        readings: track.findings.map { visits[$0.visit].reading($0.lesion) },
        treatments: treatments, criteria: criteria, notes: notes, isComparable: isComparable))
  }
}
