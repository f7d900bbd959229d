/// What was found in a data set, with everything that is wrong with it, not only the first.
public struct DataSetReport: Hashable, Sendable, Codable {
  /// The edition the label values were checked against.
  public let edition: Edition
  /// The data set's folder.
  public let root: String
  /// Whether the voxels were read, or the headers alone.
  public let isDeep: Bool
  /// One report a case, in the data set's order.
  public let cases: [CaseReport]
  /// What makes the data set unusable, one sentence each, those of single cases included.
  public let errors: [String]
  /// What a user should know, one sentence each, those of single cases included.
  public let warnings: [String]

  /// Whether nothing stands in the way of training.
  public var isUsable: Bool { errors.isEmpty }
}

/// What was found in the image and the label of one case.
public struct CaseReport: Hashable, Sendable, Codable, Identifiable {
  /// The case's name.
  public let id: String
  /// What the case is for.
  public let role: Role
  /// The site's code.
  public let site: String
  /// The kind of image.
  public let modality: Modality
  /// The image's geometry and storage; `nil` where it cannot be read.
  public internal(set) var image: ImageReport?
  /// The intensities; `nil` unless inspected deeply.
  public internal(set) var intensities: IntensityReport?
  /// The structures of the edition with their volumes, absent ones with 0; empty where there is
  /// no readable label or it was not inspected deeply.
  public internal(set) var structures: [StructureReport] = []
  /// What is wrong, one sentence each, without the case's name.
  public internal(set) var errors: [String] = []
  /// What is doubtful, one sentence each, without the case's name.
  public internal(set) var warnings: [String] = []

  init(_ record: CaseRecord) {
    id = record.id
    role = record.role
    site = record.site
    modality = record.modality
  }
}

/// The geometry and storage of an image.
public struct ImageReport: Hashable, Sendable, Codable {
  /// The number of voxels along each axis.
  public let size: SIMD3<Int>
  /// The distance in mm between neighbouring voxel centres along each axis.
  public let spacing: SIMD3<Double>
  /// The direction each axis mostly runs to, as in "RAS" or "LPS".
  public let orientation: String
  /// How a voxel is stored, as in "int16".
  public let dataType: String
}

/// The intensities of an image; NaN and infinite voxels are counted and left out.
///
/// Percentiles are those of at most about a million voxels in regular steps.
public struct IntensityReport: Hashable, Sendable, Codable {
  /// The smallest of all finite intensities.
  public let minimum: Float
  /// The first percentile.
  public let percentile1: Float
  /// The median.
  public let median: Float
  /// The 99th percentile.
  public let percentile99: Float
  /// The largest of all finite intensities.
  public let maximum: Float
  /// How many voxels are not a number.
  public let nanCount: Int
  /// How many voxels are infinite.
  public let infinityCount: Int
}

/// One structure in a label image.
public struct StructureReport: Hashable, Sendable, Codable {
  /// The structure's name.
  public let name: String
  /// The number of its voxels.
  public let voxelCount: Int
  /// Its volume in mm3.
  public let volume: Double
}
