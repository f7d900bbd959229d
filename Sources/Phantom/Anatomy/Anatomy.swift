/// One patient's head as a list of structures, in template coordinates.
///
/// Template coordinates are RAS+ mm: x to the right, y forward, z up, with the internal auditory
/// canals near z = 0, y = -18 and the nose at y = 100.
struct Anatomy {
  var primitives: [Primitive] = []
  /// In painting order: later ones cover earlier ones.
  var structures: [Structure] = []
  var phases: PatternPhases
  /// The tumour's push on soft tissue.
  var push = Push.none
  /// The structures that carry a label.
  var cochleas: [Int] = []
  var tumour: [Int] = []

  /// Appends a structure of one tissue and returns its number.
  @discardableResult
  mutating func paint(
    _ tissue: Tissue, _ shape: Shape, soft: Bool = false, mixed: Tissue? = nil,
    mixture: Float = 0, grain: Float = 6
  ) -> Int {
    paint([(0, tissue)], shape, soft: soft, mixed: mixed, mixture: mixture, grain: grain)
  }

  /// Appends a shape that is labelled but not seen, and returns its number.
  @discardableResult
  mutating func outline(
    _ shape: Shape, soft: Bool = false, as neighbour: NeighbouringStructure? = nil
  ) -> Int {
    let number = paint(.air, shape, soft: soft)
    structures[number].isVisible = false
    structures[number].neighbour = neighbour
    return number
  }

  /// Appends a structure with layers from the outermost (largest offset) inwards.
  @discardableResult
  mutating func paint(
    _ layers: [(offset: Float, tissue: Tissue)], _ shape: Shape,
    folding: Structure.Folding = .none, soft: Bool = false, mixed: Tissue? = nil,
    mixture: Float = 0, grain: Float = 6
  ) -> Int {
    var offsets = SIMD8<Float>.zero
    var tissues = SIMD8<UInt8>.zero
    for (number, layer) in layers.prefix(8).enumerated() {
      offsets[number] = layer.offset
      tissues[number] = layer.tissue.rawValue
    }
    let box = shape.box
    // The margin covers the soft edge, and for soft structures the largest push.
    let margin = max(layers[0].offset, 0) + 1.5 + (soft ? 9 : 0)
    structures.append(
      Structure(
        first: primitives.count, count: shape.primitives.count, offsets: offsets,
        tissues: tissues, layerCount: min(layers.count, 8), folding: folding, isSoft: soft,
        mixture: mixed == nil ? 0 : mixture, mixedTissue: (mixed ?? .air).rawValue,
        grain: grain, slack: 0.5 * (shape.primitives.map(\.blend).max() ?? 0),
        lower: box.lower - margin, upper: box.upper + margin))
    primitives += shape.primitives
    return structures.count - 1
  }
}

/// A place on one side of the head, given by its distance from the midline.
@inline(__always)
func at(_ side: Float, _ lateral: Float, _ y: Float, _ z: Float) -> SIMD3<Float> {
  [side * lateral, y, z]
}
