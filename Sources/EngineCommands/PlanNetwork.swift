import ArgumentParser
import Commands
import DataSets
import DomainAdaptation
import Foundation
import Preprocessing

/// Plans spacing, patch and network from a data set's fingerprint, and says why.
struct PlanNetwork: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Plans spacing, patch and network from a data set, as nnU-Net does, with reasons.",
    discussion: """
      For whole images. A recipe with `plan: fingerprint` plans for the region around the ears;
      `kakehashi train --print-recipe` shows what it comes to.

      Example:
        kakehashi plan --data data/ --memory 8
      """)

  @Option(name: [.short, .long], help: "A data set: crossMoDA folder, nnU-Net folder or CSV.")
  var data: String

  @Option(help: "The graphics memory in GB, by nnU-Net's measure.")
  var memory: Double = 8

  @Option(help: "The feature channels at full resolution.")
  var features: Int = 32

  @Flag(help: "Print the plan as JSON.")
  var json = false

  mutating func validate() throws {
    guard memory > 0 else { throw ValidationError("--memory expects more than 0, found \(memory)") }
    guard features > 0 else {
      throw ValidationError("--features expects 1 or more, found \(features)")
    }
  }

  func run() throws {
    let dataSet = try checkedDataSet(at: data)
    let fingerprint = try DatasetFingerprint(dataSet)
    guard !fingerprint.images.isEmpty else {
      throw CommandError("\(data): expected images to plan for, found none")
    }
    let planner = NetworkPlanner(
      gigabytes: memory, features: features, maximumFeatures: 10 * features)
    let classes = labelRoles(of: dataSet.edition).classes.count
    guard let plan = planner.plan(fingerprint, classes: classes) else {
      throw CommandError("--memory \(memory): expected room for a patch, found none; give more")
    }
    if json { return print(String(decoding: try readableJSON(plan), as: UTF8.self)) }
    print(plan.reasons.joined(separator: "\n"))
    print("\nstage  stride [D,H,W]  kernel [D,H,W]  channels")
    for (stage, channels) in plan.channels.enumerated() {
      let row = ["\(stage)", "\(plan.strides[stage])", "\(plan.kernels[stage])", "\(channels)"]
      print(zip(row, [7, 16, 16, 0]).map { pad($0, $1) }.joined())
    }
  }
}
