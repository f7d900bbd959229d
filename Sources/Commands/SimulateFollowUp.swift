package import ArgumentParser
import Foundation
import Phantom

/// Writes simulated patients who are scanned several times, for `follow-up`.
package struct SimulateFollowUp: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "simulate-follow-up",
    abstract: "Writes simulated patients with several visits, for follow-up.",
    discussion: """
      Courses in turn: growing by 35 % a year, stable, shrinking by 20 % a year, and radiosurgery \
      after the first visit with swelling that recedes. At each later visit the head lies elsewhere
      and the scanner is set up anew; every second patient's last visit has the other sequence. The
      folder holds visits.csv, a folder of images and masks per patient, and truth.json: volumes,
      poses and places of the inner ears to measure a registration's error at.

      Example:
        kakehashi simulate-follow-up --output visits --patients 4
        kakehashi follow-up visits --output pages
      """)

  @Option(name: [.short, .long], help: "The folder; must be empty or not exist.")
  var output: String

  @Option(help: "How many patients.")
  var patients = 4

  @Option(help: "How many visits each, a year apart.")
  var visits = 3

  @Option(help: "Sites, separated by commas; patients take turns.")
  var sites = "ldn,etz,ukm"

  @Option(help: "The seed that fixes every patient and every scan.")
  var seed: UInt64 = 1

  @Option(help: "In-plane voxels are this many times as long as the site's.")
  var coarsen = 1.0

  package init() {}

  package mutating func validate() throws {
    guard patients >= 1, visits >= 1 else {
      throw ValidationError("--patients and --visits expect 1 or more")
    }
    guard coarsen >= 1, coarsen <= 4 else {
      throw ValidationError("--coarsen expects 1 to 4, found \(coarsen)")
    }
  }

  package func run() throws {
    let plan = FollowUpPlan(
      patients: patients, visits: visits,
      sites: sites.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) },
      seed: seed, coarsening: coarsen)
    let count = try writeFollowUp(plan, to: fileURL(output))
    print("\(output): \(count) scans of \(patients) patients, seed \(seed); see visits.csv")
  }
}
