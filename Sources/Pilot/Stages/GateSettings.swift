package import Clinical

/// What must be met to leave each stage, and when the pilot falls back.
package struct GateSettings: Codable, Sendable, Hashable {
  /// To leave the retrospective stage.
  package var retrospective = Gate(
    cases: 50, judged: 0, measured: 50, editRate: 1, rejectRate: 1, failureRate: 0.1,
    medianDice: ["VS": 0.8, "cochlea": 0.75], medianVolumeError: ["VS": 0.15],
    signOffs: [.lead],
    reason: BilingualText(
      """
      Of 50 cases, one that fails in every twenty shows up with 92 % (1 - 0.95^50). The winner of \
      crossMoDA 2022 had a Dice of 0.86 for VS on held-out T2: far below it, something is different \
      here. Growth is called from 20 % of volume on, so the usual error must be smaller.
      """,
      """
      50例あれば、20例に1例の失敗が92%の確率で見つかります(1 - 0.95^50)。\
      crossMoDA 2022の優勝モデルのVSのDice係数は0.86でした。\
      これを大きく下回る場合は、何かが異なります。\
      体積が20%増えると増大と判定されるため、通常の誤差はそれより小さくなければなりません。
      """))
  /// To leave the silent stage.
  package var silent = Gate(
    cases: 100, judged: 0, measured: 20, editRate: 1, rejectRate: 1, failureRate: 0.05,
    medianDice: ["VS": 0.8], medianVolumeError: ["VS": 0.15], signOffs: [.lead, .admin],
    reason: BilingualText(
      """
      New studies come as the hospital's scanners make them today, so the way from the archive and \
      back is what is tested: at most one in twenty may need a technician. Twenty cases that staff \
      contour anyway show whether the retrospective agreement holds.
      """,
      """
      現在の装置で撮られた新しい検査で、保管システムとの往復を確かめる段階です。\
      技師の対応が必要なのは20例に1例までとします。\
      職員が通常業務で輪郭を描く20例で、段階1の一致度が保たれているかを確認します。
      """))
  /// To leave the assisted stage.
  package var assisted = Gate(
    cases: 200, judged: 200, measured: 30, editRate: 0.15, rejectRate: 0.03, failureRate: 0.02,
    medianDice: ["VS": 0.85], medianVolumeError: ["VS": 0.1], signOffs: [.lead, .admin],
    reason: BilingualText(
      """
      Routine use saves time only where most results stay as they are. With 200 judgements, a \
      rejection rate of 3 % is known to within about 2.4 points either way (95 %).
      """,
      """
      大半の結果が修正不要であって初めて、通常運用で時間の節約になります。\
      200件の判定があれば、3%の却下率は約±2.4ポイント(95%)の精度で分かります。
      """))
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
  package var reason: BilingualText
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
  package var reason = BilingualText(
    """
    Five in thirty rejections, where one is usual, are too many to be chance (3 % expected: p < 0.002). \
    A shift of four standard errors in tumour volume happens by chance once in some 15 000 \
    windows; real causes are a new scanner, another protocol, or other patients.
    """,
    """
    30件中5件の却下は偶然とは言えません(3%を想定した場合p < 0.002)。\
    腫瘍体積が標準誤差の4倍ずれることは、偶然では約15,000回に1回です。\
    実際の原因は、新しい装置、撮像条件の変更、患者層の変化などです。
    """)

  /// The defaults.
  package init() {}
}
