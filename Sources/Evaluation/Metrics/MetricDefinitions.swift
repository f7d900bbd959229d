public import Imaging

/// Which definition of each metric was used, where tools disagree.
///
/// Every output carries it, so that a figure can be compared with another tool's.
public struct MetricDefinitions: Codable, Hashable, Sendable {
  /// Where a structure's surface lies.
  public enum Surface: String, Codable, Hashable, Sendable, CaseIterable {
    /// Voxels with a neighbour outside, each counted once: MedPy, MONAI.
    case voxels
    /// Elements between voxels, weighted by area: google-deepmind/surface-distance.
    case surfels
  }

  /// How the spacing is taken from the reference's affine.
  public enum SpacingRule: String, Codable, Hashable, Sendable, CaseIterable {
    /// The lengths of the affine's columns: right on every grid.
    case columnNorms
    /// The magnitudes of the affine's diagonal: the challenge's published script. Wrong on oblique
    /// grids, zero on permuted axes.
    case affineDiagonal
  }

  /// The preset's name, or what was changed in it.
  public var name: String
  /// The surface of ASSD, HD and HD95.
  public var surface: Surface
  /// Which neighbours make a voxel one of the surface.
  public var connectivity: Connectivity
  /// Which average the ASSD takes.
  public var assd: ASSDDefinition
  /// How HD95 treats the two directions.
  public var hd95: PercentileRule
  /// The surface of the normalized surface Dice.
  public var nsdSurface: Surface
  /// The tolerance of the normalized surface Dice in mm.
  public var nsdTolerance: Double
  /// Which voxels belong to one lesion.
  public var lesionConnectivity: Connectivity
  /// How the spacing is taken from the affine.
  public var spacing: SpacingRule
  /// What a score is where a mask is empty or a prediction is missing.
  public var emptyPolicy: EmptyPolicy

  /// MedPy 0.5's definitions, and MONAI's count of surface voxels for NSD.
  public static let medPy = MetricDefinitions(
    name: "medpy-0.5", surface: .voxels, connectivity: .faces, assd: .pooled, hd95: .pooled,
    nsdSurface: .voxels, nsdTolerance: 1, lesionConnectivity: .corners, spacing: .columnNorms,
    emptyPolicy: .challenge)

  /// MedPy 0.4's definitions: the ASSD is the mean of the two directed means.
  public static let medPy04 = medPy.with {
    $0.name = "medpy-0.4"
    $0.assd = .meanOfDirections
  }

  /// The challenge of 2021, whose containers held MedPy 0.4.
  public static let crossMoDA2021 = medPy04.with { $0.name = "crossmoda2021" }

  /// The challenge of 2022, whose containers held MedPy 0.4.
  public static let crossMoDA2022 = medPy04.with { $0.name = "crossmoda2022" }

  /// The challenge of 2023; MedPy 0.4 was then the last release.
  public static let crossMoDA2023 = medPy04.with { $0.name = "crossmoda2023" }

  /// MONAI's definitions.
  public static let monai = medPy.with {
    $0.name = "monai"
    $0.hd95 = .largerOfDirections
  }

  /// The definitions of google-deepmind/surface-distance, whose pair of averages is averaged.
  public static let deepMind = medPy.with {
    $0.name = "deepmind"
    $0.surface = .surfels
    $0.assd = .meanOfDirections
    $0.hd95 = .largerOfDirections
    $0.nsdSurface = .surfels
  }

  /// Every preset.
  public static let presets: [MetricDefinitions] = [
    .medPy, .medPy04, .crossMoDA2021, .crossMoDA2022, .crossMoDA2023, .monai, .deepMind,
  ]

  /// The preset of a name; `nil` for an unknown one.
  public static func preset(named name: String) -> MetricDefinitions? {
    presets.first { $0.name == name }
  }

  /// A copy with some definitions changed.
  public func with(_ change: (inout MetricDefinitions) -> Void) -> MetricDefinitions {
    var copy = self
    change(&copy)
    return copy
  }

  /// The spacing in mm that distances on a grid are measured with.
  public func spacing(of grid: VoxelGrid) -> SIMD3<Double> {
    switch spacing {
    case .columnNorms: grid.spacing
    case .affineDiagonal:
      SIMD3(abs(grid.affine.x.x), abs(grid.affine.y.y), abs(grid.affine.z.z))
    }
  }
}
