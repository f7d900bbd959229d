import Clinical
import Foundation
import Imaging
import Phantom

/// How the labels that are measured came about.
enum LabelOrigin: String, Codable, CaseIterable {
  /// The exact labels of both parts on the scan's voxels.
  case exact
  /// A reader's labels of both parts, with errors.
  case reader
  /// The reader's labels without the division into parts, as in 2021 and 2022.
  case undivided
}

/// One simulated case measured from one kind of labels, beside the truth.
struct MeasureComparison: Codable {
  /// A measured and a true value.
  struct Pair: Codable {
    let measured: Double
    let truth: Double
    var error: Double { measured - truth }
  }

  /// What is compared, in mm3 and mm.
  enum Quantity: String, Codable, CaseIterable {
    case wholeCounted = "whole, counted"
    case wholeSmooth = "whole, smooth"
    case wholeExpected = "whole, expected"
    case extraCounted = "extra-meatal, counted"
    case extraSmooth = "extra-meatal, smooth"
    case extraExpected = "extra-meatal, expected"
    case intraCounted = "intra-meatal, counted"
    case intraSmooth = "intra-meatal, smooth"
    case intraExpected = "intra-meatal, expected"
    case largestDiameter = "extra-meatal, largest"
    case axialDiameter = "extra-meatal, axial"
    case parallelDiameter = "extra-meatal, parallel"
    case perpendicularDiameter = "extra-meatal, perpendicular"
    case reach = "extra-meatal, reach"
    case cochleaDistance = "distance to the cochlea"
  }

  let site: String
  let patient: Int
  let origin: LabelOrigin
  /// The true volume of the whole tumour in mm3.
  let volume: Double
  /// The diagonal of the scan's voxel in mm.
  let voxelDiagonal: Double
  let values: [Quantity: Pair]
  /// The distance in mm of the true middle of the opening from the measured plane.
  let planeDistance: Double?
  /// The angle in degrees between both planes.
  let planeAngle: Double?
  /// Whether the side is right.
  let isSideRight: Bool
}

extension MeasureComparison {
  /// Measures one reading in every way.
  static func all(
    _ reading: SimulatedReading, site: String, patient: Patient
  ) throws -> [MeasureComparison] {
    // The truth is measured on fine voxels, its plane is the simulator's.
    let truth = try MeatalMeasures(of: reading.fine, .parts, keepsLargestOnly: true)
    let plane = MeatalPlane(
      point: reading.plane.point, towardsCanal: reading.plane.normal)
    let outside = Diameters(of: reading.fine.mask(of: [1]), plane: plane)
    return try LabelOrigin.allCases.map { origin in
      let map = origin == .exact ? reading.exact : reading.read
      let measured =
        try origin == .undivided
        ? MeatalMeasures(
          of: map.undivided, .whole, probability: reading.probability, keepsLargestOnly: true)
        : MeatalMeasures(
          of: map, .parts, probability: origin == .exact ? reading.coverage : reading.probability,
          keepsLargestOnly: true)
      var values: [Quantity: Pair] = [:]
      func add(_ quantity: Quantity, _ measured: Double?, _ truth: Double?) {
        guard let measured, let truth else { return }
        values[quantity] = Pair(measured: measured, truth: truth)
      }
      func add(_ quantities: [Quantity], _ measured: TumourVolume?, _ truth: TumourVolume?) {
        // A part that one of the two has not is no pair of volumes.
        guard let measured, let truth, truth.counted > 0, measured.counted > 0 else { return }
        add(quantities[0], measured.counted, truth.counted)
        add(quantities[1], measured.smooth, truth.counted)
        add(quantities[2], measured.expected, truth.counted)
      }
      add([.wholeCounted, .wholeSmooth, .wholeExpected], measured.whole, truth.whole)
      add([.extraCounted, .extraSmooth, .extraExpected], measured.extraMeatal, truth.extraMeatal)
      add([.intraCounted, .intraSmooth, .intraExpected], measured.intraMeatal, truth.intraMeatal)
      let found = measured.extraMeatalDiameters
      add(.largestDiameter, found?.largest.length, outside?.largest.length)
      add(.axialDiameter, found?.axial.length, outside?.axial.length)
      add(.parallelDiameter, found?.parallel?.length, outside?.parallel?.length)
      add(.perpendicularDiameter, found?.perpendicular?.length, outside?.perpendicular?.length)
      add(.reach, found?.reach, outside?.reach)
      add(.cochleaDistance, measured.cochleaDistance, truth.cochleaDistance)
      // Of labelled parts only a plane from their border counts.
      let isFromParts = measured.plane?.source == .parts
      let fit = isFromParts || origin == .undivided ? measured.plane?.plane : nil
      let cosine = fit.map { ($0.normal * plane.normal).sum() }
      return MeasureComparison(
        site: site, patient: patient.index, origin: origin, volume: truth.whole.counted,
        voxelDiagonal: measured.spacing.length, values: values,
        planeDistance: fit.map { abs($0.distance(plane.point)) },
        planeAngle: cosine.map { acos(min(max($0, -1), 1)) * 180 / .pi },
        isSideRight: (measured.side.side == .right) == patient.isRightSided)
    }
  }
}

extension LabelMap {
  /// The labels of 2023 with the tumour in one piece, as in 2022.
  fileprivate var undivided: LabelMap {
    LabelMap(grid: grid, voxels: voxels.map { $0 == 3 ? 2 : $0 == 2 ? 1 : $0 })
  }
}
