package import ArgumentParser
import Clinical
import Foundation
import Pilot

/// Shows and changes the pilot's stage.
package struct StageVerb: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "stage",
    abstract: "Shows where the pilot stands, and moves it through its gates.",
    discussion: """
      Stage 1 works on existing data, 2 silently, 3 with staff who judge each result, 4 in routine.

      Examples:
        kakehashi stage status --html status.html --language ja
        kakehashi stage sign-off --name tanaka --role lead
        kakehashi stage compare --references contours/
        kakehashi stage advance --by tanaka
        kakehashi stage fall-back --by tanaka --reason "new scanner"
      """,
    subcommands: [
      Status.self, CompareStage.self, SignOffStage.self, Advance.self, FallBackStage.self,
    ],
    defaultSubcommand: Status.self)

  package init() {}

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints the stage, its gate and the cost so far.")

    @OptionGroup var pilot: PilotOptions

    @Option(help: "Write a page for managers, made to be printed, to this file.")
    var html: String?

    @Option(help: "en or ja.")
    var language = "en"

    func validate() throws {
      guard PageLanguage(rawValue: language) != nil else {
        throw ValidationError("--language: expected en or ja, found \(language)")
      }
    }

    func run() throws {
      let page = try StatusPage(
        pilot.registry(), pilot.configuration().gates,
        language: PageLanguage(rawValue: language) ?? .english)
      if let html { try writeOutput(Data(page.html().utf8), to: html) }
      print(page.text())
    }
  }

  struct CompareStage: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "compare",
      abstract: "Compares finished cases with contours that existed before, for the gate.",
      discussion: """
        Contours are structure sets and segmentations of a case's study, in Orthanc, in the folder it
        was delivered in, or in a folder of references; there, too, label maps that are named by
        case, series, accession number or patient ID.
        """)

    @OptionGroup var pilot: PilotOptions
    @Option(help: "A folder of contours, besides where the cases came from.")
    var references: String?

    func run() throws {
      let filling = try AgreementFilling(pilot.configuration())
      let references = references.map(fileURL)
      try runUntilStopped {
        for id in try filling.caseIDs(withoutAgreement: false) {
          let found = try await filling.compare(id, references: references)
          if found.isEmpty { print("\(id): no contours") }
          for row in found {
            let (dice, volume) = (decimals(row.dice, 3), decimals(row.referenceVolume, 0))
            print("\(id): \(row.structure) Dice \(dice), \(volume) mm3 in \(row.reference)")
          }
        }
      }
      try pilot.registry().flushAudit()
    }
  }

  struct SignOffStage: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sign-off", abstract: "Signs for the next stage, by name and role.")

    @OptionGroup var pilot: PilotOptions
    @Option(help: "The account of who signs.") var name: String
    @Option(help: "The role in which it is signed: reader, lead or admin.") var role: String
    @Option(help: "What is to be remembered with it.") var comment = ""

    func run() throws {
      guard let role = Role(rawValue: role) else {
        throw CommandError("--role: expected reader, lead or admin, found \(role)")
      }
      let registry = try pilot.registry()
      try registry.signOff(name: name, role: role, comment: comment)
      try registry.flushAudit()
    }
  }

  struct Advance: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Goes on to the next stage if the gate is open; else says what is missing.")

    @OptionGroup var pilot: PilotOptions
    @Option(help: "The account of who decides: a lead or an admin.") var by: String

    func run() throws {
      let registry = try pilot.registry()
      let change = try registry.advanceStage(pilot.configuration().gates, by: by)
      try registry.flushAudit()
      print("stage \(change.from.rawValue) -> \(change.to.rawValue)")
    }
  }

  struct FallBackStage: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fall-back", abstract: "Goes back one stage, at once.")

    @OptionGroup var pilot: PilotOptions
    @Option(help: "The account of who decides; any role may.") var by: String
    @Option(help: "Why, in one sentence.") var reason: String

    func run() throws {
      let registry = try pilot.registry()
      let change = try registry.fallBack(because: reason, by: by)
      try registry.flushAudit()
      print("stage \(change.from.rawValue) -> \(change.to.rawValue)")
    }
  }
}
