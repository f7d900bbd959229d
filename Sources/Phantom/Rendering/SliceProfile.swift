/// How much of each slice's signal comes from its neighbours, because no slice profile is a box.
struct SliceProfile {
  /// The share of either neighbour, 0...0.5.
  let overlap: Float

  /// Mixes the slices around `k` of a volume of `slices` slices of `count` voxels; at the ends the
  /// slice stands in for its missing neighbour.
  func apply(
    _ volume: UnsafePointer<Float>, _ k: Int, slices: Int, count: Int,
    to out: UnsafeMutablePointer<Float>
  ) {
    let middle = volume + k * count
    let below = volume + max(k - 1, 0) * count
    let above = volume + min(k + 1, slices - 1) * count
    let own = 1 - 2 * overlap
    for o in 0..<count { out[o] = own * middle[o] + overlap * (below[o] + above[o]) }
  }
}
