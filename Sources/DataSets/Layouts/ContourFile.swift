import Foundation
public import Imaging

/// The contours of one patient, as the collection Vestibular-Schwannoma-SEG publishes them: a JSON
/// list of structures, each a list of closed curves.
///
/// - Source: Shapey et al., Sci Data 8:286, 2021; The Cancer Imaging Archive,
///   doi:10.7937/TCIA.9YTJ-5Q73, CC BY 4.0.
public struct ContourFile: Sendable {
  /// The structures with their names, in the file's order; the first is the tumour.
  public let structures: [(name: String, contours: PlanarContours)]

  private struct Structure: Decodable {
    let structure_name: String
    let LPS_contour_points: [[SIMD3<Double>]]
  }

  /// Reads a file.
  ///
  /// The file's points are in DICOM's LPS+ frame; they are turned to RAS+ here.
  ///
  /// - Throws: `DataSetError` when the file cannot be read or is not such a list.
  public init(path: String) throws(DataSetError) {
    let data = try Folder.contents(path)
    guard let found = try? JSONDecoder().decode([Structure].self, from: data) else {
      throw DataSetError(
        path, "expected a list of structures with structure_name and LPS_contour_points")
    }
    let flip = SIMD3(-1.0, -1, 1)
    structures = found.map { structure in
      (
        structure.structure_name,
        PlanarContours(loops: structure.LPS_contour_points.map { $0.map { $0 * flip } })
      )
    }
  }

  /// The paths of all such files of a folder that are drawn in the frame of the T1 scan, sorted.
  public static func paths(in folder: String) -> [String] {
    let folder = Folder(folder)
    return folder.names.filter { $0.hasSuffix("_contours_space-individual_T1w.json") }
      .map { folder.appending($0) }
  }
}
