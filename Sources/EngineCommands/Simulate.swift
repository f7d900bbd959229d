import ArgumentParser
import Commands
import DICOM
import DataSets
import Foundation
import Imaging
import Learning
import NIfTI
import Phantom

/// Writes a simulated data set in the folders of crossMoDA 2023.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a simulated data set with exact truth, in the folders of crossMoDA 2023.",
    discussion: """
      Labelled ceT1, unlabelled T2 and held-out T2 come from different patients. The true T2 labels
      lie in a folder of their own, truth/, which training never reads by itself, beside what is
      known of each patient (patients.json: side, volumes, meatal plane, Koos grade) and koos.csv.

      Sites: ldn and etz, as published; ukm, of many scanners; new3t and new1t, made up for tests of
      a site nobody trained on. --benchmark takes sites and sizes from a frozen definition.

      --structures adds a folder structures/ with exact label maps of brainstem, cerebellum and fourth
      ventricle of every case, and their names in dseg.tsv. --edition crossmoda2023-neighbours writes
      brainstem (4) and cerebellum (5) into the labels themselves, to train a network for them.

      Examples:
        kakehashi simulate --output data --source 6 --target 6 --heldout 3 --seed 1
        kakehashi simulate --output data --benchmark benchmark-v1
        kakehashi simulate --output data --source 1 --target 0 --heldout 2 --dicom classic
      """)

  @Option(name: [.short, .long], help: "The data set's folder; must be empty or not exist.")
  var output: String

  @Option(help: "Labelled ceT1 cases per site.")
  var source: Int = 8

  @Option(help: "Unlabelled T2 cases per site.")
  var target: Int = 8

  @Option(help: "Held-out T2 cases per site.")
  var heldout: Int = 3

  @Option(help: "Sites, separated by commas.")
  var sites: String = "ldn,etz,ukm"

  @Option(help: "Sites of which only held-out T2 are made, separated by commas.")
  var unseen: String = ""

  @Option(help: "Sites and sizes of a frozen benchmark: benchmark-v1.")
  var benchmark: String?

  @Option(help: "The seed that fixes every patient and every scan.")
  var seed: UInt64 = 1

  @Option(help: "In-plane voxels are this many times as long as the site's; 1 is the real matrix.")
  var coarsen: Double = 1

  @Flag(help: "Write label maps of neighbouring structures, too, into structures/.")
  var structures = false

  @Option(help: "The edition of the labels: crossmoda2023 or crossmoda2023-neighbours.")
  var edition: String = Edition.crossmoda2023.rawValue

  @Option(help: "Write each scan as a DICOM series, too, into dicom/: classic or enhanced.")
  var dicom: MRStorage?

  @Flag(name: .long, help: "No progress on standard error.")
  var quiet: Bool = false

  mutating func validate() throws {
    guard source >= 1, target >= 0, heldout >= 0 else {
      throw ValidationError("--source expects 1 or more, --target and --heldout 0 or more")
    }
    guard coarsen >= 1, coarsen <= 4 else {
      throw ValidationError("--coarsen expects 1 to 4, found \(coarsen)")
    }
    guard Edition(rawValue: edition)?.hasTumourParts == true else {
      throw ValidationError(
        "--edition expects crossmoda2023 or crossmoda2023-neighbours, found \(edition)")
    }
  }

  func run() throws {
    Interrupt.install()
    let plan = try requestedPlan()
    let count = try writeSimulation(
      plan, to: fileURL(output), observer: ProgressBar(isQuiet: quiet).observer)
    let sites = plan.allSites.joined(separator: ", ")
    print("\(output): \(count) scans of \(sites), seed \(plan.seed)")
  }

  private func requestedPlan() throws -> SimulationPlan {
    var plan = try plainPlan()
    if structures { plan.structures = true }
    plan.dicom = dicom
    if edition != Edition.crossmoda2023.rawValue { plan.edition = Edition(rawValue: edition) }
    return plan
  }

  private func plainPlan() throws -> SimulationPlan {
    if let benchmark {
      guard let found = Benchmark.all.first(where: { $0.name == benchmark }) else {
        let names = Benchmark.all.map(\.name).joined(separator: ", ")
        throw CommandError("--benchmark: expected one of \(names), found \(benchmark)")
      }
      return SimulationPlan(
        sites: found.sites, source: found.source, target: found.target, heldout: found.heldout,
        seed: seed, coarsening: coarsen, unseenSites: found.unseenSites)
    }
    let names = { (list: String) in list.split(separator: ",").map(String.init) }
    return SimulationPlan(
      sites: names(sites), source: source, target: target, heldout: heldout, seed: seed,
      coarsening: coarsen, unseenSites: unseen.isEmpty ? nil : names(unseen))
  }
}
