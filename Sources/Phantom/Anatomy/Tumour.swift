import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A vestibular schwannoma: a part in the canal and, mostly, a part in the angle.
struct Tumour {
  var shape: Shape
  var bone: TemporalBone
  /// The centre and mean radius, in mm, of the part outside the canal; 0 without one.
  var centre: SIMD3<Float>
  var radius: Float
  /// The canal's radii once the tumour has widened it.
  var canal: (porus: Float, fundus: Float)

  /// A random tumour in one ear.
  ///
  /// Volumes are log-normal around the medians of the published cases: 1.05 cm3 outside the canal,
  /// 0.23 cm3 inside; about 4 in 100 lie wholly inside.
  init(
    in bone: TemporalBone, _ envelope: Envelope, options: PatientOptions,
    using g: inout SplitMix64
  ) {
    self.bone = bone
    let intracanalicular = Double.random(in: 0..<1, using: &g) < options.intracanalicularFraction
    let drawn = 1050 * exp(1.0 * g.bounded())
    let extra = intracanalicular ? 0 : options.extraMeatalVolume ?? min(max(drawn, 50), 7000)
    let intra = min(max(230 * exp(0.42 * g.bounded()), 55), 600)
    let reach = Float.random(in: intracanalicular ? 0.75...0.95 : 0.7...1.02, using: &g)
    let canalPart = Self.canalPart(bone, volume: intra, reach: reach, inside: intracanalicular)
    canal = (
      max(bone.canalRadii.porus, canalPart.radius + 0.1),
      max(bone.canalRadii.fundus, canalPart.radius * 0.85)
    )
    guard extra > 0 else {
      shape = canalPart.shape
      centre = bone.porus
      radius = 0
      return
    }
    let outwards = (bone.face * 0.6 - bone.canal * 0.75).unit
    let drift = g.jitter(0.12)
    let frame = Rotation(alongZ: outwards + drift)
    let stretch = SIMD3<Float>(g.vary(1.05, 0.13), g.vary(1, 0.13), g.vary(0.92, 0.1))
    let lobes = (0..<4).map { _ in
      (g.jitter(0.6), g.vary(0.5, 0.24))
    }
    let build = { (r: Float) -> Shape in
      let middle = bone.porus + (outwards + drift) * (0.72 * r)
      var blob = Shape.ellipsoid(middle, stretch * r, turned: frame)
      for (offset, size) in lobes {
        blob = blob.union(
          .ellipsoid(middle + offset * r, SIMD3(size, size * 0.9, size * 0.95) * r), blend: 0.3 * r)
      }
      return blob.subtracting(bone.bone, blend: min(0.8, 0.3 * r))
        .intersecting(envelope.tumourSpace, blend: 1)
        // What hangs over the lips of the porus belongs outside, so the blob ends at their plane.
        .intersecting(
          .halfSpace(normal: bone.meatalNormal, through: bone.porus), blend: min(1, 0.3 * r)
        )
        .union(canalPart.shape, blend: min(1.2, 0.3 * r))
    }
    let normal = bone.meatalNormal
    let porus = bone.porus
    var low: Float = 1
    var high: Float = 24
    for _ in 0..<12 {
      let r = (low + high) / 2
      let volume = build(r).volume(step: max(0.35, r / 9)) { ((($0 - porus) * normal).sum()) < 0 }
      if volume < extra { low = r } else { high = r }
    }
    radius = (low + high) / 2
    centre = porus + (outwards + drift) * (0.72 * radius)
    shape = build(radius)
  }

  /// The part in the canal that holds the volume: the canal's width, as long as that takes, and
  /// wider than the canal once it is as long as `reach` allows, because tumours widen the bone.
  private static func canalPart(
    _ bone: TemporalBone, volume: Double, reach: Float, inside: Bool
  ) -> (shape: Shape, radius: Float) {
    let length = (bone.fundus - bone.porus).norm
    let build = { (r: Float, reach: Float) -> Shape in
      let start = inside ? r + 1 : 0
      let tip = max(length * reach - r * 0.5, start + 0.3)
      return .cone(bone.porus + bone.canal * start, bone.porus + bone.canal * tip, r, r * 0.82)
    }
    let normal = bone.meatalNormal
    let found = { (r: Float, reach: Float) -> Double in
      build(r, reach).volume(step: 0.4) { (($0 - bone.porus) * normal).sum() >= 0 }
    }
    let usual = 0.9 * (bone.canalRadii.porus + bone.canalRadii.fundus) / 2
    let isShort = found(usual, reach) > volume
    var low: Float = isShort ? 0.1 : usual
    var high: Float = isShort ? reach : 5
    for _ in 0..<9 {
      let middle = (low + high) / 2
      let value = isShort ? found(usual, middle) : found(middle, reach)
      if value < volume { low = middle } else { high = middle }
    }
    let fitted = (low + high) / 2
    return isShort ? (build(usual, fitted), usual) : (build(fitted, reach), fitted)
  }

  /// Makes room: how far soft tissue is pushed from the tumour's centre.
  func push(on parts: PosteriorFossaParts) -> Anatomy.Push {
    guard radius > 0 else { return .none }
    let room = min(parts.brainstem.distance(centre), parts.hemispheres.distance(centre))
    // Most of the overlap is pushed away; the rest is the tumour's bed in the cerebellum.
    let shift = min(max(0.85 * (radius * 0.95 - room), 0), 0.7 * radius, 8.5)
    return Anatomy.Push(centre: centre, reach: radius, shift: shift)
  }

  /// The Koos grade: 2 without contact to the brainstem, 4 where it gives way by 6 mm or more.
  func koos(_ parts: PosteriorFossaParts, _ push: Anatomy.Push) -> Int {
    guard radius > 0 else { return 1 }
    // The overlap with the undisturbed brainstem is what it had to give way by.
    let overlap = radius - parts.brainstem.distance(centre)
    return overlap < 0.5 ? 2 : overlap < 6 ? 3 : 4
  }

  /// A film of fluid between the tumour and soft tissue; painted before bone, which hides the rest.
  func paintCleft(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    let width = Float.random(in: -0.2...0.9, using: &g)
    guard radius > 0, width > 0 else { return }
    anatomy.paint([(width, .cerebrospinalFluid)], shape)
  }

  func paint(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    anatomy.paint(
      .cerebrospinalFluid, .cone(bone.porus, bone.fundus, canal.porus, canal.fundus))
    let mixture = Float.random(in: 0.25...0.95, using: &g)
    let grain = radius > 0 ? max(4, radius * Float.random(in: 0.5...1.1, using: &g)) : 4
    anatomy.tumour = [
      anatomy.paint(.tumour, shape, mixed: .looseTumour, mixture: mixture, grain: grain)
    ]
    guard radius > 5, Double.random(in: 0..<1, using: &g) < 0.3 else { return }
    for _ in 0..<Int.random(in: 1...3, using: &g) {
      let size = g.vary(0.24, 0.3) * radius
      let place = centre + g.jitter(0.32) * radius
      // Cysts are the tumour's own: drawn inside it and labelled with it.
      guard shape.distance(place) < -size else { continue }
      anatomy.paint(.cyst, .ellipsoid(place, [size, size * 0.85, size * 0.9]))
    }
  }
}
