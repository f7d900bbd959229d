package import ArgumentParser

/// `kakehashi` with the verbs that need no tensor, and so no libtorch.
package struct TensorFreeCommand: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "kakehashi", subcommands: verbs)

  /// In the order of the data's journey.
  package static let verbs: [any ParsableCommand.Type] = [
    SimulateFollowUp.self, Shapes.self, Convert.self, Inspect.self, Flags.self, Measure.self,
    Koos.self, FollowUp.self, Evaluate.self, Rank.self, CheckSubmission.self, Compare.self,
    Serve.self, Work.self, Review.self, StageVerb.self, AuditVerb.self, RetentionVerb.self,
    Deidentify.self,
    StudyMeasures.self, StudyKoos.self, StudyFlags.self, StudyFollowUp.self,
  ]

  package init() {}

  /// Whether a word is the name of one of the verbs.
  package static func hasVerb(_ word: String?) -> Bool {
    verbs.contains { $0._commandName == word }
  }
}

/// The version written into models and reports.
package let programVersion = "0.1.0"
