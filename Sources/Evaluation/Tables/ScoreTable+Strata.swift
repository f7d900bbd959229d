/// The rows of a structure whose reference volume lies in one range.
public struct SizeStratum: Hashable, Sendable {
  /// The smallest and the largest reference volume of its rows, in mm3.
  public let volumes: ClosedRange<Double>
  /// Its rows.
  public let table: ScoreTable
}

extension ScoreTable {
  /// The rows of a structure in up to three strata of equal count, from small to large.
  ///
  /// Rows without a reference have no size and are left out; equal volumes stay together.
  public func sizeStrata(structure: String) -> [SizeStratum] {
    let sorted = rows(structure: structure).filter { $0.referenceVolume > 0 }
      .sorted { ($0.referenceVolume, $0.case) < ($1.referenceVolume, $1.case) }
    let limits = [1, 2].map { share in
      sorted.isEmpty ? 0 : sorted[min(sorted.count * share / 3, sorted.count - 1)].referenceVolume
    }
    let groups = [
      sorted.filter { $0.referenceVolume < limits[0] },
      sorted.filter { $0.referenceVolume >= limits[0] && $0.referenceVolume < limits[1] },
      sorted.filter { $0.referenceVolume >= limits[1] },
    ]
    return groups.compactMap { rows in
      guard let first = rows.first, let last = rows.last else { return nil }
      return SizeStratum(
        volumes: first.referenceVolume...last.referenceVolume, table: ScoreTable(rows: rows))
    }
  }

  /// The rows with Dice below 0.7 or ASSD above 2 mm, the worst Dice first.
  public var outliers: [CaseScore] {
    rows.filter(\.isOutlier).sorted {
      ($0.dice ?? 0, $0.case, $0.structure) < ($1.dice ?? 0, $1.case, $1.structure)
    }
  }
}

extension CaseScore {
  /// Whether Dice lies below 0.7 or ASSD above 2 mm.
  public var isOutlier: Bool {
    (dice ?? 1) < ScoreCounts.lowDiceLimit || (assd ?? 0) > ScoreCounts.highASSDLimit
  }
}
