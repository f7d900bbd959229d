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
  /// Whether it is painted; outlines of labels are not.
  var isVisible = true
  /// The neighbour of tumours that it is part of; `nil` for everything else, which hides neighbours.
  var neighbour: NeighbouringStructure?
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
