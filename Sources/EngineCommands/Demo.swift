import ArgumentParser
import Commands
import DataSets
import DomainAdaptation
import Foundation
import Learning
import Phantom
import Reporting

/// Runs the whole road on simulated data: simulate, train three ways, predict, score, report.
struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the whole road on simulated data and writes a report.",
    discussion: """
      Needs no data and no GPU. A stopped run goes on where it stopped.

      Example:
        kakehashi demo --output demo
      """)

  @Option(name: [.short, .long], help: "The folder for data, runs and report.")
  var output: String = "demo"

  @Option(help: "The seed that fixes data and training.")
  var seed: UInt64 = 1

  @Option(help: "Labelled ceT1 and unlabelled T2 cases per site.")
  var cases: Int = Benchmark.v1.source

  @Option(help: "Held-out T2 cases per site.")
  var heldout: Int = Benchmark.v1.heldout

  @OptionGroup var compute: ComputeOptions

  func run() throws {
    let (device, usesBFloat16) = compute.prepare()
    let bar = ProgressBar(isQuiet: compute.quiet)
    let root = fileURL(output)
    try requireWritableFolder(root)
    let data = root.appending(path: "data")
    var times: [ReportStage] = []
    // Training says itself how long it took, earlier calls of a broken run included.
    func timed(_ name: String, _ body: () throws -> Double?) throws {
      let start = ContinuousClock.now
      let reported = try body()
      let seconds = reported ?? (ContinuousClock.now - start) / .seconds(1)
      times.append(ReportStage(name: name, seconds: seconds))
      print("\(name): \(String(format: "%.0f", seconds)) s")
    }

    try timed("simulate") {
      let plan = SimulationPlan(
        sites: Benchmark.v1.sites, source: cases, target: cases, heldout: heldout, seed: seed,
        coarsening: 1)
      _ = try writeSimulation(plan, to: data, observer: bar.observer)
      return nil
    }
    let dataSet = try checkedDataSet(at: data.path)
    let roles = labelRoles(of: dataSet.edition)
    let layout = DataSetLayout2023(root: data.path)
    var runs: [(name: String, folder: URL)] = []
    for name in ["adapt", "source-only", "supervised"] {
      let folder = root.appending(path: "runs/\(name)")
      try timed("train \(name)") {
        let recipe = try RecipeCatalogue.recipe(name, budget: .quick, roles: roles, seed: seed)
        let runner = StageRunner(
          recipe: recipe,
          cases: try trainingCases(dataSet, for: recipe, truth: layout.truthFolder),
          roles: roles, folder: folder,
          compute: ComputeSettings(device: device, usesBFloat16: usesBFloat16),
          version: programVersion,
          sharedLocaliser: runs.first?.folder.appending(path: recipe.folderName(of: .localise)),
          observer: bar.observer)
        return try runner.run().map(\.seconds).reduce(0, +)
      }
      try timed("predict \(name)") {
        var predict = try Predict.parse([
          "-i", layout.folder(.targetHeldout), "-o", folder.appending(path: "predictions").path,
          "-m", folder.appending(path: "model").path,
        ])
        predict.compute = compute
        try predict.predictAll(showing: false)
        return nil
      }
      runs.append((name, folder))
    }
    let builder = ReportBuilder(
      dataSet: dataSet, truth: fileURL(layout.truthFolder),
      runs: [runs[1], runs[0], runs[2]])
    let report = try builder.report(
      command: CommandLine.arguments.dropFirst().joined(separator: " "), extraStages: times)
    let page = root.appending(path: "report.html")
    try Data(report.html().utf8).write(to: page, options: .atomic)
    let results = DemoResults(report.runs, seed: seed, stages: times)
    try readableJSON(results).write(
      to: root.appending(path: "results.json"), options: .atomic)
    print("\n\(results.table)\n\n\(page.path)")
  }
}
