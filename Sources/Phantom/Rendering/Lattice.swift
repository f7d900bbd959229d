import Imaging

/// Template positions at the corners of blocks of voxels.
///
/// The warp is slow, so it is computed once per corner and interpolated linearly inside a block.
/// A block is eight voxels wide, the lanes of one vector, and about as deep and high in mm.
struct Lattice {
  /// The voxels per block.
  let block: SIMD3<Int>
  /// The blocks per axis.
  let blocks: SIMD3<Int>
  private let corners: [SIMD3<Float>]
  /// How far the field is off at each corner, in Hz; empty where that does not count.
  private let field: [Float]

  init(
    _ grid: VoxelGrid, _ deformation: Deformation, _ offResonance: OffResonance? = nil,
    workers: Int? = nil
  ) {
    let spacing = grid.spacing
    let width = 8 * spacing.x
    let block = SIMD3(
      8, min(max(Int((width / spacing.y).rounded()), 1), 8),
      min(max(Int((width / spacing.z).rounded()), 1), 8))
    let blocks = (grid.size &+ block &- 1) / block
    let count = blocks &+ 1
    var corners = [SIMD3<Float>](repeating: .zero, count: count.x * count.y * count.z)
    corners.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let out = buffer
      perform(count.z, workers: workers) { k in
        for j in 0..<count.y {
          for i in 0..<count.x {
            let index = SIMD3<Double>(SIMD3(i, j, k) &* block) - 0.5
            out[i + count.x * (j + count.y * k)] =
              SIMD3<Float>(deformation.template(grid.world(index)))
          }
        }
      }
    }
    self.block = block
    self.blocks = blocks
    self.corners = corners
    field = offResonance.map { field in corners.map { field.hertz($0) } } ?? []
  }

  /// The field's shift in Hz in a row of eight voxels at fractions `v`, `w` of a block.
  func hertz(_ i: Int, _ j: Int, _ k: Int, _ v: Float, _ w: Float) -> Lanes {
    let nx = blocks.x + 1
    let nxy = nx * (blocks.y + 1)
    let o = i + nx * j + nxy * k
    let mix = { (a: Float, b: Float, t: Float) in a + (b - a) * t }
    let plane = { (o: Int) -> Float in
      mix(
        mix(field[o], field[o + nx], v), mix(field[o + nxy], field[o + nxy + nx], v), w)
    }
    let first = plane(o)
    let lane = Lanes(0, 1, 2, 3, 4, 5, 6, 7) + 0.5
    return first + lane * ((plane(o + 1) - first) / 8)
  }

  /// The eight corners of a block.
  @inline(__always)
  func cell(_ i: Int, _ j: Int, _ k: Int) -> Cell {
    let nx = blocks.x + 1
    let nxy = nx * (blocks.y + 1)
    let o = i + nx * j + nxy * k
    return Cell(
      c000: corners[o], c100: corners[o + 1], c010: corners[o + nx], c110: corners[o + nx + 1],
      c001: corners[o + nxy], c101: corners[o + nxy + 1], c011: corners[o + nxy + nx],
      c111: corners[o + nxy + nx + 1])
  }
}

/// The template positions of one block's corners.
struct Cell {
  var c000: SIMD3<Float>
  var c100: SIMD3<Float>
  var c010: SIMD3<Float>
  var c110: SIMD3<Float>
  var c001: SIMD3<Float>
  var c101: SIMD3<Float>
  var c011: SIMD3<Float>
  var c111: SIMD3<Float>

  /// The middle, and the distance to the farthest corner.
  var sphere: (centre: SIMD3<Float>, radius: Float) {
    let c = (c000 + c100 + c010 + c110 + c001 + c101 + c011 + c111) / 8
    let a = max((c000 - c).norm, (c111 - c).norm)
    let b = max((c100 - c).norm, (c011 - c).norm)
    let d = max((c010 - c).norm, (c101 - c).norm)
    return (c, max(max(a, b), max(d, max((c001 - c).norm, (c110 - c).norm))))
  }

  /// A ball around one row of voxels; `dv` and `dw` are half a voxel as fractions of the block.
  func rowSphere(
    _ v: Float, _ w: Float, _ dv: Float, _ dw: Float
  ) -> (centre: SIMD3<Float>, radius: Float) {
    let row = self.row(v, w, shift: 0)
    let first = SIMD3(row.x[0], row.y[0], row.z[0])
    let last = SIMD3(row.x[7], row.y[7], row.z[7])
    let half = (last - first) * (4 / 7)
    let side = (c010 - c000).norm * dv + (c001 - c000).norm * dw
    // A tenth more for the bend of the block.
    return ((first + last) / 2, 1.1 * (half.norm + side))
  }

  /// A row of eight positions at fractions `v`, `w` of the block; `shift` is in voxels.
  @inline(__always)
  func row(_ v: Float, _ w: Float, shift: Float) -> Points {
    let a0 = c000 + (c010 - c000) * v
    let a1 = c001 + (c011 - c001) * v
    let b0 = c100 + (c110 - c100) * v
    let b1 = c101 + (c111 - c101) * v
    let a = a0 + (a1 - a0) * w
    let step = (b0 + (b1 - b0) * w - a) / 8
    let lane = Lanes(0, 1, 2, 3, 4, 5, 6, 7) + (0.5 + shift)
    return Points(x: a.x + step.x * lane, y: a.y + step.y * lane, z: a.z + step.z * lane)
  }
}

/// The sub-samples of a voxel: enough that each spans at most about 0.6 mm.
struct SubSamples {
  let count: SIMD3<Int>
  /// The width in mm over which a surface covers a sub-sample.
  let softness: Float

  init(_ spacing: SIMD3<Double>) {
    let n = { (s: Double) in min(max(Int((s / 0.62).rounded(.up)), 1), 5) }
    count = SIMD3(n(spacing.x), n(spacing.y), n(spacing.z))
    let widths = spacing / SIMD3<Double>(count)
    softness = Float(widths.sum() / 3)
  }

  /// The offset of a sub-sample from the voxel's centre, in voxels.
  @inline(__always)
  static func offset(_ number: Int, of count: Int) -> Float {
    (Float(number) + 0.5) / Float(count) - 0.5
  }
}
