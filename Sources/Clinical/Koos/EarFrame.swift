import Imaging

/// Where left and right are in a head, as far as the cochleas tell.
struct EarFrame {
  /// The centroids of the cochleas, in mm RAS+; `nil` where there is none.
  var right: SIMD3<Double>?
  var left: SIMD3<Double>?
  /// The unit direction to the patient's right.
  var lateral = SIMD3<Double>(1, 0, 0)

  /// A frame from a mask of both cochleas; two components more than 30 mm apart count as a pair.
  init(_ cochleas: Mask) {
    let parts = cochleas.connectedComponents().components.filter { $0.volume > 5 }
    let centres = parts.map { (cochleas.grid.world($0.centroid), $0.volume) }
    guard let first = centres.first?.0 else { return }
    // Pieces of one cochlea belong together.
    let far = centres.dropFirst().filter { ($0.0 - first).length > 30 }
    guard let second = far.first?.0 else {
      if first.x > 0 { right = first } else { left = first }
      return
    }
    let isFirstRight = first.x > second.x
    let (r, l) = isFirstRight ? (first, second) : (second, first)
    right = r
    left = l
    lateral = (r - l) / (r - l).length
  }

  /// Whether a position lies on the patient's right.
  func isRight(_ p: SIMD3<Double>) -> Bool {
    guard let right, let left else { return ((right ?? left) ?? p).x > 0 }
    return ((p - (right + left) / 2) * lateral).sum() > 0
  }
}
