import Imaging

/// Which findings of a patient's visits are one lesion.
struct LesionPairing {
  /// One lesion through the visits.
  struct Track {
    /// The finding at each visit, by the visit's place; visits without one are missing.
    var findings: [(visit: Int, lesion: LesionFinding)]
    /// The latest position in the reference visit's coordinates.
    var position: SIMD3<Double>
  }

  /// The lesions, in the order of their first visit, the largest first.
  var tracks: [Track] = []

  /// How far apart, in mm, two findings of one lesion may lie, beyond the larger one's radius: what
  /// registration leaves and what lopsided growth moves.
  private static let slack = 4.0
  /// The same without a registration: scanners do not place heads better, and the other ear lies
  /// farther away.
  private static let uncheckedSlack = 20.0

  /// Pairs findings of visits sorted by date, nearest first and one to one.
  init(_ visits: [VisitFindings]) {
    for (number, visit) in visits.enumerated() where visit.isUsable {
      let isUnchecked = visit.alignment == .unchecked
      let places = visit.lesions.map(visit.referencePosition)
      var pairs: [(distance: Double, track: Int, lesion: Int)] = []
      for (t, track) in tracks.enumerated() {
        for (l, lesion) in visit.lesions.enumerated() {
          let distance = (track.position - places[l]).length
          let radius = max(lesion.radius, track.findings.last?.lesion.radius ?? 0)
          let reach = radius + (isUnchecked ? Self.uncheckedSlack : Self.slack)
          if distance <= reach { pairs.append((distance, t, l)) }
        }
      }
      var isTaken = [Bool](repeating: false, count: visit.lesions.count)
      var isMet = [Bool](repeating: false, count: tracks.count)
      for pair in pairs.sorted(by: { $0.distance < $1.distance })
      where !isTaken[pair.lesion] && !isMet[pair.track] {
        isTaken[pair.lesion] = true
        isMet[pair.track] = true
        tracks[pair.track].findings.append((number, visit.lesions[pair.lesion]))
        // Without a registration a position is no better than the one before.
        if !isUnchecked { tracks[pair.track].position = places[pair.lesion] }
      }
      for l in visit.lesions.indices where !isTaken[l] {
        tracks.append(
          Track(findings: [(number, visit.lesions[l])], position: places[l]))
      }
    }
  }
}
