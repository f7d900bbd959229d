import ArgumentParser

/// The command `kakehashi`; each verb is a file of this folder, in the order of the data's journey.
@main
struct Kakehashi: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kakehashi",
    abstract: "Learns T2 segmentation of vestibular schwannoma and cochlea from labelled ceT1.",
    discussion: """
      Research use only. Not a medical device.

      Example, without any data of your own:
        kakehashi demo --output demo
      """,
    version: programVersion,
    subcommands: [
      Simulate.self, Shapes.self, Inspect.self, Train.self, Predict.self, Evaluate.self,
      Rank.self, CheckSubmission.self, Compare.self, WriteReport.self, BenchMetrics.self,
      Demo.self,
    ])
}

/// The version written into models and reports.
let programVersion = "0.1.0"
