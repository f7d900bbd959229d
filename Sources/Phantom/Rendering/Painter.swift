/// What painting needs, as plain pointers: valid only inside ``withPainter(_:_:_:)``.
struct Painter {
  let primitives: UnsafeBufferPointer<Primitive>
  let structures: UnsafeBufferPointer<Structure>
  /// The signal of each tissue, by raw value.
  let signals: UnsafeBufferPointer<Float>
  /// What kind of protons gives it, by raw value of the tissue.
  let resonances: UnsafeBufferPointer<Tissue.Resonance>
  let phases: PatternPhases
  let push: Anatomy.Push

  /// The run of primitives of a structure.
  @inline(__always)
  func run(_ s: Structure) -> UnsafeBufferPointer<Primitive> {
    UnsafeBufferPointer(rebasing: primitives[s.first..<(s.first + s.count)])
  }

  enum Presence { case absent, partial, full }

  /// Whether a structure misses, cuts or fills a ball of template space.
  func presence(
    _ s: Structure, _ centre: SIMD3<Float>, _ radius: Float, softness: Float
  ) -> Presence {
    if any(centre + radius .< s.lower) || any(centre - radius .> s.upper) { return .absent }
    var reach = radius + softness + s.slack
    var p = centre
    if s.isSoft, push.shift > 0 {
      // The push stretches space by less than twice.
      let source = push.source(Points(centre))
      p = [source.x[0], source.y[0], source.z[0]]
      reach += radius
    }
    let d = joinedBound(run(s), p)
    if d - reach > s.outermost { return .absent }
    return d + reach < s.innermost ? .full : .partial
  }

  /// Whether a full structure shows one tissue without pattern.
  func isPlain(_ s: Structure) -> Bool { s.folding == .none && s.mixture == 0 }

  /// The distance of a row of positions from a structure.
  @inline(__always)
  func distance(_ s: Structure, _ p: Points) -> Lanes {
    s.isSoft && push.shift > 0
      ? joinedDistance(run(s), push.source(p)) : joinedDistance(run(s), p)
  }

  /// A tissue's signal in a row.
  @inline(__always)
  func ink(_ tissue: UInt8, _ tint: Tint) -> Ink {
    let signal = signals[Int(tissue)]
    switch resonances[Int(tissue)] {
    case .fat: return Ink(water: .zero, fat: signal * tint.fat)
    case .fluid: return Ink(water: signal * tint.fluid, fat: .zero)
    case .solid: return Ink(water: signal * tint.solid, fat: .zero)
    }
  }

  /// Lays one structure over what is there.
  @inline(__always)
  func paint(
    _ s: Structure, _ p: Points, _ tint: Tint, inverseSoftness: Float, over value: inout Ink
  ) {
    let d = distance(s, p)
    if d.min() * inverseSoftness > s.outermost * inverseSoftness + 0.5 { return }
    switch s.folding {
    case .none:
      for layer in 0..<s.layerCount {
        let cover = lanesUnit(0.5 - (d - s.offsets[layer]) * inverseSoftness)
        var ink = self.ink(s.tissues[layer], tint)
        if s.mixture > 0, layer == s.layerCount - 1 {
          ink.blend(self.ink(s.mixedTissue, tint), s.mixture * texture(p, grain: s.grain, phases))
        }
        value.blend(ink, cover)
      }
    case .cerebral, .cerebellar:
      let source = s.isSoft ? push.source(p) : p
      let isCerebral = s.folding == .cerebral
      let fold = isCerebral ? cerebralFold(source, phases) : cerebellarFold(source, phases)
      // Half the width of a fold's cleft, its depth, and the cortex on both sides of it.
      let cleft: Float = isCerebral ? 0.55 : 0.22
      let depth: Float = isCerebral ? 15 : 7
      let cortex: Float = isCerebral ? 3.3 : 1.0
      let gray = lanesMax(d, lanesMin(cleft - fold, d + depth))
      let white = lanesMax(d - s.innermost, lanesMin(cortex - fold, d + (depth + cortex)))
      let covers = (
        lanesUnit(0.5 - d * inverseSoftness), lanesUnit(0.5 - gray * inverseSoftness),
        lanesUnit(0.5 - white * inverseSoftness)
      )
      value.blend(ink(s.tissues[0], tint), covers.0)
      value.blend(ink(s.tissues[1], tint), covers.1)
      value.blend(ink(s.tissues[2], tint), covers.2)
    }
  }
}

/// Runs a body with the anatomy laid out for painting.
func withPainter<R>(
  _ anatomy: Anatomy, _ signals: [Float], _ body: (Painter) -> R
) -> R {
  let resonances = Tissue.allCases.map(\.resonance)
  return anatomy.primitives.withUnsafeBufferPointer { primitives in
    anatomy.structures.withUnsafeBufferPointer { structures in
      signals.withUnsafeBufferPointer { signals in
        resonances.withUnsafeBufferPointer { resonances in
          body(
            Painter(
              primitives: primitives, structures: structures, signals: signals,
              resonances: resonances, phases: anatomy.phases, push: anatomy.push))
        }
      }
    }
  }
}
