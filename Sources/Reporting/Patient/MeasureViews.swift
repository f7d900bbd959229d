public import Clinical
public import Imaging

extension PatientView {
  /// Pictures of a tumour in three planes, all of one size: axial where the largest axial diameter
  /// was measured, coronal and sagittal where most of the tumour shows.
  ///
  /// - Parameters:
  ///   - measures: what was measured of the tumour.
  ///   - labels: the labels.
  ///   - coding: what they mean.
  ///   - image: the image on the labels' grid, or `nil` for outlines on black.
  /// - Throws: `GridMismatch` when image and labels lie on different grids.
  public static func threePlanes(
    of measures: MeatalMeasures, labels: LabelMap, coding: TumourLabels, image: Volume?
  ) throws(GridMismatch) -> [PatientView] {
    let tumour = Set([coding.extraMeatal, coding.intraMeatal, coding.undivided].compactMap(\.self))
    var outlines = [Outline(coding.cochlea, .blue)]
    if let label = coding.intraMeatal { outlines.append(Outline(label, .pink)) }
    if let label = coding.extraMeatal ?? coding.undivided {
      outlines.append(Outline(label, .orange))
    }
    let foci = AnatomicalPlane.allCases.map {
      OverlayFocus(on: tumour, of: [labels], plane: $0, grid: labels.grid)
    }
    let field = foci.map(\.fieldOfView).max() ?? 44
    let diameter = (measures.extraMeatalDiameters ?? measures.wholeDiameters).axial
    var views: [PatientView] = []
    for (plane, focus) in zip(AnatomicalPlane.allCases, foci) {
      var centre = focus.centre
      if plane == .axial { centre.z = (diameter.start.z + diameter.end.z) / 2 }
      let focus = OverlayFocus(centre: centre, fieldOfView: field)
      var segments: [(kind: Line.Kind, start: SIMD3<Double>, end: SIMD3<Double>)] = []
      if let fit = measures.plane, let trace = trace(of: fit.plane, on: plane, through: centre) {
        segments.append((.meatalPlane, trace.start, trace.end))
      }
      if plane == .axial { segments.append((.diameter, diameter.start, diameter.end)) }
      views.append(
        try PatientView(
          image: image, labels: labels, outlines: outlines, plane: plane, focus: focus,
          segments: segments))
    }
    return views
  }

  /// Where the meatal plane cuts a picture, for 9 mm to both sides of its middle; `nil` where it runs
  /// nearly along the picture.
  private static func trace(
    of meatal: MeatalPlane, on plane: AnatomicalPlane, through centre: SIMD3<Double>
  ) -> (start: SIMD3<Double>, end: SIMD3<Double>)? {
    let across = (meatal.normal * plane.rightward).sum()
    let down = (meatal.normal * plane.downward).sum()
    let slope = (across * across + down * down).squareRoot()
    guard slope > 0.3 else { return nil }
    let steepest = (across * plane.rightward + down * plane.downward) / slope
    let along = (across * plane.downward - down * plane.rightward) / slope
    // The plane's middle, moved through the picture's normal, then back onto the plane.
    let depth = ((centre - meatal.point) * plane.normal).sum()
    var middle = meatal.point + depth * plane.normal
    middle -= steepest * (meatal.distance(middle) / slope)
    return (middle - 9 * along, middle + 9 * along)
  }
}
