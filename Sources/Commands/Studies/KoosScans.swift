import Clinical
import DataSets
import Evaluation
import Foundation
import Imaging
import NIfTI
import Phantom

/// T2 scans of simulated patients in a folder, with what is true of them, for networks to segment.
///
/// `scans/` holds the images, `truth/` the labels, `structures/` brainstem, cerebellum and fourth
/// ventricle with their names; `koos.csv` the grades, as `kakehashi koos --truth` reads them.
struct KoosScans {
  /// The folder.
  let folder: URL

  /// Makes the folders.
  init(_ folder: URL) throws {
    self.folder = folder
    for name in ["scans", "truth", "structures"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: name), withIntermediateDirectories: true)
    }
  }

  /// The name of a patient's files.
  static func name(of patient: Patient, site: String) -> String { "\(site)_\(patient.index)" }

  /// Takes a patient's T2 scan at a site and writes it, unless a broken-off call has done so.
  func add(_ patient: Patient, site: String) throws {
    let file = Self.name(of: patient, site: site) + ".nii.gz"
    let image = folder.appending(path: "scans").appending(path: file).path
    guard !FileManager.default.fileExists(atPath: image) else { return }
    let acquisition = try Acquisition.preset(
      site: site, contrast: .T2, seed: patient.seed, index: patient.index)
    let scan = simulate(patient, acquisition, seed: patient.seed)
    let neighbours = neighbouringStructures(of: patient, on: scan.labels.grid)
    try writeNIfTI(scan.labels, to: folder.appending(path: "truth/\(file)").path)
    try writeNIfTI(neighbours, to: folder.appending(path: "structures/\(file)").path)
    // The image last: where it is, the others are.
    try writeNIfTI(scan.image, to: image, as: .int16)
  }

  /// Writes the tables: Koos grades, and the names of the neighbouring structures.
  func finish(_ patients: [(patient: Patient, site: String)]) throws {
    let rows = patients.map { patient, site in
      let grade = patient.koos.map(String.init) ?? "post-operative"
      return "\"\(Self.name(of: patient, site: site))\",\"\(grade)\""
    }
    try writeOutput(
      Data((["\"case\",\"class\""] + rows + [""]).joined(separator: "\n").utf8),
      to: folder.appending(path: "koos.csv").path)
    let table = StructureFiles.table(NeighbouringStructure.allCases.map { ($0.rawValue, $0.name) })
    try writeOutput(
      Data(table.utf8),
      to: folder.appending(path: "structures").appending(path: StructureFiles.tableName).path)
  }
}

/// What networks made of a simulated patient's T2 scan.
struct PredictedMasks {
  private let patient: Patient
  private let masks: KoosMasks

  /// Reads the label map of a patient's scan from a folder.
  ///
  /// - Parameters:
  ///   - structures: where brainstem and cerebellum come from; `nil` where the label map has them.
  /// - Throws: `CommandError` where there is none; `GridMismatch`, `NIfTIError`.
  init(in folder: URL, _ structures: StructureFiles?, of patient: Patient, site: String) throws {
    let name = KoosScans.name(of: patient, site: site)
    let file = folder.appending(path: "\(name).nii.gz")
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw CommandError("\(folder.path): expected a label map of \(name), found none")
    }
    self.patient = patient
    let edition: Edition = structures == nil ? .crossmoda2023Neighbours : .crossmoda2023
    masks = try KoosMasks(
      checkedLabels(file, edition: edition), edition, structures?.masks(of: name))
  }

  /// What is measured on the masks, and how good the brainstem's is.
  func measured() throws -> KoosStudyCase.Measured {
    KoosStudyCase.Measured(masks, brainstemDice: try brainstemDice())
  }

  /// The Dice score of the brainstem within 15 mm above and below the inner ears.
  ///
  /// A network's region is about 35 mm high around them; the true brainstem goes on beyond it.
  private func brainstemDice() throws -> Double? {
    let slab = masks.extraMeatal.grid.box(
      around: patient.innerEarMidpoint, reach: [60, 60, 15])
    guard let found = masks.brainstem?.cropped(to: slab, padding: false) else { return nil }
    let truth = neighbouringStructures(of: patient, on: found.grid)
      .mask(of: [NeighbouringStructure.brainstem.rawValue])
    return try diceScore(found, truth)
  }
}
