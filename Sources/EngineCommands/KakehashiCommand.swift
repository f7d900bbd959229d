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
    groupedSubcommands: [
      CommandGroup(
        name: "Data",
        subcommands: [
          Simulate.self, SimulateFollowUp.self, Shapes.self, Convert.self, Inspect.self, Flags.self,
        ]),
      CommandGroup(
        name: "Training and prediction",
        subcommands: [
          Recipes.self, PlanNetwork.self, Train.self, CompareRecipes.self, Predict.self,
          WriteReport.self, Demo.self,
        ]),
      CommandGroup(
        name: "Scores and rankings",
        subcommands: [Evaluate.self, Rank.self, CheckSubmission.self, Compare.self]),
      CommandGroup(
        name: "Clinical answers", subcommands: [Measure.self, Koos.self, FollowUp.self]),
      CommandGroup(
        name: "Hospital pilot",
        subcommands: [
          Serve.self, Work.self, Review.self, StageVerb.self, AuditVerb.self,
          RetentionVerb.self, Deidentify.self,
        ]),
      CommandGroup(
        name: "Studies on simulated patients",
        subcommands: [
          StudyMeasures.self, StudyKoos.self, StudyFlags.self, StudyFollowUp.self,
        ]),
    ])

  /// A command for the parser.
  public init() {}
}
