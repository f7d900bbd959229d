import Imaging

/// The part of a tumour in the cerebellopontine angle: an ellipsoid with a few lobes, flattened
/// where it leans on the bone.
struct TumourBulb {
  /// The middle and the semi-axes of the ellipsoid, in mm.
  private(set) var centre: SIMD3<Float>
  /// Where the semi-axes point: nearly up, along the bone's face, and out of the canal.
  let frame: Rotation
  /// The mean radius in mm.
  private(set) var radius: Float = 1
  private let porus: SIMD3<Float>
  private let direction: SIMD3<Float>
  /// How far the middle lies from the porus, in radii.
  private let lean: Float
  private let stretch: SIMD3<Float>
  private let lobes: [(offset: SIMD3<Float>, size: Float)]
  /// Where an operation took tumour away, in radii from the centre, and how much; `nil` for none.
  private let resection: (offset: SIMD3<Float>, size: Float)?

  var radii: SIMD3<Float> { stretch * radius }

  /// A random bulb at the opening of a bone's canal, not yet grown.
  init(at bone: TemporalBone, isOperated: Bool, using g: inout SplitMix64) {
    let outwards = (bone.face * 1.05 - bone.canal * 0.45).unit
    direction = (outwards + g.jitter(0.2) + [0, 0.5 * Float(g.bounded()), 0]).unit
    frame = Rotation(alongZ: direction)
    porus = bone.porus
    centre = bone.porus
    lean = g.vary(0.72, 0.2)
    stretch = [g.vary(0.97, 0.17), g.vary(1.08, 0.17), g.vary(0.96, 0.17)]
    lobes = (0..<4).map { _ in (g.jitter(0.48), g.vary(0.46, 0.22)) }
    // Surgeons come from behind the ear.
    let approach = SIMD3<Float>(bone.side * 0.35, -0.85, 0.1).unit
    resection = isOperated ? ((approach + g.jitter(0.25)) * 0.85, g.vary(0.8, 0.15)) : nil
  }

  /// The bulb joined with the part in the canal.
  func joined(_ bone: TemporalBone, _ space: Shape, _ canalPart: Shape) -> Shape {
    let r = radius
    var blob = Shape.ellipsoid(centre, radii, turned: frame)
    for (offset, size) in lobes {
      blob = blob.union(
        .ellipsoid(centre + offset * r, SIMD3(size, size * 0.9, size * 0.95) * r), blend: 0.3 * r)
    }
    if let cavity { blob = blob.subtracting(cavity, blend: 0.2 * r) }
    // What hangs over the lips of the porus belongs outside, so the blob ends at their plane.
    return blob.subtracting(bone.bone, blend: min(1.5, 0.3 * r))
      .intersecting(space, blend: 1)
      .intersecting(
        .halfSpace(normal: bone.meatalNormal, through: bone.porus), blend: min(1, 0.3 * r)
      )
      .union(canalPart, blend: min(1.6, 0.3 * r))
  }

  /// What an operation took away; `nil` without one.
  var cavity: Shape? {
    resection.map {
      .ellipsoid(centre + $0.offset * radius, SIMD3(1, 0.9, 1) * ($0.size * radius))
    }
  }

  /// Grows until the tumour holds `volume` mm3 outside the meatal plane.
  mutating func grow(
    to volume: Double, on bone: TemporalBone, within space: Shape, around canalPart: Shape
  ) {
    let normal = bone.meatalNormal
    let porus = bone.porus
    var low: Float = 0.6
    var high: Float = 26
    for _ in 0..<12 {
      radius = (low + high) / 2
      centre = porus + direction * (lean * radius)
      let found = joined(bone, space, canalPart).volume(step: max(0.35, radius / 9)) {
        (($0 - porus) * normal).sum() < 0
      }
      if found < volume { low = radius } else { high = radius }
    }
    radius = (low + high) / 2
    centre = porus + direction * (lean * radius)
  }
}

/// How large tumours are.
enum TumourVolumes {
  /// The whole volume in mm3: log-normal, within the smallest of the expert contours and the largest
  /// tumour of the challenge.
  static func draw(using g: inout SplitMix64) -> Double {
    min(max(1480 * exponential(1.1 * g.nextNormal()), 45), 27_000)
  }
}
