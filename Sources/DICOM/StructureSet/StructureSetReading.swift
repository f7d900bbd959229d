public import Imaging

/// The structures of an RT structure set, as curves in RAS+ mm.
public struct DICOMStructureSet: Hashable, Sendable {
  /// One structure.
  public struct Structure: Hashable, Sendable {
    /// Its number in the file.
    public let number: Int
    /// Its name.
    public let name: String
    /// Its description; empty where the file gives none.
    public let description: String
    /// What planning systems take it for, as "GTV"; empty where the file does not say.
    public let interpretedType: String
    /// Its closed curves.
    public let contours: PlanarContours
  }

  /// The frame of reference that the curves lie in.
  public let frameOfReferenceUID: String?
  /// The structures, in the order of the file.
  public let structures: [Structure]
}

/// Reads the closed curves of an RT structure set, also of other programs.
///
/// Points and open curves are left out, as are curves of fewer than three corners.
///
/// - Throws: ``DICOMError``: no structure set, or a curve whose coordinates are not triples of
///   numbers.
public func readStructureSet(_ path: String) throws(DICOMError) -> DICOMStructureSet {
  let file = try DICOMFile.read(path)
  let root = file.root
  guard root.text(.modality) == "RTSTRUCT" else {
    throw DICOMError(
      .notImage, path: path,
      "expected an RT structure set, found Modality \(root.text(.modality) ?? "none")")
  }
  var loops: [Int: [[SIMD3<Double>]]] = [:]
  for roi in root.items(.roiContourSequence) {
    guard let number = roi.integer(.referencedROINumber) else { continue }
    for contour in roi.items(.contourSequence) {
      let type = contour.text(.contourGeometricType) ?? ""
      guard type == "CLOSED_PLANAR" || type == "CLOSEDPLANAR_XOR" else { continue }
      let values = contour.numbers(.contourData)
      guard !values.isEmpty, values.count % 3 == 0 else {
        throw DICOMError(
          .badHeader, path: path,
          "expected triples of numbers as Contour Data, found \(values.count) numbers")
      }
      guard values.count >= 9 else { continue }
      loops[number, default: []].append(
        stride(from: 0, to: values.count, by: 3).map {
          flippedLPS(SIMD3(values[$0], values[$0 + 1], values[$0 + 2]))
        })
    }
  }
  var types: [Int: String] = [:]
  for observation in root.items(.rtROIObservationsSequence) {
    guard let number = observation.integer(.referencedROINumber) else { continue }
    types[number] = observation.text(.rtROIInterpretedType)
  }
  let rois = root.items(.structureSetROISequence)
  return DICOMStructureSet(
    frameOfReferenceUID: rois.first?.text(.referencedFrameOfReferenceUID),
    structures: rois.compactMap { roi in
      roi.integer(.roiNumber).map { number in
        .init(
          number: number, name: roi.text(.roiName) ?? "ROI \(number)",
          description: roi.text(.roiDescription) ?? "", interpretedType: types[number] ?? "",
          contours: PlanarContours(loops: loops[number] ?? []))
      }
    })
}
