import ArgumentParser
import Commands
import DataSets
import DomainAdaptation
import Foundation
import Learning
import Phantom

/// Trains several recipes on one data set and writes what each is worth and costs.
struct CompareRecipes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare-recipes",
    abstract: "Trains several recipes on one data set and writes a table of scores and costs.",
    discussion: """
      Each recipe's run lies in a folder of its seed and name. What recipes share, such as the localiser
      or a translator, is made once. A stopped or killed comparison goes on where it stopped. The table
      holds every result in the folder, so more recipes or seeds can be added by a later call.

      Examples:
        kakehashi compare-recipes --recipes source-only,default,supervised --benchmark benchmark-v1 \\
          --seeds 1,2 --jobs 2 --threads 1 --output comparison
        kakehashi compare-recipes --recipes source-only,default,mine.yaml,supervised \\
          --data data/ --truth data/truth --output comparison
        kakehashi compare-recipes --recipes few-annotations --annotations 0,1,3,5 \\
          --data data/ --truth data/truth --output annotations
      """)

  @Option(help: "Names that `kakehashi recipes` lists, or YAML files, separated by commas.")
  var recipes: String

  @Option(name: [.short, .long], help: "A data set with held-out T2.")
  var data: String?

  @Option(help: "Folder of true labels of the held-out T2, and of all T2 for `supervised`.")
  var truth: String?

  @Option(
    help: "Instead of --data: simulate this benchmark, with other patients for each seed.")
  var benchmark: String?

  @Option(name: [.short, .long], help: "The folder for all runs and the table.")
  var output: String

  @Option(help: "The seeds that fix every random draw, separated by commas.")
  var seeds: String = "1"

  @Option(help: "quick (minutes on a CPU) or full (hours on a GPU).")
  var budget: String = "quick"

  @Option(
    help: "Numbers of annotated T2, as in 0,1,3,5: each recipe with each; writes annotations.svg.")
  var annotations: String?

  @Option(
    help: "Training steps of every recipe times this, as in 0.3; not of the localiser they share.")
  var effort: Double = 1

  @Option(help: "Stages that run at a time, each in a process with --threads threads.")
  var jobs: Int = 1

  /// What this process is to do for the comparison that started it.
  @Option(help: .hidden)
  var step: String?

  @OptionGroup var compute: ComputeOptions

  mutating func validate() throws {
    guard Recipe.Budget(rawValue: budget) != nil else {
      throw ValidationError("--budget expects quick or full, found \(budget)")
    }
    guard effort > 0, effort <= 10 else {
      throw ValidationError("--effort expects more than 0, at most 10, found \(effort)")
    }
    guard jobs >= 1 else { throw ValidationError("--jobs expects 1 or more, found \(jobs)") }
    guard (data == nil) != (benchmark == nil), (data == nil) == (truth == nil) else {
      throw ValidationError("expected either --data with --truth, or --benchmark")
    }
    guard !seedNumbers.isEmpty, seedNumbers.count == seeds.split(separator: ",").count else {
      throw ValidationError("--seeds expects numbers separated by commas, found \(seeds)")
    }
  }

  private var seedNumbers: [UInt64] { seeds.split(separator: ",").compactMap { UInt64($0) } }

  func run() throws {
    let plan = try plan()
    if let step { return try perform(step, plan) }
    try check(plan)
    Interrupt.install()
    let queue = ComparisonQueue(
      plan: plan, jobs: jobs,
      tell: { line in
        if !compute.quiet { FileHandle.standardError.write(Data((line + "\n").utf8)) }
      }, onResult: { _ = try write(plan) })
    let failures = try queue.run()
    print(try write(plan).markdown)
    print("\n\(plan.output.appending(path: "comparison.md").path)")
    guard failures.isEmpty else { throw CommandError(failures.joined(separator: "\n")) }
  }

  /// One step in this process, which ends when the comparison that started it does.
  private func perform(_ text: String, _ plan: ComparisonPlan) throws {
    guard let step = ComparisonStep(text) else {
      throw CommandError("--step \(text): expected a step of a comparison")
    }
    _ = compute.prepare()
    // Ctrl-C reaches the whole group; the comparison passes on one request, and a second one would
    // end this process before it has saved.
    signal(SIGINT, SIG_IGN)
    let parent = getppid()
    try requireWritableFolder(plan.folder(step.seed))
    let claim = try FileClaim(plan.output.appending(path: "logs/\(step.lane).lock"))
    try withExtendedLifetime(claim) {
      try plan.perform(
        step,
        observer: RunObserver(shouldStop: { Interrupt.isRequested || getppid() != parent }))
    }
  }

  private func plan() throws -> ComparisonPlan {
    let source: ComparisonPlan.Source
    if let data, let truth {
      source = .folder(data: data, truth: truth)
    } else {
      guard let found = Benchmark.all.first(where: { $0.name == benchmark }) else {
        let names = Benchmark.all.map(\.name).joined(separator: ", ")
        throw CommandError("--benchmark: expected one of \(names), found \(benchmark ?? "none")")
      }
      source = .benchmark(found)
    }
    return ComparisonPlan(
      recipes: recipes.split(separator: ",").map(String.init), seeds: seedNumbers, source: source,
      output: fileURL(output), budget: Recipe.Budget(rawValue: budget) ?? .quick, effort: effort,
      annotations: try AnnotationCurve.counts(annotations), compute: compute)
  }

  /// Refuses what would fail after hours.
  private func check(_ plan: ComparisonPlan) throws {
    for seed in plan.seeds { _ = try plan.methods(seed) }
    if let data, try checkedDataSet(at: data).cases(.targetHeldout).isEmpty {
      throw CommandError("\(data): expected held-out T2 to score, found none")
    }
    try plan.claim()
    for seed in plan.seeds { try requireWritableFolder(plan.folder(seed)) }
  }

  private func write(_ plan: ComparisonPlan) throws -> RecipeComparison {
    let comparison = RecipeComparison(
      try RecipeResult.all(in: plan.output), settings: plan.settings,
      hasOwnPatients: plan.hasOwnPatients)
    try readableJSON(comparison).write(
      to: plan.output.appending(path: "comparison.json"), options: .atomic)
    for (name, text) in [
      ("comparison.md", comparison.markdown + "\n"), ("comparison.csv", comparison.csv),
    ] {
      try Data(text.utf8).write(to: plan.output.appending(path: name), options: .atomic)
    }
    if !plan.annotations.isEmpty {
      let names = try plan.named(plan.seeds[0]).map(\.name)
      try AnnotationCurve(comparison, recipes: names, counts: plan.annotations)
        .write(in: plan.output)
    }
    return comparison
  }
}
