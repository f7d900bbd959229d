/// What was done about a tumour, and when.
public struct Treatment: Hashable, Sendable, Codable {
  /// The kinds of treatment that change how a course is read.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    /// One or few focused doses; the tumour may swell before it shrinks.
    case radiosurgery
    /// An operation: what is seen after it is a remnant, and a new course begins.
    case surgery
  }

  /// What was done.
  public let kind: Kind
  /// The day.
  public let date: VisitDate

  /// A treatment on a day.
  public init(kind: Kind, date: VisitDate) {
    self.kind = kind
    self.date = date
  }
}
