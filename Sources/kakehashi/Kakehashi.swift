import ArgumentParser
import Commands
import Foundation

/// The command `kakehashi`.
///
/// Verbs that need no tensor run in this process. Any other, and the help, runs in
/// `kakehashi-engine`, which lies beside this program and links libtorch: loading that library takes
/// longer than most of the verbs here.
@main
enum Kakehashi {
  static func main() {
    if TensorFreeCommand.hasVerb(CommandLine.arguments.dropFirst().first) {
      TensorFreeCommand.main()
    } else {
      becomeEngine()
    }
  }

  /// Replaces this process by the engine's, with the same arguments; returns never.
  private static func becomeEngine() -> Never {
    let folder = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
    let engine = folder?.appending(path: "kakehashi-engine").path ?? "kakehashi-engine"
    var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
    arguments.append(nil)
    execv(engine, arguments)
    let reason = String(cString: strerror(errno))
    FileHandle.standardError.write(
      Data("Error: \(engine): expected the other half of kakehashi, found: \(reason)\n".utf8))
    exit(EXIT_FAILURE)
  }
}
