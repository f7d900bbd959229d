package import ArgumentParser
import Clinical
import Foundation
import Imaging
import Phantom

/// Plants faults in simulated cases and counts which flags find them.
package struct StudyFlags: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "study-flags",
    abstract: "Plants faults in simulated cases and counts how many the flags find.",
    discussion: """
      Cases come in turn from the three sites and two unseen ones. A fault is found when a flag of
      its kind is raised; a clean case with any flag is a false alarm.

      Example:
        kakehashi study-flags --cases 6 --seed 500 --json flags.json
      """)

  @Option(help: "How many cases of each site.")
  var cases: Int = 6

  @OptionGroup var study: StudyOptions

  package init() {}

  package mutating func validate() throws {
    guard cases >= 1 else { throw ValidationError("--cases expects 1 or more") }
  }

  package func run() throws {
    var result = FlagStudyResult(seed: study.seed)
    for index in 0..<cases {
      for site in Acquisition.sites + Acquisition.unseenSites {
        let clean = try CleanCase(
          site: site, seed: study.seed, index: index, coarsening: study.coarsen)
        result.add(clean: try clean.input(), site: site)
        for fault in PlantedFault.allCases {
          result.add(fault, in: try clean.input(with: fault), site: site)
        }
      }
    }
    try study.write(result, result.text)
  }
}

/// How many planted faults were found, and how many clean cases raised a flag.
struct FlagStudyResult: Encodable {
  struct Row: Encodable {
    let fault: String
    var cases = 0
    var found = 0
    /// The sites of missed cases.
    var missed: [String] = []
  }

  /// The range of a measure over clean cases and over those with its fault.
  struct Range: Encodable {
    let measure: String
    var clean: [Double] = []
    var faulty: [Double] = []
  }

  let seed: UInt64
  let limits = QualityLimits()
  private(set) var rows = PlantedFault.allCases.map { Row(fault: $0.rawValue) }
  private(set) var clean = 0
  private(set) var falseAlarms = 0
  /// What raised them, as "ukm motion".
  private(set) var alarms: [String] = []
  private(set) var ranges = ["fluid brightness", "noise", "ghost", "cut head", "slice jump"]
    .map { Range(measure: $0) }

  init(seed: UInt64) { self.seed = seed }

  /// Counts a clean case.
  mutating func add(clean input: QualityInput, site: String) {
    let flags = qualityFlags(input)
    clean += 1
    if !flags.isEmpty { falseAlarms += 1 }
    alarms += flags.map { "\(site) \($0.kind.rawValue)" }
    for (n, value) in measures(input).enumerated() {
      if let value { ranges[n].clean.append(value) }
    }
  }

  /// Counts a case with a fault.
  mutating func add(_ fault: PlantedFault, in input: QualityInput, site: String) {
    guard let n = PlantedFault.allCases.firstIndex(of: fault) else { return }
    rows[n].cases += 1
    if qualityFlags(input).contains(where: { fault.kinds.contains($0.kind) }) {
      rows[n].found += 1
    } else {
      rows[n].missed.append(site)
    }
    let measured: [PlantedFault] = [.wrongContrast, .noise, .motion, .cutField, .missingSlices]
    guard let place = measured.firstIndex(of: fault), let value = measures(input)[place] else {
      return
    }
    ranges[place].faulty.append(value)
  }

  private func measures(_ input: QualityInput) -> [Double?] {
    let m = ScanMeasures(input.image)
    return [m.fluidBrightness, m.noise, m.ghost, m.cutHead, m.sliceJump]
  }

  /// The tables as plain text.
  var text: String {
    var lines = [pad("planted fault", 46) + pad("found", 10) + "missed at"]
    for row in rows {
      lines.append(
        pad(row.fault, 46) + pad("\(row.found)/\(row.cases)", 10)
          + row.missed.joined(separator: " "))
    }
    let (found, all) = rows.reduce((0, 0)) { ($0.0 + $1.found, $0.1 + $1.cases) }
    lines += [
      pad("all", 46) + "\(found)/\(all)", "",
      "clean cases with a flag: \(falseAlarms) of \(clean)"
        + (alarms.isEmpty ? "" : " (\(alarms.joined(separator: ", ")))"), "",
      pad("measure", 20) + pad("clean from", 12) + pad("to", 10) + pad("faulty from", 12) + "to",
    ]
    for range in ranges {
      let ends = [
        range.clean.min(), range.clean.max(), range.faulty.min(), range.faulty.max(),
      ].map { decimals($0, 3) }
      lines.append(
        pad(range.measure, 20) + pad(ends[0], 12) + pad(ends[1], 10) + pad(ends[2], 12) + ends[3])
    }
    return lines.joined(separator: "\n")
  }
}
