package import Clinical
import Imaging

/// What is measured of a segmentation, and what stands out.
package struct CaseMeasures: Codable, Sendable, Hashable {
  /// The voxels' volumes in mm³, by structure.
  package var volumes: [String: Double]
  /// Volumes, diameters and meatal plane of the tumour; `nil` where it cannot be measured.
  package var tumour: MeatalMeasures?
  /// Why the tumour was not measured, in a sentence.
  package var problem: String?
  /// The Koos grade with its evidence; `nil` where the parts of the tumour have no labels.
  package var koos: KoosAssessment?
  /// What a reader should know before trusting a number.
  package var flags: [QualityFlag]
  /// Whether the segmenting program said that it is unsure.
  package var isDoubtful = false

  /// Whether nothing says that the numbers are not to be trusted: then a Koos grade is sent.
  package var isTrusted: Bool {
    problem == nil && !isDoubtful && !flags.contains { $0.severity == .error }
  }

  /// How much the case needs a human: 0 for nothing, 1 at most.
  ///
  /// A tumour that was not measured and each error flag count 0.5, each warning and a program's
  /// doubt 0.3.
  package var attention: Double {
    let weights =
      flags.map { $0.severity == .error ? 0.5 : 0.3 } + [problem == nil ? 0 : 0.5]
      + [isDoubtful ? 0.3 : 0]
    return min(1, weights.reduce(0, +))
  }
}

extension CaseMeasures {
  /// Measures a segmentation of a scan.
  ///
  /// - Parameters:
  ///   - structures: the labels of each; "VS", "extrameatal", "intrameatal" and "cochlea" are known.
  ///   - statesOrientation: whether the scan's file says which way is left.
  ///   - isDoubtful: whether the segmenting program said that it is unsure.
  /// - Throws: `GridMismatch` where the labels lie on another grid than the scan.
  init(
    _ labels: LabelMap, of scan: Volume, structures: [String: [UInt8]],
    statesOrientation: Bool = true, isDoubtful: Bool = false
  ) throws {
    self.isDoubtful = isDoubtful
    volumes = structures.mapValues { labels.mask(of: Set($0)).volume }
    let masks = SegmentedMasks(labels, structures)
    var input = try QualityInput(image: scan, tumour: masks.tumour, cochleas: masks.cochlea)
    input.statesOrientation = statesOrientation
    flags = qualityFlags(input)
    let (map, coding) = masks.measurable
    do {
      tumour = try MeatalMeasures(of: map, coding)
    } catch let error as MeasureError {
      problem = error.description
      // Of several tumours the largest is measured, and the reader told.
      if case .severalTumours = error {
        tumour = try MeatalMeasures(of: map, coding, keepsLargestOnly: true)
      }
    }
    if let extra = masks.extraMeatal, let intra = masks.intraMeatal {
      koos = KoosAssessment(
        try KoosMasks(extraMeatal: extra, intraMeatal: intra, cochleas: masks.cochlea),
        with: try KoosClassifiers.shipped())
    }
  }
}

/// The masks of the structures that the pilot knows, taken from a label map.
struct SegmentedMasks {
  let tumour: Mask
  /// The tumour's part outside the canal; `nil` where the configuration names no label of it.
  let extraMeatal: Mask?
  /// The tumour's part inside the canal; `nil` where the configuration names no label of it.
  let intraMeatal: Mask?
  let cochlea: Mask

  init(_ labels: LabelMap, _ structures: [String: [UInt8]]) {
    func mask(_ name: String) -> Mask? { structures[name].map { labels.mask(of: Set($0)) } }
    let none = Mask(grid: labels.grid, filledWith: false)
    tumour = mask("VS") ?? none
    extraMeatal = mask("extrameatal")
    intraMeatal = mask("intrameatal")
    cochlea = mask("cochlea") ?? none
  }

  /// The same as labels of a known meaning.
  var measurable: (labels: LabelMap, coding: TumourLabels) {
    var map = LabelMap(grid: tumour.grid, filledWith: 0)
    func paint(_ mask: Mask, _ value: UInt8) {
      for offset in mask.voxels.indices where mask.voxels[offset] { map.voxels[offset] = value }
    }
    guard let extraMeatal, let intraMeatal else {
      paint(tumour, 1)
      paint(cochlea, 2)
      return (map, .whole)
    }
    paint(extraMeatal, 1)
    paint(intraMeatal, 2)
    paint(cochlea, 3)
    return (map, .parts)
  }
}
