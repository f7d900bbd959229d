import Imaging

/// The part of a tumour in the internal auditory canal: a plug that tapers towards the fundus.
struct CanalPart {
  let shape: Shape
  /// The radius in mm at the opening.
  let radius: Float
  /// The volume in mm3 beyond the meatal plane.
  let volume: Double

  /// A random plug.
  ///
  /// Tumours fill the canal and widen it; most reach far, some leave the fundus free.
  ///
  /// - Parameters:
  ///   - limit: the volume in mm3 that it must not exceed: it becomes thinner, then shorter.
  ///   - isInside: whether it ends before the opening instead of growing out of it.
  ///   - growth: how many times its cross-section it has.
  init(
    in bone: TemporalBone, limit: Double, isInside: Bool, growth: Float,
    using g: inout SplitMix64
  ) {
    let length = (bone.fundus - bone.porus).norm
    let usual =
      bone.canalRadii.porus * g.vary(isInside ? 1.05 : 1.45, 0.13) * growth.squareRoot()
    let gap = isInside ? Float.random(in: 0.3...2.5, using: &g) : 0
    // The square root favours tumours that reach the fundus.
    let depth = Float.random(in: 0..<1, using: &g).squareRoot()
    let reach = isInside ? 0.8 + 0.2 * depth : 0.3 + 0.7 * depth
    let build = { (r: Float, reach: Float) -> Shape in
      let start = isInside ? r + gap : 0
      let tip = max(length * reach - r * 0.6, start + 0.3)
      return .cone(bone.porus + bone.canal * start, bone.porus + bone.canal * tip, r, r * 0.68)
    }
    let normal = bone.meatalNormal
    let found = { (r: Float, reach: Float) -> Double in
      build(r, reach).volume(step: 0.4) { (($0 - bone.porus) * normal).sum() >= 0 }
    }
    var (r, end) = (usual, reach)
    var volume = found(r, end)
    while volume > limit, r > 0.4 {
      // Small tumours line the canal before they fill it.
      if r > 0.7 * bone.canalRadii.fundus || end < 0.35 { r *= 0.93 } else { end -= 0.08 }
      volume = found(r, end)
    }
    shape = build(r, end)
    radius = r
    self.volume = volume
  }
}
