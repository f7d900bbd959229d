/// Which voxels count as neighbours.
public enum Connectivity: Int, Sendable, CaseIterable, Codable {
  /// The 6 that share a face.
  case faces = 6
  /// The 18 that share a face or an edge.
  case edges = 18
  /// The 26 that share a face, an edge or a corner.
  case corners = 26

  /// The steps to the neighbours.
  public var steps: [SIMD3<Int>] {
    let farthest =
      switch self {
      case .faces: 1
      case .edges: 2
      case .corners: 3
      }
    var steps: [SIMD3<Int>] = []
    for k in -1...1 {
      for j in -1...1 {
        for i in -1...1 where (1...farthest).contains(abs(i) + abs(j) + abs(k)) {
          steps.append(SIMD3(i, j, k))
        }
      }
    }
    return steps
  }
}
