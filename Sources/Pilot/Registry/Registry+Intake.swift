import GRDB

/// A series as whoever found it describes it.
package struct ArrivingSeries: Hashable, Sendable {
  /// The study.
  package var study: Study
  /// Series Instance UID.
  package var seriesUID: String
  /// Where it can be fetched: ``PilotCase/source``.
  package var source: String
  /// The slices of all its files.
  package var slices: Int
  /// Whether all of it is there.
  package var isStable: Bool
  /// Why it is not segmented; `nil` where it is.
  package var refusal: String?

  /// A series of a study.
  package init(
    study: Study, seriesUID: String, source: String, slices: Int, isStable: Bool = true,
    refusal: String? = nil
  ) {
    self.study = study
    self.seriesUID = seriesUID
    self.source = source
    self.slices = slices
    self.isStable = isStable
    self.refusal = refusal
  }
}

extension Registry {
  /// Notes series that are to be segmented by a model; the same ones again change nothing.
  ///
  /// A series that was still arriving becomes stable when it is seen complete. One that was refused
  /// or failed is tried again when it has more slices than before; one that is done already stays,
  /// and is marked for a human to look at. Where `cursor` is given, it moves in the same
  /// transaction: an event is never read and forgotten.
  ///
  /// - Returns: the cases that are new.
  @discardableResult
  package func receive(
    _ series: [ArrivingSeries], modelHash: String, cursor: (name: String, value: Int)? = nil
  ) throws -> [PilotCase] {
    let now = now()
    return try database.write { db in
      if let cursor { try db.setCursor(cursor.name, to: cursor.value) }
      var new: [PilotCase] = []
      for item in series {
        try item.study.insert(db, onConflict: .ignore)
        let id = caseIdentifier(seriesUID: item.seriesUID, modelHash: modelHash)
        if var known = try PilotCase.fetchOne(db, key: id) {
          guard known.takesIn(item) else { continue }
          known.updatedAt = now
          try known.update(db)
          try db.audit(known.entry("see more of the series", at: now))
        } else {
          var arrived = PilotCase(
            study: item.study.uid, series: item.seriesUID, modelHash: modelHash,
            source: item.source, stage: try Self.stage(db), at: now)
          arrived.slices = item.slices
          arrived.state = item.refusal != nil ? .refused : item.isStable ? .stable : .received
          arrived.reason = item.refusal
          try arrived.insert(db)
          try db.audit(arrived.entry("receive", at: now))
          new.append(arrived)
        }
      }
      return new
    }
  }

  /// Moves a cursor past events that concern nobody.
  package func setCursor(_ name: String, to value: Int) throws {
    try database.write { db in try db.setCursor(name, to: value) }
  }

  /// Tries a failed case once more.
  ///
  /// - Throws: ``PilotError`` where there is no such case or it did not fail.
  package func retry(_ caseID: String, by name: String) throws {
    let now = now()
    try database.write { db in
      guard var failed = try PilotCase.fetchOne(db, key: caseID) else {
        throw PilotError("retry: expected a case, found none named \(caseID)")
      }
      guard failed.state == .failed else {
        throw PilotError("retry: expected a failed case, found \(caseID) \(failed.state.rawValue)")
      }
      failed.beginAgain()
      failed.updatedAt = now
      try failed.update(db)
      try db.audit(failed.entry("retry", by: name, at: now))
    }
  }

  /// How many cases are in each state; states without a case are absent.
  package func counts() throws -> [CaseState: Int] {
    try database.read { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT state, COUNT(*) AS n FROM pilotCase GROUP BY state")
      return Dictionary(
        uniqueKeysWithValues: rows.compactMap { row in
          CaseState(rawValue: row["state"]).map { ($0, row["n"]) }
        })
    }
  }
}

extension PilotCase {
  /// Takes note of a series that is known already; returns whether anything changed.
  fileprivate mutating func takesIn(_ series: ArrivingSeries) -> Bool {
    let hasMore = series.slices > slices
    slices = max(slices, series.slices)
    switch state {
    case .received where series.refusal != nil:
      state = .refused
      reason = series.refusal
      return true
    case .received where series.isStable:
      state = .stable
      return true
    case .refused where hasMore && series.refusal == nil, .failed where hasMore:
      beginAgain()
      return true
    case .done where hasMore:
      reason = "slices arrived after the segmentation"
      attention = 1
      return true
    default: return hasMore
    }
  }

  fileprivate mutating func beginAgain() {
    state = .stable
    reason = nil
    attempts = 0
    claims = 0
    nextAttemptAt = nil
  }
}
