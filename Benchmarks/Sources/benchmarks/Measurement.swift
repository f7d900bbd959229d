import Foundation

/// How long one tool took for one task, and how much memory its process held at most.
struct Measurement: Codable {
  /// What was done, the same words for every tool.
  var task: String
  /// The tool, with its version.
  var tool: String
  /// Every run's wall time in ms, in the order of the runs.
  var milliseconds: [Double]
  /// Every run's CPU time in ms.
  ///
  /// Every tool has one thread, so on an idle machine this is the wall time; on a busy one it is
  /// what can be compared.
  var cpuMilliseconds: [Double]
  /// The largest resident memory of the tool's process in MiB.
  var peakMiB: Double
  /// What the tool computed, so that fast and wrong would show.
  var values: [Double]

}

/// The middle value, or the mean of the two middle ones; 0 without values.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let (low, high) = ((sorted.count - 1) / 2, sorted.count / 2)
  return sorted.isEmpty ? 0 : (sorted[low] + sorted[high]) / 2
}

/// Runs a piece of work several times in this process.
func measure(
  _ task: String, _ tool: String, repeats: Int, _ work: () throws -> [Double]
) rethrows -> Measurement {
  var result = Measurement(
    task: task, tool: tool, milliseconds: [], cpuMilliseconds: [], peakMiB: 0, values: [])
  for _ in 0..<repeats {
    let start = ContinuousClock.now
    let cpuStart = clock()
    result.values = try work()
    result.cpuMilliseconds.append(1000 * Double(clock() - cpuStart) / Double(CLOCKS_PER_SEC))
    result.milliseconds.append((ContinuousClock.now - start) / .milliseconds(1))
  }
  result.peakMiB = peakResidentMiB()
  return result
}

/// The most memory that this process has held, in MiB; NaN where the system does not say.
private func peakResidentMiB() -> Double {
  #if canImport(Darwin)
    var usage = rusage()
    return getrusage(RUSAGE_SELF, &usage) == 0 ? Double(usage.ru_maxrss) / 1_048_576 : .nan
  #else
    // `ru_maxrss` would count the program that started this one, too; `VmHWM` does not.
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first
    return kibibytes.flatMap { Double($0) }.map { $0 / 1024 } ?? .nan
  #endif
}
