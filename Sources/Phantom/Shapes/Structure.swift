/// A solid of the anatomy with the tissues it is made of.
///
/// Structures are painted in order, later ones over earlier ones. Layers share one distance: layer
/// `l` covers where the distance is below `offsets[l]`, so a skull costs one evaluation.
struct Structure {
  /// How the surface is folded and what lies in the folds.
  enum Folding: UInt8 { case none, cerebral, cerebellar }

  /// The run of primitives, in the anatomy's list.
  var first: Int
  var count: Int
  /// Layers from the outermost inwards, as many as `layerCount`; offsets in mm.
  var offsets: SIMD8<Float>
  var tissues: SIMD8<UInt8>
  var layerCount: Int
  var folding: Folding = .none
  /// Whether a tumour pushes it aside.
  var isSoft = false
  /// Mixes a second tissue into the innermost layer; 0 for none.
  var mixture: Float = 0
  var mixedTissue: UInt8 = 0
  /// The wavelength in mm of the mixture's pattern.
  var grain: Float = 6
  /// How far, in mm, the blends may move the surface from that of the sharp shape.
  var slack: Float = 0
  /// A box around the outermost layer.
  var lower: SIMD3<Float>
  var upper: SIMD3<Float>

  /// The offset of the outermost layer.
  var outermost: Float { offsets[0] }

  /// The offset of the innermost layer.
  var innermost: Float { offsets[layerCount - 1] }
}

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
  let u = reach * 0.55 + dz * 0.75 + wobble - ax * 0.25
  let k: Float = 1.05
  return lanesAbs(lanesSine(u * k)) * (1 / k)
}

/// A smooth pattern in 0...1 with patches of about the given wavelength.
@inline(__always)
func texture(_ p: Points, grain: Float, _ phases: PatternPhases) -> Lanes {
  let k = 6.283 / grain
  let a = lanesSine(p.x * k + 1.7 * lanesSine(p.y * (0.6 * k) + phases.texture.x))
  let b = lanesSine(p.y * (1.1 * k) + 1.7 * lanesSine(p.z * (0.7 * k) + phases.texture.y))
  let c = lanesSine(p.z * (0.9 * k) + 1.7 * lanesSine(p.x * (0.5 * k) + phases.texture.z))
  return lanesUnit(0.5 + 0.3 * (a + b + c))
}
