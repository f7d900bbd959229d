import Clinical
import Evaluation
import Foundation

/// The figures of a study of measures, for people and for machines.
struct MeasureStudySummary: Codable {
  /// The agreement of volumes in one quarter of the true volumes, or in all.
  struct Volumes: Codable {
    let origin: LabelOrigin
    let quantity: MeasureComparison.Quantity
    /// 1 to 4 for a quarter, the smallest first; `nil` for all.
    let quarter: Int?
    let from: Double
    let to: Double
    let count: Int
    /// Relative to the mean of measured and true volume.
    let bias: Double
    let halfWidth: Double
  }

  /// The errors of a length.
  struct Lengths: Codable {
    let origin: LabelOrigin
    let quantity: MeasureComparison.Quantity
    let count: Int
    /// In mm, measured minus true.
    let bias: Double
    let deviation: Double
    /// The largest absolute error in mm.
    let largest: Double
    /// The share of cases whose absolute error is below the diagonal of a voxel.
    let belowDiagonal: Double
  }

  /// The errors of the meatal plane.
  struct Planes: Codable {
    let origin: LabelOrigin
    let count: Int
    /// In mm.
    let distance: Distribution
    /// In degrees.
    let angle: Distribution
  }

  let seed: UInt64
  let patients: Int
  /// The number of scans that were measured.
  let scans: Int
  let readingError: SimulatedReadingError
  let voxelDiagonal: Distribution?
  let sidesWrong: Int
  let volumes: [Volumes]
  let lengths: [Lengths]
  let planes: [Planes]
}

extension MeasureStudySummary {
  init(_ rows: [MeasureComparison], seed: UInt64, patients: Int, error: SimulatedReadingError) {
    self.seed = seed
    self.patients = patients
    scans = rows.count / LabelOrigin.allCases.count
    readingError = error
    voxelDiagonal = Distribution(rows.filter { $0.origin == .exact }.map(\.voxelDiagonal))
    sidesWrong = rows.count { !$0.isSideRight }
    volumes = LabelOrigin.allCases.flatMap { origin in
      MeasureComparison.Quantity.volumes.flatMap { Self.volumes(rows, origin, $0) }
    }
    lengths = LabelOrigin.allCases.flatMap { origin in
      MeasureComparison.Quantity.lengths.compactMap { Self.lengths(rows, origin, $0) }
    }
    planes = LabelOrigin.allCases.compactMap { Self.planes(rows, $0) }
  }

  private static func volumes(
    _ rows: [MeasureComparison], _ origin: LabelOrigin, _ quantity: MeasureComparison.Quantity
  ) -> [Volumes] {
    let pairs = rows.filter { $0.origin == origin }.compactMap { $0.values[quantity] }
      .map { (measured: $0.measured, truth: $0.truth) }
    guard let all = Agreement(pairs), let range = Distribution(pairs.map(\.truth)) else {
      return []
    }
    let quarters = Agreement.quarters(pairs).enumerated().map { n, quarter in
      (n + 1 as Int?, quarter.truth, quarter.agreement)
    }
    return (quarters + [(nil, range.minimum...range.maximum, all)]).map {
      quarter, truth, agreement in
      Volumes(
        origin: origin, quantity: quantity, quarter: quarter, from: truth.lowerBound,
        to: truth.upperBound, count: agreement.count, bias: agreement.bias,
        halfWidth: agreement.halfWidth)
    }
  }

  private static func lengths(
    _ rows: [MeasureComparison], _ origin: LabelOrigin, _ quantity: MeasureComparison.Quantity
  ) -> Lengths? {
    let own = rows.filter { $0.origin == origin }
    let found = own.compactMap { row in
      row.values[quantity].map { (error: $0.error, diagonal: row.voxelDiagonal) }
    }
    guard let d = Distribution(found.map(\.error)), let deviation = d.standardDeviation else {
      return nil
    }
    return Lengths(
      origin: origin, quantity: quantity, count: d.count, bias: d.mean, deviation: deviation,
      largest: max(abs(d.minimum), abs(d.maximum)),
      belowDiagonal: Double(found.count { abs($0.error) < $0.diagonal }) / Double(d.count))
  }

  private static func planes(_ rows: [MeasureComparison], _ origin: LabelOrigin) -> Planes? {
    let own = rows.filter { $0.origin == origin }
    guard let distance = Distribution(own.compactMap(\.planeDistance)),
      let angle = Distribution(own.compactMap(\.planeAngle))
    else { return nil }
    return Planes(origin: origin, count: distance.count, distance: distance, angle: angle)
  }
}

extension MeasureComparison.Quantity {
  /// The volumes, each by all three methods.
  static let volumes: [Self] = [
    .wholeCounted, .wholeSmooth, .wholeExpected, .extraCounted, .extraSmooth, .extraExpected,
    .intraCounted, .intraSmooth, .intraExpected,
  ]
  /// The lengths.
  static let lengths = allCases.filter { !volumes.contains($0) }
}

extension MeasureStudySummary {
  /// The summary as tables of plain text.
  var text: String {
    var lines = [
      "\(scans) scans of \(patients) patients, seed \(seed); voxel diagonal "
        + "\(decimals(voxelDiagonal?.minimum, 2)) to \(decimals(voxelDiagonal?.maximum, 2)) mm; "
        + "wrong side: \(sidesWrong)",
      "",
      "volume: bias and 95 % limits of agreement in % of the volume, by quarter of true volume",
      pad("labels", 11) + pad("volume", 24)
        + ["smallest", "2nd", "3rd", "largest", "all"].map { pad($0, 14) }.joined(),
    ]
    for origin in LabelOrigin.allCases {
      for quantity in MeasureComparison.Quantity.volumes {
        let cells = volumes.filter { $0.origin == origin && $0.quantity == quantity }
        guard !cells.isEmpty else { continue }
        lines.append(
          pad(origin.rawValue, 11) + pad(quantity.rawValue, 24)
            + cells.map {
              pad("\(signed(100 * $0.bias, 1)) ± \(decimals(100 * $0.halfWidth, 1))", 14)
            }.joined())
      }
    }
    lines += [
      "", "length: error in mm",
      pad("labels", 11) + pad("length", 30) + pad("n", 5) + pad("mean", 8) + pad("SD", 7)
        + pad("largest", 9) + "below a voxel's diagonal",
    ]
    for row in lengths {
      lines.append(
        pad(row.origin.rawValue, 11) + pad(row.quantity.rawValue, 30) + pad("\(row.count)", 5)
          + pad(signed(row.bias, 2), 8) + pad(decimals(row.deviation, 2), 7)
          + pad(decimals(row.largest, 2), 9) + decimals(100 * row.belowDiagonal, 0) + " %")
    }
    lines += [
      "", "meatal plane: distance in mm and angle in degrees from the true one",
      pad("labels", 11) + pad("n", 5) + pad("mm: median", 12) + pad("mean", 7) + pad("largest", 9)
        + pad("degrees: median", 17) + pad("mean", 7) + "largest",
    ]
    for row in planes {
      lines.append(
        pad(row.origin.rawValue, 11) + pad("\(row.count)", 5)
          + pad(decimals(row.distance.median, 2), 12) + pad(decimals(row.distance.mean, 2), 7)
          + pad(decimals(row.distance.maximum, 2), 9) + pad(decimals(row.angle.median, 1), 17)
          + pad(decimals(row.angle.mean, 1), 7) + decimals(row.angle.maximum, 1))
    }
    return lines.joined(separator: "\n")
  }

  private func signed(_ value: Double, _ digits: Int) -> String {
    (value < 0 ? "" : "+") + decimals(value, digits)
  }
}
