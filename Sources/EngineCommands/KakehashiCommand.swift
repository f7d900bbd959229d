public import ArgumentParser
import Commands

/// The whole command `kakehashi`; each verb is a file, here or in Commands.
public struct KakehashiCommand: ParsableCommand {
  /// Name, help and verbs.
  public static let configuration = CommandConfiguration(
    commandName: "kakehashi",
    abstract: "Learns T2 segmentation of vestibular schwannoma and cochlea from labelled ceT1.",
    discussion: """
      Research use only. Not a medical device.

      Example, without any data of your own:
        kakehashi demo --output demo
      """,
    version: programVersion,
    // In the order of the data's journey.
    subcommands: [
      Simulate.self, Shapes.self, Convert.self, Inspect.self, Train.self, Predict.self,
      Evaluate.self,
      Rank.self, CheckSubmission.self, Compare.self, WriteReport.self, Demo.self,
    ])

  /// A command for the parser.
  public init() {}
}
