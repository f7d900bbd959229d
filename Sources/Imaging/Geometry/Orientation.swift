/// The anatomical directions that a grid's axes `i`, `j`, `k` run to, as in "RAS" or "LPI".
public struct Orientation: Hashable, Sendable, CustomStringConvertible {
  /// For each voxel axis the world axis it runs along, 0 left-right, 1 back-front, 2 foot-head.
  public let worldAxes: SIMD3<Int>
  /// For each voxel axis 1 towards right, front or head, -1 the other way.
  public let signs: SIMD3<Int>

  /// All 48 orientations.
  public static let all: [Orientation] = {
    let permutations = [
      SIMD3(0, 1, 2), SIMD3(0, 2, 1), SIMD3(1, 0, 2), SIMD3(1, 2, 0), SIMD3(2, 0, 1),
      SIMD3(2, 1, 0),
    ]
    return permutations.flatMap { axes in
      (0..<8).map { bits in
        Orientation(
          worldAxes: axes,
          signs: SIMD3(bits & 1 == 0 ? 1 : -1, bits & 2 == 0 ? 1 : -1, bits & 4 == 0 ? 1 : -1))
      }
    }
  }()

  /// The orientation whose axes run to right, front and head.
  public static let ras = Orientation(worldAxes: SIMD3(0, 1, 2), signs: SIMD3(1, 1, 1))

  private static let codes = [["L", "R"], ["P", "A"], ["I", "S"]]

  private init(worldAxes: SIMD3<Int>, signs: SIMD3<Int>) {
    self.worldAxes = worldAxes
    self.signs = signs
  }

  /// An orientation from its three letters; `nil` unless each world axis is named once.
  public init?(_ text: String) {
    guard let match = Self.all.first(where: { $0.description == text.uppercased() }) else {
      return nil
    }
    self = match
  }

  /// The orientation closest to an affine, also an oblique one.
  ///
  /// Among all assignments of voxel axes to world axes the one with the largest sum of squared
  /// direction cosines is taken, so no world axis is taken twice.
  public init(of affine: Affine) {
    let spacing = affine.spacing
    func cosine(_ voxelAxis: Int, _ worldAxis: Int) -> Double {
      let length = spacing[voxelAxis]
      return length > 0 ? affine[column: voxelAxis][worldAxis] / length : 0
    }
    func score(_ orientation: Orientation) -> Double {
      (0..<3).reduce(0) { sum, axis in
        let c = cosine(axis, orientation.worldAxes[axis])
        return sum + c * c
      }
    }
    let best =
      Self.all.filter { $0.signs == SIMD3(1, 1, 1) }
      .max { score($0) < score($1) } ?? .ras
    var signs = SIMD3(1, 1, 1)
    for axis in 0..<3 where cosine(axis, best.worldAxes[axis]) < 0 { signs[axis] = -1 }
    self.init(worldAxes: best.worldAxes, signs: signs)
  }

  /// The three letters.
  public var description: String {
    (0..<3).map { Self.codes[worldAxes[$0]][signs[$0] > 0 ? 1 : 0] }.joined()
  }
}

extension VoxelImage {
  /// The same image with its axes permuted and flipped to an orientation.
  ///
  /// Every voxel keeps its value and its world position; an oblique image stays oblique.
  public func reoriented(to target: Orientation) -> Self {
    let current = Orientation(of: grid.affine)
    guard current != target else { return self }
    var size = SIMD3<Int>.zero
    var affine = grid.affine
    // Storage step of the source along each axis of the target, and the offset of its first voxel.
    let sourceSteps = SIMD3(1, grid.size.x, grid.size.x * grid.size.y)
    var steps = SIMD3<Int>.zero
    var start = 0
    for axis in 0..<3 {
      let source = (0..<3).first { current.worldAxes[$0] == target.worldAxes[axis] } ?? axis
      let isFlipped = current.signs[source] != target.signs[axis]
      size[axis] = grid.size[source]
      steps[axis] = isFlipped ? -sourceSteps[source] : sourceSteps[source]
      let column = grid.affine[column: source]
      affine[column: axis] = isFlipped ? -column : column
      if isFlipped {
        start += (grid.size[source] - 1) * sourceSteps[source]
        affine.translation += column * Double(grid.size[source] - 1)
      }
    }
    var result: [Scalar] = []
    result.reserveCapacity(grid.count)
    voxels.withUnsafeBufferPointer { voxels in
      for k in 0..<size.z {
        for j in 0..<size.y {
          var offset = start + k * steps.z + j * steps.y
          for _ in 0..<size.x {
            result.append(voxels[offset])
            offset += steps.x
          }
        }
      }
    }
    return Self(grid: VoxelGrid(size: size, affine: affine), voxels: result)
  }
}
