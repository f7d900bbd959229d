import Clinical
import Evaluation

/// The measures of all cases as a table on the terminal.
func measuresText(_ cases: [MeasuredCase]) -> String {
  let width = max(8, (cases.map(\.name.count).max() ?? 0) + 2)
  var lines = [
    pad("case", width) + pad("side", 7) + pad("whole mm3", 11) + pad("extra", 8) + pad("intra", 8)
      + pad("+-", 7) + pad("largest mm", 12) + pad("axial", 7) + pad("parallel", 10)
      + pad("perp.", 7)
      + pad("cochlea", 9) + "notes"
  ]
  for row in cases {
    guard let m = row.measures else {
      lines.append(pad(row.name, width) + "not measured: \(row.problem ?? "")")
      continue
    }
    let d = m.extraMeatalDiameters
    lines.append(
      pad(row.name, width) + pad(m.side.side.rawValue, 7) + pad(decimals(m.whole.counted, 0), 11)
        + pad(decimals(m.extraMeatal?.counted, 0), 8) + pad(decimals(m.intraMeatal?.counted, 0), 8)
        + pad(decimals(m.whole.observerLimits, 0), 7) + pad(decimals(d?.largest.length, 1), 12)
        + pad(decimals(d?.axial.length, 1), 7) + pad(decimals(d?.parallel?.length, 1), 10)
        + pad(decimals(d?.perpendicular?.length, 1), 7) + pad(decimals(m.cochleaDistance, 1), 9)
        + m.notes.map(\.rawValue).joined(separator: " "))
  }
  lines += [
    "", "+-: 95 % limits of agreement among experts. Diameters: of the extra-meatal part.",
    "Research use only. Not a medical device.",
  ]
  return lines.joined(separator: "\n")
}

/// The measures of all cases as CSV, a row per case; empty cells where there is no value.
func measuresCSV(_ cases: [MeasuredCase]) -> String {
  let columns: [(name: String, value: (MeatalMeasures) -> Double?)] = [
    ("whole_counted_mm3", { $0.whole.counted }), ("whole_smooth_mm3", { $0.whole.smooth }),
    ("whole_expected_mm3", { $0.whole.expected }),
    ("whole_observer_limits_mm3", { $0.whole.observerLimits }),
    ("extra_counted_mm3", { $0.extraMeatal?.counted }),
    ("extra_smooth_mm3", { $0.extraMeatal?.smooth }),
    ("extra_expected_mm3", { $0.extraMeatal?.expected }),
    ("intra_counted_mm3", { $0.intraMeatal?.counted }),
    ("intra_smooth_mm3", { $0.intraMeatal?.smooth }),
    ("intra_expected_mm3", { $0.intraMeatal?.expected }),
    ("extra_largest_mm", { $0.extraMeatalDiameters?.largest.length }),
    ("extra_axial_mm", { $0.extraMeatalDiameters?.axial.length }),
    ("extra_parallel_mm", { $0.extraMeatalDiameters?.parallel?.length }),
    ("extra_perpendicular_mm", { $0.extraMeatalDiameters?.perpendicular?.length }),
    ("extra_reach_mm", { $0.extraMeatalDiameters?.reach }),
    ("whole_largest_mm", { $0.wholeDiameters.largest.length }),
    ("whole_axial_mm", { $0.wholeDiameters.axial.length }),
    ("cochlea_distance_mm", { $0.cochleaDistance }),
    ("border_half_width_mm", { $0.uncertainty?.halfWidth }),
    ("plane_x", { $0.plane?.plane.point.x }), ("plane_y", { $0.plane?.plane.point.y }),
    ("plane_z", { $0.plane?.plane.point.z }), ("normal_x", { $0.plane?.plane.normal.x }),
    ("normal_y", { $0.plane?.plane.normal.y }), ("normal_z", { $0.plane?.plane.normal.z }),
  ]
  let head =
    ["case", "side", "size_grade", "plane_source"] + columns.map(\.name) + ["notes", "error"]
  let rows = cases.map { row -> String in
    let m = row.measures
    let words = [
      row.name, m?.side.side.rawValue ?? "", m?.sizeGrade.map { String($0.rawValue) } ?? "",
      m?.plane?.source.rawValue ?? "",
    ]
    let numbers = columns.map { column in
      m.flatMap(column.value).map { decimals($0, 4) } ?? ""
    }
    let notes = m?.notes.map(\.rawValue).joined(separator: " ") ?? ""
    return (words + numbers + [notes, row.problem ?? ""]).map(csvField).joined(separator: ",")
  }
  return ([head.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
}
