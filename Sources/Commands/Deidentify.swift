package import ArgumentParser
import Foundation
import Pilot

/// Exports finished cases without the patient's identity.
package struct Deidentify: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Exports cases without identity: a slab around the inner ears, and labels.",
    discussion: """
      New files are made of voxels and a short list of attributes; nothing else of the originals is
      in them. Which pseudonym is which case stays in the pilot's folder (uid-map.csv).

      Example:
        kakehashi deidentify 3f2a... --config pilot.json --output outgoing/ --by tanaka
      """)

  @OptionGroup var pilot: PilotOptions

  @Argument(help: "The cases, by their identifiers.")
  var cases: [String]

  @Option(name: [.short, .long], help: "The folder to export to.")
  var output: String

  @Option(help: "Who exports, for the audit log.")
  var by: String

  package init() {}

  package func run() throws {
    let export = try DeidentifiedExport(pilot.configuration())
    for item in cases {
      print("\(item): \(try export.export(item, to: fileURL(output), by: by))")
    }
  }
}
