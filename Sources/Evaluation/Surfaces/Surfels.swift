import Imaging

/// The surface elements of a structure: one per corner of the voxel lattice whose eight voxels are
/// neither all inside nor all outside, with its area.
///
/// - Source: the construction of google-deepmind/surface-distance; the areas follow from marching
///   cubes with vertices at the midpoints of edges (Lorensen and Cline, SIGGRAPH 1987).
struct Surfels {
  /// The corners; corner (i, j, k) lies between voxel (i - 1, j - 1, k - 1) and voxel (i, j, k).
  var corners: [SIMD3<Int32>] = []
  /// The areas in mm2, in the corners' order.
  var areas: [Double] = []

  init(_ voxels: VoxelBytes, in box: BoundingBox, areas table: SurfelAreas) {
    // All eight voxels of a corner touch each other, so each of those inside lies on the surface
    // of 26 neighbours; the first of them in storage order speaks for the corner.
    for voxel in voxels.surface(in: box, .corners) {
      for corner in 0..<8 {
        let at = SIMD3(
          voxel.x + Int32(corner & 1), voxel.y + Int32(corner >> 1 & 1),
          voxel.z + Int32(corner >> 2))
        var code = 0
        for bit in 0..<8
        where voxels.contains(
          Int(at.x) - 1 + bit & 1, Int(at.y) - 1 + bit >> 1 & 1, Int(at.z) - 1 + bit >> 2)
        {
          code |= 1 << bit
        }
        // Seen from the corner, the voxel itself is the complement of the step to the corner.
        guard code != 255, code.trailingZeroBitCount == 7 - corner else { continue }
        corners.append(at)
        areas.append(table[code])
      }
    }
  }
}

/// The area of the surface inside the cube of eight voxel centres, for each of its 256 patterns.
struct SurfelAreas {
  private let areas: [Double]

  /// The areas for a spacing in mm.
  init(spacing: SIMD3<Double>) {
    areas = (0..<256).map { code in
      Self.normals(of: code).reduce(0) { sum, normal in
        let scaled =
          normal
          * SIMD3(spacing.y * spacing.z, spacing.x * spacing.z, spacing.x * spacing.y)
        return sum + scaled.length
      }
    }
  }

  /// The area in mm2 of a pattern: bit `x + 2 y + 4 z` for the voxel at offset (x, y, z).
  subscript(code: Int) -> Double { areas[code] }

  /// The triangles' normals, each as long as the triangle is large, up to the signs of components.
  ///
  /// A pattern and its complement share their surface. Corners that touch along edges of the cube
  /// share a piece of it; there are seven kinds of pieces.
  private static func normals(of code: Int) -> [SIMD3<Double>] {
    guard code.nonzeroBitCount <= 4 else { return normals(of: 255 - code) }
    return pieces(of: (0..<8).filter { code >> $0 & 1 == 1 }).flatMap { piece in
      normals(ofPiece: piece)
    }
  }

  /// Corners by piece.
  private static func pieces(of corners: [Int]) -> [[Int]] {
    var rest = corners
    var pieces: [[Int]] = []
    while let first = rest.popLast() {
      var piece = [first]
      var next = 0
      while next < piece.count {
        for touching in rest where (touching ^ piece[next]).nonzeroBitCount == 1 {
          piece.append(touching)
        }
        rest.removeAll { piece.contains($0) }
        next += 1
      }
      pieces.append(piece)
    }
    return pieces
  }

  private static func normals(ofPiece piece: [Int]) -> [SIMD3<Double>] {
    /// The axes of the edges at a corner.
    func axes(at corner: Int) -> [Int] {
      piece.map { $0 ^ corner }.filter { $0.nonzeroBitCount == 1 }.map(\.trailingZeroBitCount)
    }
    func along(_ axis: Int) -> SIMD3<Double> {
      var normal = SIMD3<Double>.zero
      normal[axis] = 0.5
      return normal
    }
    func across(_ axis: Int) -> SIMD3<Double> {
      var normal = SIMD3(repeating: 0.25)
      normal[axis] = 0
      return normal
    }
    func diagonal(_ length: Double) -> SIMD3<Double> { SIMD3(repeating: length) }
    let used = Set(piece.flatMap(axes))
    let unused = Set(0..<3).subtracting(used).min() ?? 0
    let degrees = piece.map { axes(at: $0).count }
    switch (piece.count, degrees.max() ?? 0) {
    case (1, _): return [diagonal(0.125)]
    case (2, _): return [across(used.min() ?? 0), across(used.min() ?? 0)]
    case (3, _): return [along(unused), diagonal(0.25), diagonal(0.125)]
    case (4, 3): return [diagonal(0.125), diagonal(0.125), diagonal(0.25), diagonal(0.25)]
    case (4, _) where degrees.min() == 2: return [along(unused), along(unused)]
    default:
      // A chain of three edges; the two inner corners share the middle one.
      let inner = piece.filter { axes(at: $0).count == 2 }
      let middle = (inner[0] ^ inner[1]).trailingZeroBitCount
      return [diagonal(0.375), diagonal(0.125)]
        + (0..<3).filter { $0 != middle }.map(across)
    }
  }
}
