package import ArgumentParser
import Pilot

/// Watches for series, segments them and sends the results, until it is stopped.
package struct Serve: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Watches a folder or Orthanc, segments new T2 series and sends the results.",
    discussion: """
      Runs until it is stopped; a killed one goes on where it was. Health is at /healthz, numbers
      for Prometheus at /metrics, both on the configuration's statusPort.

      Example:
        kakehashi serve --config pilot.json
      """)

  @OptionGroup var pilot: PilotOptions

  package init() {}

  package func run() throws {
    let gateway = try Gateway(pilot.configuration(), log: EventLog())
    try runUntilStopped { try await gateway.run(watches: true) }
  }
}
