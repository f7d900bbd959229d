import Clinical
import Evaluation
import Foundation
import Imaging
import Phantom

/// The answers to one true change in one arrangement of visits.
struct GrowthStudyRow: Codable {
  let arrangement: String
  /// The range of true volumes at the first visit in mm3, as "200 to 900".
  let size: String
  /// The course, as "+40 %".
  let course: String
  let patients: Int
  /// The mean true change.
  let trueChange: Double
  let grown: Int
  let stable: Int
  let shrunk: Int
  let cannotTell: Int
  /// How many the model called a transient enlargement.
  let transient: Int
  /// How many the naive rule of 20 % called grown.
  let naiveGrown: Int
  /// How many true changes lay within the model's 95 % interval.
  let covered: Int
}

/// How visits are arranged.
private struct Arrangement {
  let name: String
  let days: [Int]
  /// The sequence of each visit, repeated.
  let sequences: [String]
  /// The slice spacing of each visit in mm, repeated.
  let thicknesses: [Double]
}

private let arrangements = [
  Arrangement(name: "2 visits", days: [0, 730], sequences: ["ceT1"], thicknesses: [1.5]),
  Arrangement(
    name: "4 visits", days: [0, 243, 487, 730], sequences: ["ceT1"], thicknesses: [1.5]),
  Arrangement(
    name: "ceT1, then T2", days: [0, 730], sequences: ["ceT1", "T2"], thicknesses: [1.5]),
  Arrangement(
    name: "slices 1.5, then 3 mm", days: [0, 730], sequences: ["ceT1"], thicknesses: [1.5, 3]),
]

/// The courses over two years: whole-volume change, and radiosurgery.
private let courses: [(name: String, course: GrowthCourse)] =
  [-0.3, 0, 0.2, 0.5].map { change in
    let name = change == 0 ? "0 %" : (change > 0 ? "+" : "") + "\(Int((change * 100).rounded())) %"
    return (name, .steady(annualRatio: (1 + change).squareRoot()))
  } + [
    ("radiosurgery, swollen", .radiosurgery(day: 30, peak: 1.5, swelling: 700, end: 0.7)),
    ("radiosurgery, receded", .radiosurgery(day: 30, peak: 1.4, swelling: 180, end: 0.6)),
  ]

/// The sizes by the quartiles of the readers' study (PMID 38980343).
private let sizes: [(name: String, volumes: Range<Double>)] = [
  ("below 193", 0..<193), ("193 to 903", 193..<903), ("903 to 3101", 903..<3101),
  ("above 3101", 3101..<1e6),
]

/// Answers about simulated courses, read with the error that the model states.
func growthStudy(patients: Int, seed: UInt64) -> [GrowthStudyRow] {
  let criteria = GrowthCriteria()
  var outcomes: [String: [GrowthOutcome]] = [:]
  for number in 0..<patients {
    // Sizes evenly over the logarithm, so that every quartile has patients.
    let share = (Double(number) + 0.5) / Double(patients)
    let volume = 60 * exp(share * 5)
    let patient = Patient(
      seed: seed, index: 9000 + number,
      options: PatientOptions(
        intracanalicularFraction: 0, postOperativeFraction: 0, extraMeatalVolume: volume))
    for (line, (name, course)) in courses.enumerated() {
      let days = Set(arrangements.flatMap(\.days)).sorted()
      let visits = patient.visits(onDays: days, course: course)
      for (n, arrangement) in arrangements.enumerated() {
        var random = SplitMix64(seed: seed, keys: UInt64(number), UInt64(n), UInt64(line))
        let used = visits.filter { arrangement.days.contains($0.day) }
        let outcome = GrowthOutcome(used, course, arrangement, criteria, using: &random)
        outcomes["\(n)|\(name)", default: []].append(outcome)
      }
    }
  }
  return arrangements.indices.flatMap { n in
    sizes.flatMap { size in
      courses.compactMap { course in
        let all = (outcomes["\(n)|\(course.name)"] ?? [])
          .filter { size.volumes.contains($0.firstVolume) }
        return GrowthStudyRow(
          all, arrangement: arrangements[n].name, size: size.name, course: course.name)
      }
    }
  }
}

/// One patient's answer beside the truth.
private struct GrowthOutcome {
  let firstVolume: Double
  let trueChange: Double
  let assessment: GrowthAssessment

  init(
    _ visits: [SimulatedVisit], _ course: GrowthCourse, _ arrangement: Arrangement,
    _ criteria: GrowthCriteria, using random: inout SplitMix64
  ) {
    let reader = ReaderPerturbation(error: criteria.error)
    // One factor for all T2 of the patient, as the model has it.
    let factor = exp(criteria.error.sequenceDeviation * random.nextNormal())
    let start = FollowUpPlan.start
    let readings = visits.enumerated().compactMap { n, visit -> LesionReading? in
      let sequence = arrangement.sequences[n % arrangement.sequences.count]
      let thickness = arrangement.thicknesses[n % arrangement.thicknesses.count]
      let p = visit.patient
      let grid = p.tumourGrid(spacing: SIMD3(0.5, 0.5, thickness))
      let read = reader.reading(
        of: labels(of: p, on: grid), volume: p.extraMeatalVolume + p.intraMeatalVolume,
        volumeFactor: sequence == "T2" ? factor : 1, using: &random)
      guard let finding = read.lesionFindings().first else { return nil }
      return LesionReading(
        date: start.adding(days: visit.day), sequence: sequence, sliceThickness: thickness,
        volume: finding.volume, diameter: finding.diameter)
    }
    var treatments: [Treatment] = []
    if case .radiosurgery(let day, _, _, _) = course {
      treatments = [Treatment(kind: .radiosurgery, date: start.adding(days: day))]
    }
    assessment = GrowthAssessment(
      readings: readings, treatments: treatments, criteria: criteria)
    let volumes = visits.map { $0.patient.extraMeatalVolume + $0.patient.intraMeatalVolume }
    firstVolume = volumes.first ?? 0
    trueChange = (volumes.last ?? 0) / max(firstVolume, 1e-9) - 1
  }
}

extension Patient {
  /// A grid around the tumour, wide enough for its longest form and a reader's error.
  fileprivate func tumourGrid(spacing: SIMD3<Double>) -> VoxelGrid {
    let volume = extraMeatalVolume + intraMeatalVolume
    let reach = 16 + 2.4 * cbrt(3 * volume / (4 * .pi))
    let size = (2 * reach / spacing).rounded(.up)
    return VoxelGrid(
      Int(size.x), Int(size.y), Int(size.z), spacing: spacing,
      origin: meatalPlane.point - (size - 1) / 2 * spacing)
  }
}

extension GrowthStudyRow {
  fileprivate init?(
    _ outcomes: [GrowthOutcome], arrangement: String, size: String, course: String
  ) {
    guard !outcomes.isEmpty else { return nil }
    func count(_ answer: GrowthAnswer) -> Int {
      outcomes.count { $0.assessment.answer == answer }
    }
    self.init(
      arrangement: arrangement, size: size, course: course, patients: outcomes.count,
      trueChange: outcomes.reduce(0) { $0 + $1.trueChange } / Double(outcomes.count),
      grown: count(.grown), stable: count(.stable), shrunk: count(.shrunk),
      cannotTell: count(.cannotTell),
      transient: outcomes.count { $0.assessment.isTransientEnlargement },
      naiveGrown: outcomes.count { $0.assessment.meetsTwentyPercent == true },
      covered: outcomes.count { outcome in
        outcome.assessment.change.map {
          $0.low <= outcome.trueChange && outcome.trueChange <= $0.high
        } ?? false
      })
  }
}
