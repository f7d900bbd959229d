package import ArgumentParser
import Clinical
import Evaluation
import Foundation
import Imaging
import Phantom

/// Fits the shipped Koos classifiers to simulated patients and scores them on others.
package struct StudyKoos: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "study-koos",
    abstract: "Fits the Koos classifiers to simulated patients, or scores them on others.",
    discussion: """
      Masks come from the simulator without images: exact ones, and ones whose surfaces were moved by
      a smooth random field, as a network errs. Patients are drawn until each grade has as many, so that
      no grade's mean hangs on one patient.

      With --scans the same patients' T2 scans are written for a network to segment; its label maps
      then come back with --predicted, to be scored, or fitted to, beside the others.

      Examples:
        kakehashi study-koos --fit Sources/Clinical/Koos/koos-model.json --each 40 --seed 100
        kakehashi study-koos --each 30 --seed 200 --json koos.json
        kakehashi study-koos --each 15 --seed 200 --scans koos/
        kakehashi predict -i koos/scans -o koos/predictions -m runs/neighbours/model
        kakehashi study-koos --each 15 --seed 200 --predicted koos/predictions
      """)

  @Option(help: "Fit, and write the classifiers to this file, instead of scoring.")
  var fit: String?

  @Option(help: "Score the classifiers of this file instead of the shipped ones.")
  var model: String?

  @Option(help: "How many patients of each grade, and as many after an operation when scoring.")
  var each: Int = 30

  @Option(help: "The standard deviation in mm by which surfaces are moved.")
  var error: Double = 0.5

  @Option(
    help: "Write these patients' T2 scans, and what is true of them, into this folder, and stop.")
  var scans: String?

  @Option(
    help: "A network's label maps (crossmoda2023-neighbours) of the scans that --scans wrote.")
  var predicted: String?

  @Option(
    help:
      "Take brainstem and cerebellum from these maps, with dseg.tsv; --predicted is crossmoda2023."
  )
  var structures: String?

  @OptionGroup var study: StudyOptions

  package init() {}

  package mutating func validate() throws {
    guard each >= 1 else { throw ValidationError("--each expects 1 or more") }
    guard error >= 0, error <= 3 else { throw ValidationError("--error expects 0 to 3 mm") }
    guard structures == nil || predicted != nil else {
      throw ValidationError("--structures expects --predicted beside it")
    }
  }

  package func run() throws {
    if let scans { return try writeScans(to: fileURL(scans)) }
    let structures = try structures.map { try StructureFiles(fileURL($0)) }
    let cases = try patients().map { patient, site in
      let network = try predicted.map {
        try PredictedMasks(in: fileURL($0), structures, of: patient, site: site)
      }
      let simulated = try SimulatedMasks(of: patient, site: site, coarsening: study.coarsen)
      return KoosStudyCase(
        grade: patient.koos, exact: KoosStudyCase.Measured(try simulated.masks()),
        degraded: KoosStudyCase.Measured(try simulated.degradedMasks(deviation: error)),
        predicted: try network?.measured())
    }
    if let fit {
      let classifiers = try fitted(cases)
      try writeOutput(readableJSON(classifiers), to: fit)
      print("\(fit): fitted to \(cases.count) patients of seed \(study.seed)")
      return
    }
    let result = KoosStudyResult(
      cases, classifiers: try classifiers(), seed: study.seed, deviation: error)
    try study.write(result, result.text)
  }

  /// The patients and their sites: in their order, those of a grade that has enough passed over.
  private func patients() -> [(patient: Patient, site: String)] {
    let options = PatientOptions(
      intracanalicularFraction: 0.25, postOperativeFraction: fit == nil ? 0.2 : 0)
    var left = [Int](repeating: each, count: KoosScores.grades.count) + [fit == nil ? each : 0]
    var result: [(Patient, String)] = []
    var index = 0
    while left.contains(where: { $0 > 0 }) {
      let patient = Patient(seed: study.seed, index: index, options: options)
      index += 1
      let kind = (patient.koos ?? left.count) - 1
      guard left[kind] > 0 else { continue }
      left[kind] -= 1
      result.append(
        (patient, SimulatedMasks.sites[result.count % SimulatedMasks.sites.count]))
    }
    return result
  }

  private func writeScans(to folder: URL) throws {
    let patients = patients()
    let scans = try KoosScans(folder)
    for (patient, site) in patients { try scans.add(patient, site: site) }
    try scans.finish(patients)
    print("\(folder.path): \(patients.count) scans of seed \(study.seed)")
  }

  private func classifiers() throws -> KoosClassifiers {
    guard let model else { return try .shipped() }
    do {
      return try JSONDecoder().decode(
        KoosClassifiers.self, from: Data(contentsOf: fileURL(model)))
    } catch {
      throw CommandError("\(model): expected classifiers that study-koos --fit wrote")
    }
  }

  private func fitted(_ cases: [KoosStudyCase]) throws -> KoosClassifiers {
    let training = cases.flatMap { entry in
      [entry.exact, entry.degraded, entry.predicted].compactMap { measured in
        measured?.features.flatMap { features in entry.grade.map { (features, $0) } }
      }
    }
    let command =
      "kakehashi study-koos --fit --each \(each) --seed \(study.seed) --error "
      + "\(decimals(error, 1)) --coarsen \(decimals(study.coarsen, 1))"
    let text =
      "\(each) simulated patients of each grade, of \(SimulatedMasks.sites.joined(separator: ", ")), each with "
      + "exact masks" + (error > 0 ? " and with surfaces moved by \(decimals(error, 1)) mm" : "")
      + (predicted == nil ? "" : " and with masks that a network predicted")
    let classifier = { (predictors: [KoosPredictor]) in
      try KoosClassifier(
        fitting: training.map { (features: $0.0, grade: $0.1) }, predictors: predictors,
        command: command, describing: text)
    }
    return KoosClassifiers(
      withNeighbours: try classifier(KoosPredictor.withNeighbours),
      withoutNeighbours: try classifier(KoosPredictor.withoutNeighbours))
  }
}

/// One simulated patient's measures, with exact masks, with degraded ones and with predicted ones.
struct KoosStudyCase {
  struct Measured {
    let features: KoosFeatures?
    let cue: PostOperativeCue?
    /// The Dice score of a predicted brainstem; `nil` for other masks.
    let brainstemDice: Double?

    init(_ masks: KoosMasks, brainstemDice: Double? = nil) {
      features = KoosFeatures(masks)
      cue = PostOperativeCue(masks)
      self.brainstemDice = brainstemDice
    }
  }

  /// The true grade; `nil` after an operation.
  let grade: Int?
  let exact: Measured
  let degraded: Measured
  let predicted: Measured?
}
