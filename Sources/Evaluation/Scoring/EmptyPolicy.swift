/// What a score is where a mask is empty or a prediction is missing.
///
/// A missing or empty prediction of an existing structure is a failure and is always penalised:
/// Dice 0, both distances ``penaltyDistance``. Two empty masks are always excluded from averages,
/// and counted. What remains is a matter of policy: a prediction of a structure that is not there.
public struct EmptyPolicy: Codable, Hashable, Sendable {
  /// What happens to a prediction of a structure that the reference lacks.
  public enum FalseAlarm: String, Codable, Hashable, Sendable {
    /// Dice and distances are `nil`: the row is excluded from averages, and counted.
    case exclude
    /// Dice is 0 and both distances are the penalty.
    case penalise
  }

  /// The distance, in mm, given where a surface is missing.
  public let penaltyDistance: Double
  /// What happens to a prediction of a structure that the reference lacks.
  public let falseAlarm: FalseAlarm

  /// A policy from its penalty in mm and its treatment of false alarms.
  public init(penaltyDistance: Double, falseAlarm: FalseAlarm) {
    self.penaltyDistance = penaltyDistance
    self.falseAlarm = falseAlarm
  }

  /// As crossMoDA did: 350 mm, and structures absent from the reference are not scored.
  ///
  /// - Source: the 2022 evaluation code (350 mm). That a case without a tumour part counts only
  ///   its other structures is inferred from the published rank plots of 2023.
  public static let challenge = EmptyPolicy(penaltyDistance: 350, falseAlarm: .exclude)

  /// As ``challenge``, but a false alarm is a failure as well.
  public static let strict = EmptyPolicy(penaltyDistance: 350, falseAlarm: .penalise)
}
