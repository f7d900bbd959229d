import ArgumentParser

/// What studies on simulated patients have in common.
struct StudyOptions: ParsableArguments {
  @Option(help: "The seed of the simulated patients.")
  var seed: UInt64 = 500

  @Option(help: "In-plane voxels are this many times as long as the site's.")
  var coarsen: Double = 2

  @Option(help: "Write all figures as JSON to this file; - prints it.")
  var json: String?

  mutating func validate() throws {
    guard coarsen >= 1, coarsen <= 4 else { throw ValidationError("--coarsen expects 1 to 4") }
  }

  /// Writes a study's figures and prints its tables.
  func write(_ result: some Encodable, _ text: String) throws {
    if let json { try writeOutput(readableJSON(result), to: json) }
    if json != "-" { print(text) }
  }
}
