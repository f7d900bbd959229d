import ArgumentParser
import Dispatch
import Foundation
import Pilot
import Synchronization

/// Where a verb of the pilot finds the configuration.
struct PilotOptions: ParsableArguments {
  @Option(name: [.short, .long], help: "The pilot's configuration (JSON).")
  var config = "pilot.json"

  func configuration() throws -> PilotConfiguration { try PilotConfiguration.read(config) }

  /// The registry of the configuration's pilot, which a gateway may be using.
  func registry() throws -> Registry {
    try Registry(path: PilotFolder(configuration().folder).registry)
  }
}

/// Runs asynchronous work from a verb, and cancels it when the program is asked to stop.
///
/// - Throws: what the work throws; nothing where it was cancelled.
func runUntilStopped(_ body: @escaping @Sendable () async throws -> Void) throws {
  let outcome = Mutex<(any Error)?>(nil)
  let done = DispatchSemaphore(value: 0)
  let task = Task {
    do {
      try await body()
    } catch is CancellationError {
    } catch {
      outcome.withLock { $0 = error }
    }
    done.signal()
  }
  let signals = [SIGINT, SIGTERM].map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { task.cancel() }
    source.resume()
    return source
  }
  done.wait()
  for source in signals { source.cancel() }
  if let error = outcome.withLock({ $0 }) { throw error }
}
