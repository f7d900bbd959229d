/// What must be met to leave each stage, and when the pilot falls back.
package struct GateSettings: Codable, Sendable, Hashable {
  /// To leave the retrospective stage.
  package var retrospective = Gate(
    cases: 50, judged: 0, measured: 50, editRate: 1, rejectRate: 1, failureRate: 0.1,
    medianDice: ["VS": 0.8, "cochlea": 0.75], medianVolumeError: ["VS": 0.15],
    signOffs: [.lead],
    reason: """
      Of 50 cases, one that fails in every twenty shows up with 92 % (1 - 0.95^50). The winner of \
      crossMoDA 2022 had a Dice of 0.86 for VS on held-out T2: far below it, something is different \
      here. Growth is called from 20 % of volume on, so the usual error must be smaller.
      """)
  /// To leave the silent stage.
  package var silent = Gate(
    cases: 100, judged: 0, measured: 20, editRate: 1, rejectRate: 1, failureRate: 0.05,
    medianDice: ["VS": 0.8], medianVolumeError: ["VS": 0.15], signOffs: [.lead, .admin],
    reason: """
      New studies come as the hospital's scanners make them today, so the way from the archive and \
      back is what is tested: at most one in twenty may need a technician. Twenty cases that staff \
      contour anyway show whether the retrospective agreement holds.
      """)
  /// To leave the assisted stage.
  package var assisted = Gate(
    cases: 200, judged: 200, measured: 30, editRate: 0.15, rejectRate: 0.03, failureRate: 0.02,
    medianDice: ["VS": 0.85], medianVolumeError: ["VS": 0.1], signOffs: [.lead, .admin],
    reason: """
      Routine use saves time only where most results stay as they are. With 200 judgements, a \
      rejection rate of 3 % is known to within about 2.4 points either way (95 %).
      """)
  /// When an assisted or routine pilot falls back by itself.
  package var fallBack = FallBackLimits()

  /// The defaults, each with its reason.
  package init() {}

  /// The gate at the end of a stage; the last stage has none.
  package subscript(stage: Stage) -> Gate? {
    switch stage {
    case .retrospective: retrospective
    case .silent: silent
    case .assisted: assisted
    case .routine: nil
    }
  }
}

/// What must be met to leave a stage; only cases of that stage since it began count.
package struct Gate: Codable, Sendable, Hashable {
  /// Cases that are done.
  package var cases: Int
  /// Cases that a reader judged.
  package var judged: Int
  /// Cases compared with somebody's contours.
  package var measured: Int
  /// The largest share of judged cases that was corrected or rejected, 0...1.
  package var editRate: Double
  /// The largest share of judged cases that was rejected, 0...1.
  package var rejectRate: Double
  /// The largest share of cases that failed, of all that were done or failed, 0...1.
  package var failureRate: Double
  /// The smallest median Dice of each structure, over cases.
  package var medianDice: [String: Double]
  /// The largest median of the volume error's size as a share of the reference, per structure.
  package var medianVolumeError: [String: Double]
  /// The roles that must sign, each by another person.
  package var signOffs: [Role]
  /// Why these numbers.
  package var reason: String
}

/// Limits that are looked at after each case and judgement, over the most recent ones.
package struct FallBackLimits: Codable, Sendable, Hashable {
  /// How many of the most recent cases are looked at; with fewer, nothing happens.
  package var window = 30
  /// The largest share that may fail.
  package var failureRate = 0.2
  /// The largest share of judgements that may be rejections.
  package var rejectRate = 0.15
  /// The largest share of judgements that may be corrections or rejections.
  package var editRate = 0.4
  /// The largest shift of the mean logarithm of the tumour's volume from that of the retrospective
  /// stage, in standard errors of the difference.
  package var volumeShift = 4.0
  /// Why these numbers.
  package var reason = """
    Five in thirty rejections, where one is usual, are too many to be chance (3 % expected: p < 0.002). \
    A shift of four standard errors in tumour volume happens by chance once in some 15 000 \
    windows; real causes are a new scanner, another protocol, or other patients.
    """

  /// The defaults.
  package init() {}
}
