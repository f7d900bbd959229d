/// The seed-dependent phases of folds and textures.
struct PatternPhases {
  var folds: SIMD3<Float>
  var texture: SIMD3<Float>
}

/// The distance in mm to the nearest cortical fold.
///
/// The zero sheets of a gyroid whose domain is bent by slow sines: sheets like sulci, about 11 mm
/// apart, that never cross.
@inline(__always)
func cerebralFold(_ p: Points, _ phases: PatternPhases) -> Lanes {
  let bend: Float = 0.11
  let x = p.x + 4.5 * lanesSine(p.y * bend + phases.folds.x)
  let y = p.y + 4.5 * lanesSine(p.z * bend + phases.folds.y)
  let z = p.z + 4.5 * lanesSine(p.x * bend + phases.folds.z)
  let k: Float = 0.27
  let g =
    lanesSine(x * k) * lanesCosine(y * k) + lanesSine(y * k) * lanesCosine(z * k)
    + lanesSine(z * k) * lanesCosine(x * k)
  return lanesAbs(g) * (1 / (1.5 * k))
}

/// The distance in mm to the nearest fissure between the folia.
///
/// Leaves fan out from the deep nuclei: they are sheets of equal angle around a transverse axis.
@inline(__always)
func cerebellarFold(_ p: Points, _ phases: PatternPhases) -> Lanes {
  let dy = p.y + 34
  let dz = p.z + 8
  let ax = lanesAbs(p.x)
  let reach = (dy * dy + dz * dz + 0.6 * ax * ax + 4).squareRoot()
  let wobble =
    1.6 * lanesSine(ax * 0.21 + phases.folds.x) + 1.2 * lanesSine(p.z * 0.3 + phases.folds.y)
  // Half a leaf of offset keeps the axis itself inside a leaf.
  let u = 1.1 + reach * 0.6 + dz * 0.7 + wobble - ax * 0.3
  let k: Float = 1.4
  return lanesAbs(lanesSine(u * k)) * (1 / k)
}

/// A smooth pattern in 0...1 with patches of about the given wavelength.
@inline(__always)
func texture(_ p: Points, grain: Float, _ phases: PatternPhases) -> Lanes {
  let k = 6.283 / grain
  let a = lanesSine(
    p.x * k + 2.6 * lanesSine(p.y * (0.61 * k) + p.z * (0.37 * k) + phases.texture.x))
  let b = lanesSine(
    p.y * (1.13 * k) + 2.6 * lanesSine(p.z * (0.73 * k) - p.x * (0.41 * k) + phases.texture.y))
  let c = lanesSine(
    p.z * (0.91 * k) + 2.6 * lanesSine(p.x * (0.53 * k) + p.y * (0.29 * k) + phases.texture.z))
  return lanesUnit(0.5 + 0.3 * (a + b + c))
}
