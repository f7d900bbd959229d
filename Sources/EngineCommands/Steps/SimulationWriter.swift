import Commands
import DataSets
import Foundation
import Imaging
import Learning
import NIfTI
import Phantom

/// What a simulated data set holds.
struct SimulationPlan: Codable {
  var sites: [String]
  /// Labelled ceT1 cases per site.
  var source: Int
  /// Unlabelled T2 cases per site.
  var target: Int
  /// Held-out T2 cases per site.
  var heldout: Int
  var seed: UInt64
  var coarsening: Double

  /// One scan to simulate.
  struct Scan {
    let role: Role
    let contrast: Contrast
    let site: String
    /// The number in the case's name, from 1 in each site, and of the patient.
    let number: Int
  }

  /// Every scan: source, target, then held-out, numbered as the challenge numbers them.
  var scans: [Scan] {
    let roles: [(Role, Contrast, Int)] = [
      (.sourceLabelled, .ceT1, source), (.targetUnlabelled, .T2, target),
      (.targetHeldout, .T2, heldout),
    ]
    var first = 1
    var scans: [Scan] = []
    for (role, contrast, count) in roles {
      for site in sites {
        for n in 0..<count {
          scans.append(Scan(role: role, contrast: contrast, site: site, number: first + n))
        }
      }
      first += count
    }
    return scans
  }
}

/// Simulates every scan of a plan and writes the data set.
///
/// - Returns: the number of scans.
/// - Throws: `CommandError` when the folder is not empty; the description file is written last, so
///   that a broken-off data set is not taken for a whole one. The same call goes on where it broke.
func writeSimulation(
  _ plan: SimulationPlan, to root: URL, observer: RunObserver
) throws -> Int {
  for site in plan.sites {
    _ = try Acquisition.preset(site: site, contrast: .T2, seed: plan.seed, index: 1)
  }
  try requireWritableFolder(root)
  let layout = DataSetLayout2023(root: root.path)
  try claim(root, for: plan)
  let scans = plan.scans
  for (done, scan) in scans.enumerated() {
    try write(scan, of: plan, in: layout)
    let detail = "\(scan.site) \(scan.contrast.rawValue) \(scan.number)"
    observer.progress(
      ProgressUpdate(stage: "simulate", done: done + 1, total: scans.count, detail: detail))
    if observer.shouldStop(), done + 1 < scans.count { throw RunInterrupted(stage: "simulate") }
  }
  try layout.create(
    provenance: "simulated by kakehashi \(programVersion), seed \(plan.seed), sites "
      + "\(plan.sites.joined(separator: " ")), in-plane voxels times \(plan.coarsening); CC0-1.0")
  return scans.count
}

/// Remembers the plan in the folder; refuses a folder that holds anything else.
private func claim(_ root: URL, for plan: SimulationPlan) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
  let text = try encoder.encode(plan)
  let file = root.appending(path: "simulation.json")
  let present = try FileManager.default.contentsOfDirectory(atPath: root.path)
  guard !present.isEmpty else { return try text.write(to: file, options: .atomic) }
  guard let found = try? Data(contentsOf: file) else {
    throw CommandError("\(root.path): expected an empty folder, found \(present.count) entries")
  }
  guard found == text else {
    throw CommandError(
      "\(root.path): expected an empty folder, found a data set simulated with other settings")
  }
}

private func write(
  _ scan: SimulationPlan.Scan, of plan: SimulationPlan, in layout: DataSetLayout2023
) throws {
  let name = DataSetLayout2023.caseName(site: scan.site, number: scan.number)
  let imageFile = layout.image(scan.role, name)
  let labelFile = layout.label(scan.role, name)
  let isDone = [imageFile, labelFile].allSatisfy { FileManager.default.fileExists(atPath: $0) }
  guard !isDone else { return }
  for file in [imageFile, labelFile] {
    try FileManager.default.createDirectory(
      at: fileURL(file).deletingLastPathComponent(), withIntermediateDirectories: true)
  }
  // Patients of one site differ from those of another: the index is unique in the data set.
  let site = plan.sites.firstIndex(of: scan.site) ?? 0
  let index = scan.number * plan.sites.count + site
  let acquisition = try Acquisition.preset(
    site: scan.site, contrast: scan.contrast, seed: plan.seed, index: index
  ).scaled(inPlane: plan.coarsening)
  let result = simulate(
    Patient(seed: plan.seed, index: index), acquisition, seed: plan.seed)
  try writeNIfTI(result.labels, to: labelFile)
  try writeNIfTI(result.image, to: imageFile, as: .int16)
}
