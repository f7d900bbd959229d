package import ArgumentParser
import Foundation
import Pilot

/// Serves the pilot's review page, and manages who may use it.
package struct Review: ParsableCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Serves the page where staff judge results, and manages its accounts.",
    discussion: """
      Examples:
        kakehashi review users add ueda --role lead --display "Dr Ueda"
        kakehashi review add scan.nii.gz labels.nii.gz --patient "Test^One"
        kakehashi review --config pilot.json       # http://127.0.0.1:8043
      """,
    subcommands: [ReviewServe.self, ReviewUsers.self, ReviewAdd.self],
    defaultSubcommand: ReviewServe.self)

  package init() {}
}

/// Serves the page until it is interrupted.
struct ReviewServe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves the page until Ctrl-C.",
    discussion: """
      Listens on this machine alone unless told otherwise. To be reached by others it needs a proxy
      that speaks TLS: see Documentation/Guides/review.md.
      """)

  @OptionGroup var pilot: PilotOptions

  @Option(help: "The port.")
  var port: UInt16 = 8043

  @Option(help: "A name that browsers call this server by; may be repeated.")
  var host: [String] = []

  @Flag(help: "A proxy on this machine speaks TLS: cookies are sent over TLS alone.")
  var behindProxy = false

  @Option(help: "The cases a second reader judges: none, doubtful or all.")
  var secondReader: SecondReading = .doubtful

  @Option(help: "The largest corrected label file in MiB.")
  var largestUpload = 64

  @Option(help: "The memory in MiB for images of cases that are being read.")
  var imageMemory = 2048

  @Option(
    help: """
      What opens a study in staff's own viewer; {study}, {accession} and {patient} are filled in, as \
      in https://pacs.example/viewer?study={study}.
      """)
  var viewer: String?

  mutating func validate() throws {
    guard (64...1 << 20).contains(imageMemory) else {
      throw ValidationError("--image-memory expects 64 MiB or more, found \(imageMemory)")
    }
    if let viewer, viewer.wholeMatch(of: /[a-z][a-z0-9+.\-]*:[\x21-\x7e]+/) == nil {
      throw ValidationError("--viewer expects an address such as https://..., found \(viewer)")
    }
    guard (1...1024).contains(largestUpload) else {
      throw ValidationError("--largest-upload expects 1 to 1024 MiB, found \(largestUpload)")
    }
  }

  func run() throws {
    let registry = try pilot.registry()
    guard try registry.accounts().contains(where: \.isActive) else {
      throw CommandError(
        "\(pilot.config): nobody may sign in; add somebody with kakehashi review users add")
    }
    var options = try ReviewOptions(pilot.configuration())
    options.port = port
    options.hosts = host
    options.isBehindProxy = behindProxy
    options.secondReading = secondReader
    options.imageMemory = imageMemory << 20
    options.viewer = viewer
    options.largestUpload = largestUpload << 20
    let server = try ReviewServer(options, registry: registry)
    try runUntilStopped {
      async let running: Void = server.run()
      let port = try await server.waitUntilListening()
      print("http://127.0.0.1:\(port)")
      // The line is wanted at once by whoever started this with a pipe.
      fflush(nil)
      try await running
    }
  }
}

extension SecondReading: ExpressibleByArgument {}
