import Foundation

/// How one rival's times compare with ours on one hot path, in pairs of runs side by side.
struct Comparison: Codable {
  /// The hot path's name.
  var hotPath: String
  /// The rival, with its version.
  var tool: String
  /// Our runs' CPU times in ms; with several threads the sum over threads.
  var cpuMilliseconds: [Double]
  /// Our runs' wall times in ms.
  var milliseconds: [Double]
  /// The rival's CPU times in ms, one beside each of ours.
  var rivalCPUMilliseconds: [Double]
  /// The rival's wall times in ms.
  var rivalMilliseconds: [Double]
  /// What both computed, so that fast and wrong would show.
  var values: [Double]
  /// How many times faster it is meant to be, where that is said.
  var goal: Double?

  /// The rival's fastest CPU time over our fastest: what other work on the machine disturbs least.
  var ratio: Double {
    (rivalCPUMilliseconds.min() ?? .nan) / (cpuMilliseconds.min() ?? .nan)
  }

  /// The ratio of each pair of runs.
  var ratios: [Double] { zip(rivalCPUMilliseconds, cpuMilliseconds).map { $0 / $1 } }

  /// The ratio of fastest wall times.
  var wallRatio: Double { (rivalMilliseconds.min() ?? .nan) / (milliseconds.min() ?? .nan) }

  /// The name in the baseline: without the version, so that a new one is compared, too.
  var key: String { "\(hotPath) / \(toolName)" }

  /// The tool without its version.
  var toolName: String { tool.split(separator: " ").dropLast().joined(separator: " ") }

  /// Times a hot path and each of its rivals in turn: ours, rival, ours, rival.
  static func measure(
    _ hotPath: HotPath, _ inputs: HotPathInputs, _ server: RivalServer
  ) throws -> [Comparison] {
    try server.tools(for: hotPath.name).map { tool in
      var result = Comparison(
        hotPath: hotPath.name, tool: tool, cpuMilliseconds: [], milliseconds: [],
        rivalCPUMilliseconds: [], rivalMilliseconds: [], values: [])
      result.goal = hotPath.goals[result.toolName]
      let start = ContinuousClock.now
      // One pair first that does not count: memory is mapped and libraries are loaded there.
      var counts = false
      while result.milliseconds.count < 9 {
        let own = try benchmarks.measure(hotPath.name, "kakehashi", repeats: 1) {
          [try hotPath.work(inputs)]
        }
        let rival = try server.run(hotPath.name, tool)
        if counts {
          result.cpuMilliseconds += own.cpuMilliseconds
          result.milliseconds += own.milliseconds
          result.rivalCPUMilliseconds.append(rival.cpuMilliseconds)
          result.rivalMilliseconds.append(rival.milliseconds)
        }
        result.values = [own.values[0], rival.value]
        let isSlow = ContinuousClock.now - start > .seconds(20)
        if isSlow, result.milliseconds.count >= 2 { break }
        counts = true
      }
      return result
    }
  }
}
