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
      a smooth random field, as a network errs. Grade I is drawn more often than in life, so that it
      can be learnt and scored.

      Examples:
        kakehashi study-koos --fit Sources/Clinical/Koos/koos-model.json --patients 110 --seed 100
        kakehashi study-koos --patients 100 --seed 200 --json koos.json
      """)

  @Option(help: "Fit, and write the classifiers to this file, instead of scoring.")
  var fit: String?

  @Option(help: "Score the classifiers of this file instead of the shipped ones.")
  var model: String?

  @Option(help: "How many patients to simulate.")
  var patients: Int = 100

  @Option(help: "The seed of the simulated patients.")
  var seed: UInt64 = 200

  @Option(help: "The standard deviation in mm by which surfaces are moved.")
  var error: Double = 0.5

  @Option(help: "In-plane voxels are this many times as long as the site's.")
  var coarsen: Double = 2

  @Option(help: "Write the scores as JSON to this file; - prints it.")
  var json: String?

  package init() {}

  package mutating func validate() throws {
    guard patients >= 1 else { throw ValidationError("--patients expects 1 or more") }
    guard error >= 0, error <= 3 else { throw ValidationError("--error expects 0 to 3 mm") }
    guard coarsen >= 1, coarsen <= 4 else { throw ValidationError("--coarsen expects 1 to 4") }
  }

  package func run() throws {
    let options = PatientOptions(
      intracanalicularFraction: 0.08, postOperativeFraction: fit == nil ? 0.13 : 0)
    var cases: [KoosStudyCase] = []
    for index in 0..<patients {
      let simulated = try SimulatedMasks(
        seed: seed, index: index, options: options, coarsening: coarsen)
      cases.append(
        KoosStudyCase(
          site: simulated.site, grade: simulated.patient.koos, exact: try simulated.masks(),
          degraded: try simulated.degradedMasks(deviation: error)))
    }
    if let fit {
      let classifiers = try fitted(cases)
      try writeOutput(readableJSON(classifiers), to: fit)
      print("\(fit): fitted to \(cases.count) patients of seed \(seed)")
      return
    }
    let result = KoosStudyResult(
      cases, classifiers: try classifiers(), seed: seed, deviation: error)
    if let json { try writeOutput(readableJSON(result), to: json) }
    if json != "-" { print(result.text) }
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
      [entry.exact, entry.degraded].compactMap { measured in
        measured.features.flatMap { features in entry.grade.map { (features, $0) } }
      }
    }
    let command =
      "kakehashi study-koos --fit --patients \(patients) --seed \(seed) --error "
      + "\(decimals(error, 1)) --coarsen \(decimals(coarsen, 1))"
    let text =
      "\(patients) simulated patients of \(SimulatedMasks.sites.joined(separator: ", ")), each with "
      + "exact masks" + (error > 0 ? " and with surfaces moved by \(decimals(error, 1)) mm" : "")
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

/// One simulated patient's measures, with exact and with degraded masks.
struct KoosStudyCase {
  struct Measured {
    let features: KoosFeatures?
    let cue: PostOperativeCue?

    init(_ masks: KoosMasks) {
      features = KoosFeatures(masks)
      cue = PostOperativeCue(masks)
    }
  }

  let site: String
  /// The true grade; `nil` after an operation.
  let grade: Int?
  let exact: Measured
  let degraded: Measured

  init(site: String, grade: Int?, exact: KoosMasks, degraded: KoosMasks) {
    self.site = site
    self.grade = grade
    self.exact = Measured(exact)
    self.degraded = Measured(degraded)
  }
}
