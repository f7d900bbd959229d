import Commands
import DICOM
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
  /// Sites of held-out T2 alone; `nil` where there are none.
  var unseenSites: [String]?
  /// Whether label maps of neighbouring structures are written, too; `nil` for no.
  var structures: Bool?
  /// What the labels mean; `nil` for those of 2023.
  var edition: Edition?
  /// How DICOM series are written, too; `nil` for none.
  var dicom: MRStorage?

  /// Every site, the unseen ones last.
  var allSites: [String] { sites + (unseenSites ?? []) }

  /// One scan to simulate.
  struct Scan {
    let role: Role
    let contrast: Contrast
    let site: String
    /// The number in the case's name, from 1 in each site.
    let number: Int
    /// The number of the patient, whom no other scan of the data set shows.
    let patient: Int

    var name: String { DataSetLayout2023.caseName(site: site, number: number) }
  }

  /// Every scan: source, target, then held-out, numbered as the challenge numbers them; then held-out
  /// ones of unseen sites, which leave the others as they are.
  var scans: [Scan] {
    let roles: [(Role, Contrast, Int)] = [
      (.sourceLabelled, .ceT1, source), (.targetUnlabelled, .T2, target),
      (.targetHeldout, .T2, heldout),
    ]
    var first = 1
    var scans: [Scan] = []
    func append(
      _ role: Role, _ contrast: Contrast, _ sites: [String], _ count: Int, from patient: Int
    ) {
      for (place, site) in sites.enumerated() {
        for number in first..<(first + count) {
          scans.append(
            Scan(
              role: role, contrast: contrast, site: site, number: number,
              patient: patient + number * sites.count + place))
        }
      }
    }
    for (role, contrast, count) in roles {
      append(role, contrast, sites, count, from: 0)
      first += count
    }
    first -= heldout
    append(.targetHeldout, .T2, unseenSites ?? [], heldout, from: 1_000_000)
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
  for site in plan.allSites {
    _ = try Acquisition.preset(site: site, contrast: .T2, seed: plan.seed, index: 1)
  }
  try requireWritableFolder(root)
  let layout = DataSetLayout2023(root: root.path)
  try claim(root, for: plan)
  let scans = plan.scans
  var truths: [(name: String, truth: PatientTruth)] = []
  for (done, scan) in scans.enumerated() {
    let patient = Patient(seed: plan.seed, index: scan.patient)
    try write(scan, of: patient, plan, in: layout)
    truths.append((scan.name, patient.truth))
    let detail = "\(scan.site) \(scan.contrast.rawValue) \(scan.number)"
    observer.progress(
      ProgressUpdate(stage: "simulate", done: done + 1, total: scans.count, detail: detail))
    if observer.shouldStop(), done + 1 < scans.count { throw RunInterrupted(stage: "simulate") }
  }
  try writeTruths(truths, to: fileURL(layout.truthFolder))
  if plan.structures == true {
    let table = StructureFiles.table(NeighbouringStructure.allCases.map { ($0.rawValue, $0.name) })
    try Data(table.utf8).write(
      to: fileURL(layout.structuresFolder).appending(path: StructureFiles.tableName),
      options: .atomic)
  }
  let sites = plan.allSites.joined(separator: " ")
  try layout.create(
    provenance: "simulated by kakehashi \(programVersion), seed \(plan.seed), sites \(sites), "
      + "in-plane voxels times \(plan.coarsening); CC0-1.0",
    edition: plan.edition ?? .crossmoda2023)
  return scans.count
}

/// Remembers the plan in the folder; refuses a folder that holds anything else.
private func claim(_ root: URL, for plan: SimulationPlan) throws {
  let text = try readableJSON(plan)
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
  _ scan: SimulationPlan.Scan, of patient: Patient, _ plan: SimulationPlan,
  in layout: DataSetLayout2023
) throws {
  let imageFile = layout.image(scan.role, scan.name)
  let labelFile = layout.label(scan.role, scan.name)
  let structureFile = plan.structures == true ? layout.structures(scan.name) : nil
  let files = [imageFile, labelFile, structureFile].compactMap { $0 }
  guard !files.allSatisfy({ FileManager.default.fileExists(atPath: $0) }) else { return }
  for file in files {
    try FileManager.default.createDirectory(
      at: fileURL(file).deletingLastPathComponent(), withIntermediateDirectories: true)
  }
  let acquisition = try Acquisition.preset(
    site: scan.site, contrast: scan.contrast, seed: plan.seed, index: scan.patient
  ).scaled(inPlane: plan.coarsening)
  let result = simulate(patient, acquisition, seed: plan.seed)
  var labels = result.labels
  let withNeighbours = plan.edition == .crossmoda2023Neighbours
  if withNeighbours || structureFile != nil {
    let neighbours = neighbouringStructures(of: patient, on: labels.grid)
    if let structureFile { try writeNIfTI(neighbours, to: structureFile) }
    if withNeighbours { labels.addNeighbours(neighbours) }
  }
  if let storage = plan.dicom {
    let name = "\(scan.name)_\(scan.contrast.rawValue)"
    try writeSimulatedSeries(
      result.image, acquisition, named: name,
      to: fileURL(layout.root).appending(path: "dicom/\(name)"), as: storage)
  }
  try writeNIfTI(labels, to: labelFile)
  try writeNIfTI(result.image, to: imageFile, as: .int16)
}

extension LabelMap {
  /// Labels background voxels 4 in the brainstem and 5 in the cerebellum.
  fileprivate mutating func addNeighbours(_ neighbours: LabelMap) {
    for n in voxels.indices where voxels[n] == 0 {
      switch NeighbouringStructure(rawValue: neighbours.voxels[n]) {
      case .brainstem: voxels[n] = 4
      case .cerebellum: voxels[n] = 5
      default: break
      }
    }
  }
}

/// Writes what label maps do not hold: `patients.json`, and Koos grades as the challenge has them.
private func writeTruths(
  _ truths: [(name: String, truth: PatientTruth)], to folder: URL
) throws {
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  try readableJSON(Dictionary(truths) { $1 }).write(
    to: folder.appending(path: "patients.json"), options: .atomic)
  let grades = truths.compactMap { name, truth in truth.koos.map { "\"\(name)\",\"\($0)\"" } }
  let lines = ["\"case\",\"class\""] + grades
  try Data((lines.joined(separator: "\n") + "\n").utf8).write(
    to: folder.appending(path: "koos.csv"), options: .atomic)
}
