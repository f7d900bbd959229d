import Evaluation

/// Every figure of a study of follow-up.
struct FollowUpStudy: Codable {
  let registrations: [StudyRegistration]
  let growth: [GrowthStudyRow]

  /// The study as tables.
  var text: String {
    var blocks: [String] = []
    if !registrations.isEmpty { blocks.append(registrationTable) }
    blocks.append(callsTable)
    blocks.append(summaryTable)
    blocks.append(growthTable)
    return blocks.joined(separator: "\n\n")
  }

  private var registrationTable: String {
    var lines = [
      pad("registration", 14) + pad("sequences", 14) + pad("slices mm", 12) + pad("pairs", 7)
        + pad("error mm: median", 18) + pad("largest", 9) + pad("misfit mm", 13)
        + pad("believed", 10) + "seconds"
    ]
    for isSame in [true, false] {
      let own = registrations.filter { $0.isSamePatient == isSame }
      let groups = Set(own.map { "\($0.site)|\($0.sequences)" }).sorted()
      for group in groups {
        let rows = own.filter { "\($0.site)|\($0.sequences)" == group }
        let errors = Distribution(rows.compactMap(\.error))
        let misfits = rows.compactMap(\.misfit)
        let slices = rows.map(\.thickness)
        let site = rows.first?.site ?? ""
        lines.append(
          pad(isSame ? site : "\(site) strangers", 14) + pad(rows.first?.sequences ?? "", 14)
            + pad(span(slices, 1), 12) + pad(String(rows.count), 7)
            + pad(decimals(errors?.median, 2), 18) + pad(decimals(errors?.maximum, 2), 9)
            + pad(span(misfits, 2), 13)
            + pad("\(rows.count(where: \.isPlausible)) of \(rows.count)", 10)
            + decimals(rows.map(\.seconds).reduce(0, +) / Double(rows.count), 1))
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Per arrangement: how calls of growth and shrinkage fare, courses without radiosurgery taken together.
  ///
  /// `cannot tell` counts as not found, and as no false alarm.
  private var callsTable: String {
    var lines = [
      pad("steady courses", 23) + pad("growth found", 14) + pad("false growth", 14)
        + pad("shrinkage found", 17) + pad("false shrinkage", 17) + pad("cannot tell", 13)
        + pad("20 % rule: found", 18) + "false"
    ]
    let steady = growth.filter { !$0.course.contains("radiosurgery") }
    for arrangement in ordered(steady.map(\.arrangement)) {
      let rows = steady.filter { $0.arrangement == arrangement }
      let growing = rows.filter { $0.course.hasPrefix("+") }
      let shrinking = rows.filter { $0.course.hasPrefix("-") }
      let others = rows.filter { !$0.course.hasPrefix("+") }
      let unshrunk = rows.filter { !$0.course.hasPrefix("-") }
      lines.append(
        pad(arrangement, 23) + pad(share(growing, \.grown), 14) + pad(share(others, \.grown), 14)
          + pad(share(shrinking, \.shrunk), 17) + pad(share(unshrunk, \.shrunk), 17)
          + pad(share(rows, \.cannotTell), 13) + pad(share(growing, \.naiveGrown), 18)
          + share(others, \.naiveGrown))
    }
    return lines.joined(separator: "\n")
  }

  private func share(_ rows: [GrowthStudyRow], _ count: (GrowthStudyRow) -> Int) -> String {
    let n = rows.reduce(0) { $0 + $1.patients }
    return decimals(100 * Double(rows.reduce(0) { $0 + count($1) }) / Double(max(n, 1)), 0) + " %"
  }

  /// Per arrangement: what is called grown, by true change, over all sizes; beside the naive rule.
  private var summaryTable: String {
    var lines = [
      pad("all sizes", 23) + pad("true course", 24) + pad("n", 6) + pad("grown", 9)
        + pad("stable", 9) + pad("shrunk", 9) + pad("cannot tell", 13) + pad("transient", 11)
        + pad("20 % rule: grown", 18) + "in 95 %"
    ]
    for arrangement in ordered(growth.map(\.arrangement)) {
      for course in ordered(growth.map(\.course)) {
        let rows = growth.filter { $0.arrangement == arrangement && $0.course == course }
        lines.append(line(rows, arrangement, course))
      }
    }
    return lines.joined(separator: "\n")
  }

  private var growthTable: String {
    var lines = [
      pad("by size, mm3", 23) + pad("true course", 24) + pad("n", 6) + pad("grown", 9)
        + pad("stable", 9) + pad("shrunk", 9) + pad("cannot tell", 13) + pad("transient", 11)
        + pad("20 % rule: grown", 18) + "in 95 %"
    ]
    for size in ordered(growth.map(\.size)) {
      for course in ordered(growth.map(\.course)) {
        let rows = growth.filter {
          $0.size == size && $0.course == course && $0.arrangement == growth.first?.arrangement
        }
        if !rows.isEmpty { lines.append(line(rows, size, course)) }
      }
    }
    return "Two visits, one sequence\n" + lines.joined(separator: "\n")
  }

  private func line(_ rows: [GrowthStudyRow], _ name: String, _ course: String) -> String {
    let n = rows.reduce(0) { $0 + $1.patients }
    func share(_ count: (GrowthStudyRow) -> Int) -> String { self.share(rows, count) }
    return pad(name, 23) + pad(course, 24) + pad(String(n), 6) + pad(share(\.grown), 9)
      + pad(share(\.stable), 9) + pad(share(\.shrunk), 9) + pad(share(\.cannotTell), 13)
      + pad(share(\.transient), 11) + pad(share(\.naiveGrown), 18) + share(\.covered)
  }

  private func ordered(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private func span(_ values: [Double], _ digits: Int) -> String {
    guard let low = values.min(), let high = values.max() else { return "-" }
    let (a, b) = (decimals(low, digits), decimals(high, digits))
    return a == b ? a : "\(a)-\(b)"
  }
}
