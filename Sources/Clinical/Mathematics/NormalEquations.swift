/// A weighted least-squares problem, summed up row by row, and other small symmetric systems.
struct NormalEquations {
  /// The symmetric matrix, row after row.
  var matrix: [[Double]]
  /// The right-hand side.
  var side: [Double]

  /// An empty system of so many unknowns.
  init(count: Int) {
    matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    side = [Double](repeating: 0, count: count)
  }

  /// Adds one equation `row * x = value`.
  mutating func add(_ row: [Double], _ value: Double, weight: Double) {
    for a in row.indices {
      side[a] += weight * row[a] * value
      for b in row.indices { matrix[a][b] += weight * row[a] * row[b] }
    }
  }

  /// The solution by Cholesky's decomposition; `nil` unless the matrix is positive definite.
  ///
  /// - Parameter damping: a share of each diagonal element that is added to it.
  func solution(damping: Double = 0) -> [Double]? {
    let n = side.count
    var lower = matrix
    for a in 0..<n {
      for b in 0...a {
        var sum = matrix[a][b] * (a == b ? 1 + damping : 1)
        for c in 0..<b { sum -= lower[a][c] * lower[b][c] }
        if a == b {
          guard sum > 0, sum.isFinite else { return nil }
          lower[a][a] = sum.squareRoot()
        } else {
          lower[a][b] = sum / lower[b][b]
        }
      }
    }
    var x = side
    for a in 0..<n {
      for c in 0..<a { x[a] -= lower[a][c] * x[c] }
      x[a] /= lower[a][a]
    }
    for a in (0..<n).reversed() {
      for c in (a + 1)..<max(n, a + 1) { x[a] -= lower[c][a] * x[c] }
      x[a] /= lower[a][a]
    }
    return x
  }
}
