import Clinical
import DataSets
import Evaluation
import Foundation
import Imaging
import NIfTI
import Reporting

/// The files of one patient's visits, read, measured and laid over each other.
struct VisitSeries {
  /// What was found at each visit, by date.
  let findings: [VisitFindings]
  /// The images and masks kept for pictures, in the order of ``findings``.
  private let kept: [(image: Volume?, tumour: LabelMap)]

  /// Reads all masks and images of a patient and registers the images to the first one.
  ///
  /// - Parameter keepsImages: whether pictures will be asked for.
  /// - Throws: `GridMismatch` for a mask and an image on different grids; errors of reading.
  init(_ patient: VisitManifest.Patient, edition: Edition, keepsImages: Bool) throws {
    let labels = FollowUpLabels(edition)
    var reference: Volume?
    var findings: [VisitFindings] = []
    var kept: [(image: Volume?, tumour: LabelMap)] = []
    // In the order of dates; the page and the reference follow it, and remarks name the first order.
    let order = patient.visits.indices.sorted {
      (patient.visits[$0].date, $0) < (patient.visits[$1].date, $1)
    }
    for n in order {
      let visit = patient.visits[n]
      let mask = try checkedLabels(visit.mask, edition: edition)
      let image = try visit.image.map { try readNIfTI($0.path).volume }
      if let image {
        try GridMismatch.check(
          "\(patient.name), \(visit.date), image and mask", image.grid, mask.grid)
      }
      let alignment = Self.alignment(image, &reference)
      findings.append(
        VisitFindings(
          date: visit.date, sequence: visit.sequence, sliceThickness: mask.grid.spacing.max(),
          lesions: mask.lesionFindings(labels), alignment: alignment))
      if keepsImages {
        let isTumour = mask.mask(of: labels.tumour)
        kept.append(
          (image, LabelMap(grid: mask.grid, voxels: isTumour.voxels.map { $0 ? 1 : 0 })))
      }
    }
    // Findings go out in the file's order: whoever assesses them says that they were not sorted.
    let places = patient.visits.indices.map { n in order.firstIndex(of: n) ?? n }
    self.findings = places.map { findings[$0] }
    self.kept = keepsImages ? kept : []
  }

  /// How an image lies over the reference, which the first image becomes.
  private static func alignment(_ image: Volume?, _ reference: inout Volume?) -> VisitAlignment {
    guard let image else { return .unchecked }
    guard let first = reference else {
      reference = image
      return .reference
    }
    guard let found = register(image, to: first) else { return .implausible(nil) }
    return found.isPlausible ? .registered(found) : .implausible(found)
  }

  /// Pictures of the first and the latest visit of the largest lesion on one grid; none without two
  /// aligned images.
  func overlays(of followUp: PatientFollowUp) throws -> [ReportOverlay] {
    guard let lesion = followUp.lesions.max(by: { $0.visits.count < $1.visits.count }),
      !kept.isEmpty
    else { return [] }
    let aligned = lesion.visits.filter { followUp.visits[$0].alignment.transform != nil }
    guard let first = aligned.first, let last = aligned.last, first < last,
      let place = followUp.visits[first].lesions.first(where: {
        $0.isRightSided == lesion.isRightSided
      })?.position, let back = followUp.visits[first].alignment.transform?.inverse
    else { return [] }
    // Half a millimetre around the lesion, along the axes of the reference's world.
    let count = 112
    let grid = VoxelGrid(
      count, count, count, spacing: SIMD3(repeating: 0.5),
      origin: back(place) - SIMD3(repeating: 0.25 * Double(count - 1)))
    let shown = try [first, last].map { n in
      let visit = followUp.visits[n]
      return try (visit: visit, parts: part(n, on: grid, visit.alignment))
    }
    return try shown.map { one in
      let pictures = try AnatomicalPlane.allCases.map { plane in
        ReportOverlay.Picture(
          plane: plane,
          png: try overlayPNG(
            image: one.parts.image, reference: shown[0].parts.tumour,
            prediction: shown[1].parts.tumour, plane: plane))
      }
      return ReportOverlay(
        title: one.visit.date.description, caption: one.visit.sequence ?? "", pictures: pictures)
    }
  }

  /// A visit's image and tumour on a grid of the reference's world.
  private func part(
    _ number: Int, on grid: VoxelGrid, _ alignment: VisitAlignment
  ) throws -> (image: Volume, tumour: LabelMap) {
    guard let transform = alignment.transform, let image = kept[number].image else {
      throw CommandError("expected an aligned image at visit \(number + 1), found none")
    }
    let moved = VoxelGrid(
      size: grid.size, affine: transform.affine.composed(with: grid.affine))
    return (
      Volume(grid: grid, voxels: image.resampled(to: moved, .linear, outside: 0).voxels),
      LabelMap(grid: grid, voxels: kept[number].tumour.resampled(to: moved).voxels)
    )
  }
}

extension VisitAlignment {
  /// Leads from the reference visit's coordinates to this visit's; `nil` where that is not known.
  var transform: RigidTransform? {
    switch self {
    case .reference: .identity
    case .registered(let found): found.transform
    case .implausible, .unchecked: nil
    }
  }
}

extension FollowUpLabels {
  /// The labels of an edition of the challenge.
  init(_ edition: Edition) {
    func values(_ name: Structure.Name) -> Set<UInt8> {
      Set(edition.structures.filter { $0.name == name.rawValue }.flatMap(\.labels))
    }
    self.init(
      tumour: values(.vestibularSchwannoma), extraMeatal: values(.extraMeatal).first,
      cochlea: values(.cochlea).first)
  }
}
