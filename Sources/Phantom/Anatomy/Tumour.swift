import Imaging

/// A vestibular schwannoma: a part in the canal and, mostly, a part in the angle.
struct Tumour {
  var shape: Shape
  var bone: TemporalBone
  /// The part outside the canal; `nil` without one.
  var bulb: TumourBulb?
  /// The canal's radii once the tumour has widened it.
  var canal: (porus: Float, fundus: Float)
  /// What an operation took away; `nil` without one.
  var cavity: Shape?

  /// A random tumour in one ear.
  ///
  /// The whole volume is log-normal with the median and the spread of the expert contours
  /// (Documentation/Results/shapes.md); the part in the canal follows from the canal's width and how
  /// far the tumour reaches into it, and the rest lies outside.
  init(
    in bone: TemporalBone, _ envelope: Envelope, options: PatientOptions,
    using g: inout SplitMix64
  ) {
    self.bone = bone
    let isInside = Double.random(in: 0..<1, using: &g) < options.intracanalicularFraction
    let isOperated = Double.random(in: 0..<1, using: &g) < options.postOperativeFraction
    let whole = TumourVolumes.draw(using: &g)
    let part = CanalPart(
      in: bone, limit: isInside ? .infinity : options.extraMeatalVolume ?? 0.8 * whole,
      isInside: isInside, growth: Float(isInside ? options.growth : min(options.growth, 1)),
      using: &g)
    canal = (
      max(bone.canalRadii.porus, part.radius + 0.1),
      max(bone.canalRadii.fundus, part.radius * 0.75)
    )
    var bulb = TumourBulb(at: bone, isOperated: isOperated, using: &g)
    guard !isInside else {
      shape = part.shape
      return
    }
    let wanted = options.extraMeatalVolume ?? max(whole - part.volume, 20)
    bulb.grow(
      to: wanted * options.growth, on: bone, within: envelope.tumourSpace, around: part.shape)
    shape = bulb.joined(bone, envelope.tumourSpace, part.shape)
    cavity = bulb.cavity
    self.bulb = bulb
  }

  /// Makes room: soft tissue moves away as far as the undisturbed brain reaches into the tumour.
  func push(on parts: PosteriorFossaParts) -> Anatomy.Push {
    guard let bulb else { return .none }
    let (centre, radii) = (bulb.centre, bulb.radii)
    let space = Anatomy.Push(centre: centre, radii: radii, turned: bulb.frame, shift: 0)
    let reach = space.reach { min(parts.brainstem.distance($0), parts.hemispheres.distance($0)) }
    return Anatomy.Push(
      centre: centre, radii: radii, turned: bulb.frame, shift: min(1 - reach, 0.75))
  }

  /// How deep, in mm, the tumour lies in the space of the undisturbed pons or medulla.
  ///
  /// That is what they had to give way by; negative for a gap between them, `nil` for a tumour wholly
  /// inside the canal.
  func depth(in parts: PosteriorFossaParts) -> Float? {
    guard let bulb else { return nil }
    let step = max(0.6, bulb.radius / 10)
    var depth = -Float.infinity
    shape.forEachPoint(step: step) { p in depth = max(depth, -parts.stem.distance(p)) }
    return depth
  }

  /// A film of fluid between the tumour and soft tissue; painted before bone, which hides the rest.
  func paintCleft(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    let width = Float.random(in: -0.2...0.9, using: &g)
    if let cavity { anatomy.paint(.cerebrospinalFluid, cavity) }
    guard bulb != nil, width > 0 else { return }
    anatomy.paint([(width, .cerebrospinalFluid)], shape)
  }

  func paint(into anatomy: inout Anatomy, using g: inout SplitMix64) {
    anatomy.paint(.cerebrospinalFluid, bone.canalSpace(canal.porus, canal.fundus))
    let radius = bulb?.radius ?? 0
    let mixture = Float.random(in: 0.25...0.95, using: &g)
    let grain = radius > 0 ? max(4, radius * Float.random(in: 0.5...1.1, using: &g)) : 4
    anatomy.tumour = [
      anatomy.paint(.tumour, shape, mixed: .looseTumour, mixture: mixture, grain: grain)
    ]
    let kind = Double.random(in: 0..<1, using: &g)
    guard let bulb, radius > 5, kind < 0.35 else { return }
    // One large cyst in a few, up to three small ones in more: the tumour's own, labelled with it.
    let isLarge = kind < 0.07
    for _ in 0..<(isLarge ? 1 : Int.random(in: 1...3, using: &g)) {
      let size = g.vary(isLarge ? 0.48 : 0.24, isLarge ? 0.12 : 0.3) * radius
      let place = bulb.centre + g.jitter(isLarge ? 0.12 : 0.32) * radius
      guard shape.distance(place) < -0.8 * size else { continue }
      anatomy.paint(.cyst, .ellipsoid(place, [size, size * 0.85, size * 0.9]))
    }
  }
}
