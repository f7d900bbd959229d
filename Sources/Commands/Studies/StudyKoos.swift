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

      Examples:
        kakehashi study-koos --fit Sources/Clinical/Koos/koos-model.json --each 40 --seed 100
        kakehashi study-koos --each 30 --seed 200 --json koos.json
      """)

  @Option(help: "Fit, and write the classifiers to this file, instead of scoring.")
  var fit: String?

  @Option(help: "Score the classifiers of this file instead of the shipped ones.")
  var model: String?

  @Option(help: "How many patients of each grade, and as many after an operation when scoring.")
  var each: Int = 30

  @Option(help: "The standard deviation in mm by which surfaces are moved.")
  var error: Double = 0.5

  @OptionGroup var study: StudyOptions

  package init() {}

  package mutating func validate() throws {
    guard each >= 1 else { throw ValidationError("--each expects 1 or more") }
    guard error >= 0, error <= 3 else { throw ValidationError("--error expects 0 to 3 mm") }
  }

  package func run() throws {
    let options = PatientOptions(
      intracanalicularFraction: 0.25, postOperativeFraction: fit == nil ? 0.2 : 0)
    var left = [Int](repeating: each, count: KoosScores.grades.count) + [fit == nil ? each : 0]
    var cases: [KoosStudyCase] = []
    var index = 0
    // Patients come in their order; those of a grade that has enough are passed over.
    while left.contains(where: { $0 > 0 }) {
      let patient = Patient(seed: study.seed, index: index, options: options)
      index += 1
      let kind = (patient.koos ?? left.count) - 1
      guard left[kind] > 0 else { continue }
      left[kind] -= 1
      let simulated = try SimulatedMasks(
        of: patient, site: SimulatedMasks.sites[cases.count % SimulatedMasks.sites.count],
        coarsening: study.coarsen)
      cases.append(
        KoosStudyCase(
          site: simulated.site, grade: patient.koos, exact: try simulated.masks(),
          degraded: try simulated.degradedMasks(deviation: error)))
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
      "kakehashi study-koos --fit --each \(each) --seed \(study.seed) --error "
      + "\(decimals(error, 1)) --coarsen \(decimals(study.coarsen, 1))"
    let text =
      "\(each) simulated patients of each grade, of \(SimulatedMasks.sites.joined(separator: ", ")), each with "
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
