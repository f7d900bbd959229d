/// Why scores cannot be ranked, in one sentence.
public struct RankingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: String, Hashable, Sendable {
    /// The header lacks a column, repeats one, or has one whose direction is unknown.
    case header
    /// A row has another number of fields than the header, or no case or team.
    case row
    /// A cell is not a finite number.
    case cell
    /// A team and case occur in two rows.
    case duplicate
    /// A team has no score for a case, and the policy is ``MissingScores/error``.
    case missing
    /// There are not two teams and two cases to compare, or more than fit into memory.
    case size
  }

  /// What is wrong.
  public let kind: Kind
  /// The sentence: which row and column, what was expected, what was found.
  public let message: String

  init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The sentence.
  public var description: String { message }
}
