package import ArgumentParser
import Clinical
import Evaluation
import Foundation

/// Shows follow-up against the simulator's exact truth.
package struct StudyFollowUp: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "study-follow-up",
    abstract: "Compares follow-up with the simulator's exact truth.",
    discussion: """
      Registration: pairs of visits of one patient with known poses, within and across sequences, and
      pairs of different patients. Growth: masks of visits with known volumes, read with the error of
      readers that the model states, answered by the model and by the naive rule of 20 %.

      Example:
        kakehashi study-follow-up --patients 60 --pairs 2 --json follow-up.json
      """)

  @Option(help: "How many patients for each true change and arrangement of visits.")
  var patients = 60

  @Option(help: "How many patients per site for registration; 0 leaves it out.")
  var pairs = 2

  @Option(help: "In-plane voxels of the images are this many times as long as the site's.")
  var coarsen = 2.0

  @Option(help: "The seed of patients, scans and readers.")
  var seed: UInt64 = 1

  @Option(help: "Writes every figure as JSON to this file; - prints it, and nothing else.")
  var json: String?

  package init() {}

  package mutating func validate() throws {
    guard patients >= 1, pairs >= 0 else {
      throw ValidationError("--patients expects 1 or more, --pairs 0 or more")
    }
    guard coarsen >= 1, coarsen <= 4 else {
      throw ValidationError("--coarsen expects 1 to 4, found \(coarsen)")
    }
  }

  package func run() throws {
    let study = FollowUpStudy(
      registrations: try registrationStudy(pairs: pairs, seed: seed, coarsening: coarsen),
      growth: growthStudy(patients: patients, seed: seed))
    if let json { try writeOutput(readableJSON(study), to: json) }
    if json != "-" { print(study.text) }
  }
}
