import Clinical
import DataSets
import Foundation
import Imaging
import NIfTI
import Phantom

/// What a simulated follow-up holds.
struct FollowUpPlan {
  var patients: Int
  var visits: Int
  var sites: [String]
  var seed: UInt64
  var coarsening: Double

  /// The courses that patients take in turn.
  static let courses: [GrowthCourse] = [
    .steady(annualRatio: 1.35), .steady(annualRatio: 1), .steady(annualRatio: 0.8),
    .radiosurgery(day: 40, peak: 1.45, swelling: 330, end: 0.7),
  ]
  /// The day of the first visits.
  static let start: VisitDate = {
    guard let date = VisitDate(year: 2020, month: 1, day: 15) else {
      preconditionFailure("2020-01-15 is a day")
    }
    return date
  }()
}

/// What is known of one simulated visit.
struct VisitTruth: Codable {
  let date: VisitDate
  let image: String
  let extraMeatalVolume: Double
  let intraMeatalVolume: Double
  /// The rows of the rotation and shift from the first visit's world to this one's, in mm RAS+.
  let poseRows: [[Double]]
  /// The openings and blind ends of both auditory canals at this visit, in mm RAS+.
  let innerEarPoints: [[Double]]
}

/// Simulates every visit of a plan and writes the folder.
///
/// - Returns: the number of scans.
/// - Throws: `CommandError` when the folder is not empty or a site is unknown.
func writeFollowUp(_ plan: FollowUpPlan, to root: URL) throws -> Int {
  for site in plan.sites {
    _ = try Acquisition.preset(site: site, contrast: .T2, seed: plan.seed, index: 1)
  }
  let start = FollowUpPlan.start
  guard !plan.sites.isEmpty else {
    throw CommandError("--sites expects at least one site, found none")
  }
  try requireWritableFolder(root)
  let present = try FileManager.default.contentsOfDirectory(atPath: root.path)
  guard present.isEmpty else {
    throw CommandError("\(root.path): expected an empty folder, found \(present.count) entries")
  }
  var rows = [["patient", "date", "mask", "image", "sequence", "treatment"]]
  var truths: [String: [VisitTruth]] = [:]
  for number in 1...plan.patients {
    let name = "P" + String(repeating: "0", count: max(0, 3 - "\(number)".count)) + "\(number)"
    let course = FollowUpPlan.courses[(number - 1) % FollowUpPlan.courses.count]
    let site = plan.sites[(number - 1) % plan.sites.count]
    let folder = root.appending(path: name)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let patient = Patient(
      seed: plan.seed, index: number,
      options: PatientOptions(intracanalicularFraction: 0, postOperativeFraction: 0))
    let days = (0..<plan.visits).map { $0 * 365 }
    for (n, visit) in patient.visits(onDays: days, course: course).enumerated() {
      let isSwitched = number % 2 == 0 && n > 0 && n == plan.visits - 1
      let startsOnT2 = (number / 2) % 2 == 1
      let contrast: Contrast = startsOnT2 != isSwitched ? .T2 : .ceT1
      let date = start.adding(days: visit.day)
      let acquisition = try Acquisition.preset(
        site: site, contrast: contrast, seed: plan.seed, index: 100 * number + n
      ).scaled(inPlane: plan.coarsening)
      let scan = simulate(visit.patient, acquisition, seed: plan.seed)
      let image = "\(name)/\(date)_\(contrast.rawValue).nii.gz"
      let mask = "\(name)/\(date)_Label.nii.gz"
      try writeNIfTI(scan.image, to: root.appending(path: image).path, as: .int16)
      try writeNIfTI(scan.labels, to: root.appending(path: mask).path)
      rows.append([name, date.description, mask, image, contrast.rawValue, ""])
      truths[name, default: []].append(VisitTruth(visit, date: date, image: image))
    }
    if case .radiosurgery(let day, _, _, _) = course {
      rows.append([name, start.adding(days: day).description, "", "", "", "radiosurgery"])
    }
  }
  try readableJSON(truths).write(to: root.appending(path: "truth.json"), options: .atomic)
  try Data(CSV.text(rows).utf8).write(to: root.appending(path: "visits.csv"), options: .atomic)
  return truths.values.reduce(0) { $0 + $1.count }
}

extension VisitTruth {
  fileprivate init(_ visit: SimulatedVisit, date: VisitDate, image: String) {
    let pose = visit.pose.affine
    self.init(
      date: date, image: image, extraMeatalVolume: visit.patient.extraMeatalVolume,
      intraMeatalVolume: visit.patient.intraMeatalVolume,
      poseRows: (0..<3).map { [pose.x[$0], pose.y[$0], pose.z[$0], pose.translation[$0]] },
      innerEarPoints: visit.patient.innerEarPoints.map { [$0.x, $0.y, $0.z] })
  }
}
