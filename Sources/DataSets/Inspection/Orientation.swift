import Imaging

extension Affine {
  /// The direction each voxel axis mostly runs to, as in "RAS" or "LPS".
  ///
  /// Axes are matched to directions so that the sum of the absolute cosines is largest, hence each
  /// direction occurs once, however oblique the grid. It equals nibabel's `aff2axcodes` unless two
  /// assignments are nearly tied.
  var orientationCode: String {
    let spacing = spacing
    let columns = (0..<3).map { self[column: $0] / spacing[$0] }
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    func fit(_ order: [Int]) -> Double { (0..<3).reduce(0) { $0 + abs(columns[$1][order[$1]]) } }
    let best = orders.max { fit($0) < fit($1) } ?? orders[0]
    let letters = [("L", "R"), ("P", "A"), ("I", "S")]
    return (0..<3).map { axis in
      let pair = letters[best[axis]]
      return columns[axis][best[axis]] < 0 ? pair.0 : pair.1
    }.joined()
  }
}
