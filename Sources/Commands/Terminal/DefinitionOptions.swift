import ArgumentParser
import Evaluation
import Imaging

/// The options that choose what each metric means: a preset, and what differs from it.
struct DefinitionOptions: ParsableArguments {
  @Option(help: "The definitions: \(presetNames). Default: the edition's, else medpy-0.5.")
  var preset: String?

  @Option(help: "The average that the ASSD takes, if not the preset's.")
  var assd: ASSDDefinition?

  @Option(help: "How HD95 treats the two directions, if not as the preset.")
  var hd95: PercentileRule?

  @Option(help: "Neighbours that make a voxel one of the surface, if not the preset's.")
  var connectivity: Connectivity?

  @Option(help: "The tolerance of the normalized surface Dice in mm.")
  var tolerance: Double?

  @Option(help: "affine-diagonal: the spacing of the challenge's published script.")
  var quirk: String?

  private static let presetNames = MetricDefinitions.presets.map(\.name).joined(separator: ", ")

  mutating func validate() throws {
    if let preset, MetricDefinitions.preset(named: preset) == nil {
      throw ValidationError("--preset expects one of \(Self.presetNames), found \(preset)")
    }
    if let quirk, quirk != "affine-diagonal" {
      throw ValidationError("--quirk expects affine-diagonal, found \(quirk)")
    }
    if let tolerance, !(tolerance >= 0 && tolerance.isFinite) {
      throw ValidationError("--tolerance expects 0 or more mm, found \(tolerance)")
    }
  }

  /// The chosen definitions, whose name tells what differs from the preset.
  ///
  /// - Parameter edition: the edition whose preset is taken unless another is named.
  func definitions(edition: String?) -> MetricDefinitions {
    let named = (preset ?? edition).flatMap(MetricDefinitions.preset(named:)) ?? .medPy
    return named.with {
      var changes: [String] = []
      if let assd {
        $0.assd = assd
        changes.append("ASSD \(assd.rawValue)")
      }
      if let hd95 {
        $0.hd95 = hd95
        changes.append("HD95 \(hd95.rawValue)")
      }
      if let connectivity {
        $0.connectivity = connectivity
        changes.append("connectivity \(connectivity.rawValue)")
      }
      if quirk != nil {
        $0.spacing = .affineDiagonal
        changes.append("the quirk affine-diagonal")
      }
      if !changes.isEmpty { $0.name += " with \(changes.joined(separator: ", "))" }
      if let tolerance { $0.nsdTolerance = tolerance }
    }
  }
}
