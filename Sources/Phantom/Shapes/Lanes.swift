/// Eight values side by side: the renderer works on rows of eight voxels.
typealias Lanes = SIMD8<Float>

/// Eight positions in millimetres.
struct Points {
  var x: Lanes
  var y: Lanes
  var z: Lanes

  init(x: Lanes, y: Lanes, z: Lanes) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// Eight times one position.
  init(_ p: SIMD3<Float>) {
    self.init(x: Lanes(repeating: p.x), y: Lanes(repeating: p.y), z: Lanes(repeating: p.z))
  }
}

@inline(__always)
func lanesMin(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .< a) }

@inline(__always)
func lanesMax(_ a: Lanes, _ b: Lanes) -> Lanes { a.replacing(with: b, where: b .> a) }

@inline(__always)
func lanesAbs(_ a: Lanes) -> Lanes { lanesMax(a, -a) }

/// Clamps to 0...1.
@inline(__always)
func lanesUnit(_ a: Lanes) -> Lanes { lanesMin(lanesMax(a, .zero), Lanes(repeating: 1)) }

/// The sine to about 0.001, for arguments up to some thousands.
///
/// A polynomial instead of the library's sine because it runs on eight lanes at once; folds and
/// textures need no more digits.
@inline(__always)
func lanesSine(_ radians: Lanes) -> Lanes {
  // Adding and subtracting 1.5 * 2^23 rounds to the nearest integer without a library call.
  let magic: Float = 12_582_912
  let turns = radians * 0.159_154_943
  let t = turns - ((turns + magic) - magic)
  let y = t * (8 - 16 * lanesAbs(t))
  return y + 0.225 * (y * lanesAbs(y) - y)
}

/// The cosine, as exact as ``lanesSine(_:)``.
@inline(__always)
func lanesCosine(_ radians: Lanes) -> Lanes { lanesSine(radians + 1.570_796_33) }
