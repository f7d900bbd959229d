/// How much a result needs a human, from what is known about it: ``PilotCase/attention``.
///
/// The sum, 1 at most, of
///
/// - the flags' weights, as in ``CaseMeasures/attention``: 0.5 for each error, 0.3 for
///   each warning;
/// - 0.5 (1 - confidence), where the model states one;
/// - 0.5 times the disagreement of several models or methods, 1 - Dice;
/// - 0.5 times the change of the tumour's volume since the last visit, as a share of it and 1 at
///   most: a change that is real matters, and one that is not shows an error.
///
/// What is not known adds nothing. The weights are this project's choice, not a published rule.
package struct Attention: Hashable, Sendable {
  /// The sum of the flags' weights.
  package var flags: Double
  /// The model's confidence, 0...1.
  package var confidence: Double?
  /// 1 - Dice between several results, 0...1.
  package var disagreement: Double?
  /// The volume's change as a share of the earlier volume.
  package var sizeChange: Double?

  /// What is known about a result.
  package init(
    flags: Double = 0, confidence: Double? = nil, disagreement: Double? = nil,
    sizeChange: Double? = nil
  ) {
    self.flags = flags
    self.confidence = confidence
    self.disagreement = disagreement
    self.sizeChange = sizeChange
  }

  /// The sum, 0...1.
  package var value: Double {
    let parts = [
      flags, confidence.map { 0.5 * (1 - $0) }, disagreement.map { 0.5 * $0 },
      sizeChange.map { 0.5 * min(abs($0), 1) },
    ]
    return min(max(parts.compactMap(\.self).reduce(0, +), 0), 1)
  }
}
