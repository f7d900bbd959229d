import Imaging

/// What was measured of one structure.
public struct MeasurementGroup: Hashable, Sendable {
  /// One number with its unit.
  public struct Measurement: Hashable, Sendable {
    /// What was measured.
    public let quantity: CodedConcept
    /// The number.
    public let value: Double
    /// Its unit, in UCUM.
    public let unit: CodedConcept

    /// A measurement.
    public init(_ quantity: CodedConcept, _ value: Double, _ unit: CodedConcept) {
      self.quantity = quantity
      self.value = value
      self.unit = unit
    }

    /// A volume in mm3.
    public static func volume(_ value: Double) -> Measurement {
      Measurement(
        CodedConcept("118565006", "SCT", "Volume"), value,
        CodedConcept("mm3", "UCUM", "cubic millimeter"))
    }

    /// The largest diameter in mm.
    public static func longAxis(_ value: Double) -> Measurement {
      Measurement(
        CodedConcept("103339001", "SCT", "Long axis"), value,
        CodedConcept("mm", "UCUM", "millimeter"))
    }
  }

  /// The structure, as it stands in the segmentation; its label names the segment.
  public var structure: SegmentedStructure
  /// The numbers.
  public var measurements: [Measurement]
  /// The Koos grade, 1 to 4; `nil` where it was not determined.
  public var koosGrade: Int?
  /// What a reader should know, each in a sentence.
  public var flags: [String]

  /// The measurements of a structure; its volume is that of its voxels.
  public init(
    _ structure: SegmentedStructure, longAxis: Double? = nil, koosGrade: Int? = nil,
    flags: [String] = []
  ) {
    self.structure = structure
    measurements = [.volume(structure.mask.volume)] + (longAxis.map { [.longAxis($0)] } ?? [])
    self.koosGrade = koosGrade
    self.flags = flags
  }
}

extension CodedConcept {
  /// The Koos grade as a concept: no public code was found.
  public static let koosGrade = CodedConcept("KOOS", privateScheme, "Koos grade")

  /// A Koos grade, 1 to 4.
  static func koos(_ grade: Int) -> CodedConcept {
    CodedConcept("KOOS-\(grade)", privateScheme, "Koos grade \(grade)")
  }
}
