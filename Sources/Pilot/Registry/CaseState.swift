/// Where a case stands on its way from the scanner to the reader.
///
/// ```text
/// received -> stable -> fetching -> segmenting -> measuring -> sending -> done
///     each of the first six may also end in `refused`, and those a worker holds in `failed`
/// ```
///
/// A worker that dies leaves the state where it was: the next one goes on from there.
package enum CaseState: String, Codable, Sendable, CaseIterable {
  /// Files of the series still arrive.
  case received
  /// The series is complete and waits for a worker.
  case stable
  /// A worker brings the series to its folder and makes a volume of it.
  case fetching
  /// The model segments the volume.
  case segmenting
  /// Volumes and flags are computed.
  case measuring
  /// Results are written and sent.
  case sending
  /// Results are where they belong.
  case done
  /// The series is not one that is segmented; the reason says why. Nothing is tried again.
  case refused
  /// Something went wrong too often; the reason is that of the last attempt.
  case failed
}

extension CaseState {
  /// The states in which a worker may take a case.
  package static let claimable: [CaseState] = [
    .stable, .fetching, .segmenting, .measuring, .sending,
  ]

  /// Whether nothing more happens by itself.
  package var isFinal: Bool { self == .done || self == .refused || self == .failed }

  /// Whether a case may go from this state to another one.
  ///
  /// A failed case may be tried once more by hand, and a failed or refused one is tried again when more
  /// of its slices arrive; both make it stable.
  package func canBecome(_ next: CaseState) -> Bool {
    switch (self, next) {
    case (.received, .stable), (.stable, .fetching), (.fetching, .segmenting),
      (.segmenting, .measuring), (.measuring, .sending), (.sending, .done), (.failed, .stable),
      (.refused, .stable):
      true
    case (_, .refused): !isFinal
    case (_, .failed): Self.claimable.contains(self)
    default: false
    }
  }
}
