package import ArgumentParser
import Foundation
import Pilot

/// Works through the queue, or through one folder.
package struct Work: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Works through the pilot's queue, or segments one study's folder and ends.",
    discussion: """
      Without folders it is a further worker beside `kakehashi serve`. With an input and an output
      folder, given or named by mercure (MERCURE_IN_DIR, MERCURE_OUT_DIR) or MONAI Deploy
      (HOLOSCAN_INPUT_PATH, HOLOSCAN_OUTPUT_PATH), it segments the T2 that it finds there and ends.

      Examples:
        kakehashi work --config pilot.json
        kakehashi work --config pilot.json -i dicom/ -o results/
        kakehashi work --config pilot.json --retry 3f2a...
      """)

  @OptionGroup var pilot: PilotOptions

  @Option(name: [.short, .long], help: "A folder with the DICOM files of one study.")
  var input: String?

  @Option(name: [.short, .long], help: "The folder for its results.")
  var output: String?

  @Option(help: "Put a failed case back into the queue, by its identifier, and end.")
  var retry: String?

  package init() {}

  package func validate() throws {
    guard (input == nil) == (output == nil) else {
      throw ValidationError("expected --input and --output together, found one of them")
    }
  }

  package func run() throws {
    let settings = try pilot.configuration()
    if let retry { return try pilot.registry().retry(retry, by: "command line") }
    if let shot = oneShot {
      return try runUntilStopped { try await shot.run(settings, log: EventLog()) }
    }
    let gateway = try Gateway(settings, log: EventLog())
    try runUntilStopped { try await gateway.run(watches: false) }
  }

  private var oneShot: OneShot? {
    guard let input, let output else {
      return OneShot(environment: ProcessInfo.processInfo.environment)
    }
    return OneShot(input: fileURL(input), output: fileURL(output))
  }
}
