import Foundation

extension PilotCase {
  /// What the audit log says when something happened to this case.
  func entry(
    _ action: String, by: String = "gateway", at date: Date, change: [String: String] = [:]
  ) -> AuditEntry {
    var change = change
    change["state"] = state.rawValue
    if let reason { change["reason"] = reason }
    return AuditEntry(
      at: date, by: by, action: action, caseID: id, model: modelHash, change: change)
  }
}
