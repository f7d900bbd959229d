import Foundation

/// A program that failed, in one sentence.
struct ChildFailure: Error, CustomStringConvertible {
  let description: String
}

/// Runs a program to its end.
///
/// - Returns: its standard output, its wall and CPU time in ms and its largest resident memory in MiB.
/// - Throws: ``ChildFailure`` where it cannot be started or ends with a status other than 0.
func run(_ program: String, _ arguments: [String]) throws -> (
  output: Data, milliseconds: Double, cpuMilliseconds: Double, peakMiB: Double
) {
  let file = FileManager.default.temporaryDirectory.appending(path: "out-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: file) }
  var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
  defer { for word in words { free(word) } }
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
  #else
    var actions = posix_spawn_file_actions_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 1, file.path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  var child = pid_t()
  let start = ContinuousClock.now
  guard posix_spawnp(&child, program, &actions, nil, &words, environ) == 0 else {
    throw ChildFailure(description: "\(program): cannot be started")
  }
  var status: Int32 = 0
  var usage = rusage()
  wait4(child, &status, 0, &usage)
  let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
  guard status == 0 else {
    throw ChildFailure(
      description: "\(program) \(arguments.joined(separator: " ")): ended with \(status)")
  }
  #if canImport(Darwin)
    let unit = 1_048_576.0
  #else
    let unit = 1024.0
  #endif
  let cpu = inMilliseconds(usage.ru_utime) + inMilliseconds(usage.ru_stime)
  return (try Data(contentsOf: file), milliseconds, cpu, Double(usage.ru_maxrss) / unit)
}

private func inMilliseconds(_ time: timeval) -> Double {
  1000 * Double(time.tv_sec) + Double(time.tv_usec) / 1000
}
