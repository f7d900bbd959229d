import Imaging

/// The signed distance to a mask's surface, to be asked at any position of the world.
///
/// In mm, negative inside. Between voxel centres it is linear, so the surface lies about halfway
/// between centres of either kind; outside of the grid the nearest border voxel's value is taken.
struct SignedDistance {
  private let volume: Volume
  private let toIndex: Affine

  /// The distance field of a mask; `nil` when the mask is empty or its affine is singular.
  init?(_ mask: Mask) {
    guard !mask.isEmpty, let inverse = mask.grid.affine.inverse else { return nil }
    let outside = mask.distanceTransform()
    let inside = Mask(grid: mask.grid, voxels: mask.voxels.map { !$0 }).distanceTransform()
    volume = Volume(
      grid: mask.grid,
      voxels: zip(outside.voxels, inside.voxels).map { $0 - min($1, 1000) })
    toIndex = inverse
  }

  /// The distance in mm of a world position.
  func callAsFunction(_ world: SIMD3<Double>) -> Double {
    let size = volume.grid.size
    let last = SIMD3<Double>(size &- 1)
    let p = pointwiseMin(pointwiseMax(toIndex(world), .zero), last)
    let lower = SIMD3<Int>(pointwiseMin(p.rounded(.down), pointwiseMax(last - 1, .zero)))
    let t = p - SIMD3<Double>(lower)
    let step = SIMD3(1, size.x, size.x * size.y)
    let o = volume.grid.offset(lower.x, lower.y, lower.z)
    let isThick = size .> 1
    let (dx, dy, dz) = (
      isThick[0] ? step.x : 0, isThick[1] ? step.y : 0, isThick[2] ? step.z : 0
    )
    let v = { (n: Int) in Double(volume.voxels[n]) }
    let mix = { (a: Double, b: Double, t: Double) in a + (b - a) * t }
    let plane = { (o: Int) in
      mix(mix(v(o), v(o + dx), t.x), mix(v(o + dy), v(o + dx + dy), t.x), t.y)
    }
    return mix(plane(o), plane(o + dz), t.z)
  }
}

extension Mask {
  /// The world positions, in mm RAS+, of the voxels of the mask.
  var points: [SIMD3<Double>] {
    voxels.indices.filter { voxels[$0] }.map { grid.world(SIMD3<Double>(grid.index(at: $0))) }
  }
}
