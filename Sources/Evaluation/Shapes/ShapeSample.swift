public import Imaging

/// The tumour of one patient and the cochlea on its side: what shapes are compared by.
public struct ShapeSample: Codable, Hashable, Sendable {
  /// The whole tumour.
  public let tumour: ShapeStatistics
  /// The cochlea on the tumour's side, if it was drawn.
  public let cochlea: ShapeStatistics?
  /// From the cochlea's centroid to the tumour's: towards the midline, forwards, upwards, in mm.
  public let position: SIMD3<Double>?
  /// The smallest distance between the surfaces' voxel centres in mm.
  public let distance: Double?

  /// A sample from masks, which may lie on different grids; `nil` when the tumour is empty.
  ///
  /// - Parameter isRightSided: whether the ear is the patient's right, at positive x of RAS+.
  public init?(tumour: Mask, cochlea: Mask?, isRightSided: Bool) {
    guard let statistics = ShapeStatistics(tumour) else { return nil }
    self.tumour = statistics
    self.cochlea = cochlea.flatMap { ShapeStatistics($0) }
    position = self.cochlea.map {
      let shift = statistics.centroid - $0.centroid
      return isRightSided ? shift * SIMD3(-1, 1, 1) : shift
    }
    distance = cochlea.flatMap { tumour.distance(to: $0) }
  }
}

/// A number that every sample has, or may have.
public struct ShapeMeasure: Sendable {
  /// The name in tables.
  public let name: String
  /// The unit; empty for a ratio.
  public let unit: String
  /// Whether charts show it on a logarithmic axis.
  public let isLogarithmic: Bool
  /// The number of a sample.
  public let value: @Sendable (ShapeSample) -> Double?

  private init(
    _ name: String, _ unit: String, isLogarithmic: Bool = false,
    _ value: @escaping @Sendable (ShapeSample) -> Double?
  ) {
    self.name = name
    self.unit = unit
    self.isLogarithmic = isLogarithmic
    self.value = value
  }

  /// The measures of a comparison, in the order of its table.
  public static let all: [ShapeMeasure] = [
    .init("tumour volume", "mm3", isLogarithmic: true) { $0.tumour.volume },
    .init("tumour extent, left-right", "mm") { $0.tumour.extent.x },
    .init("tumour extent, front-back", "mm") { $0.tumour.extent.y },
    .init("tumour extent, foot-head", "mm") { $0.tumour.extent.z },
    .init("tumour elongation", "") { $0.tumour.elongation },
    .init("tumour flatness", "") { $0.tumour.flatness },
    .init("tumour sphericity", "") { $0.tumour.sphericity },
    .init("tumour roughness", "mm") { $0.tumour.roughness },
    .init("tumour from cochlea, medial", "mm") { $0.position?.x },
    .init("tumour from cochlea, forward", "mm") { $0.position?.y },
    .init("tumour from cochlea, up", "mm") { $0.position?.z },
    .init("tumour-cochlea distance", "mm") { $0.distance },
    .init("cochlea volume", "mm3") { $0.cochlea?.volume },
    .init("cochlea elongation", "") { $0.cochlea?.elongation },
    .init("cochlea flatness", "") { $0.cochlea?.flatness },
    .init("cochlea sphericity", "") { $0.cochlea?.sphericity },
    .init("cochlea roughness", "mm") { $0.cochlea?.roughness },
  ]
}
