/// How a launcher started this process beside others: `torchrun`, or `srun` of Slurm.
public struct Launch: Hashable, Sendable {
  /// The number of this process, from 0.
  public var rank: Int
  /// The number of processes.
  public var size: Int
  /// The number of this process on its machine, from 0; chooses its GPU.
  public var localRank: Int
  /// The number of processes on its machine, which share the cores.
  public var localSize: Int
  /// Where the processes meet.
  public var host: String
  /// The port at ``host``.
  public var port: UInt16
  /// Whether this process opens the meeting place: rank 0, unless the launcher does.
  public var opensStore: Bool

  /// A launch.
  public init(
    rank: Int, size: Int, localRank: Int = 0, localSize: Int = 1, host: String = "127.0.0.1",
    port: UInt16 = 29500, opensStore: Bool? = nil
  ) {
    self.rank = rank
    self.size = size
    self.localRank = localRank
    self.localSize = localSize
    self.host = host
    self.port = port
    self.opensStore = opensStore ?? (rank == 0)
  }

  /// What the environment says: `RANK`, `WORLD_SIZE`, `LOCAL_RANK`, `LOCAL_WORLD_SIZE`, `MASTER_ADDR`,
  /// `MASTER_PORT` as `torchrun` sets them, or `SLURM_PROCID`, `SLURM_STEP_NUM_TASKS`, `SLURM_LOCALID`,
  /// `SLURM_STEP_TASKS_PER_NODE` as `srun` does.
  ///
  /// - Returns: `nil` for one process alone.
  /// - Throws: ``LaunchError`` when a variable is missing or no number in its range.
  public init?(environment: [String: String]) throws(LaunchError) {
    let isSlurm = environment["WORLD_SIZE"] == nil
    let names =
      isSlurm
      ? (size: "SLURM_STEP_NUM_TASKS", rank: "SLURM_PROCID", local: "SLURM_LOCALID")
      : (size: "WORLD_SIZE", rank: "RANK", local: "LOCAL_RANK")
    func number(_ name: String, in range: ClosedRange<Int>, otherwise: Int?) throws(LaunchError)
      -> Int
    {
      guard let text = environment[name] else {
        if let otherwise { return otherwise }
        throw LaunchError(variable: name, range: range, found: "nothing")
      }
      guard let value = Int(text), range.contains(value) else {
        throw LaunchError(variable: name, range: range, found: text)
      }
      return value
    }
    let size = try number(names.size, in: 1...65_536, otherwise: 1)
    guard size > 1 else { return nil }
    let rank = try number(names.rank, in: 0...(size - 1), otherwise: nil)
    let isOneMachine = !isSlurm || environment["SLURM_STEP_NUM_NODES"] == "1"
    if environment["MASTER_ADDR"] == nil, !isOneMachine {
      throw LaunchError(variable: "MASTER_ADDR", range: nil, found: "nothing")
    }
    // As "4" or, on several machines, "4(x2)" or "4,3": the cores are shared by at most so many.
    let perMachine = environment[isSlurm ? "SLURM_STEP_TASKS_PER_NODE" : "LOCAL_WORLD_SIZE"] ?? "1"
    self.init(
      rank: rank, size: size,
      localRank: try number(names.local, in: 0...(size - 1), otherwise: 0),
      localSize: max(1, Int(perMachine.prefix { $0.isNumber }) ?? 1),
      host: environment["MASTER_ADDR"] ?? "127.0.0.1",
      port: UInt16(try number("MASTER_PORT", in: 1...65_535, otherwise: 29500)),
      opensStore: rank == 0 && environment["TORCHELASTIC_USE_AGENT_STORE"] != "True")
  }
}

/// A variable that a launcher should have set is missing or wrong.
public struct LaunchError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The variable's name.
  public let variable: String
  /// The numbers it may have; `nil` for the address of the first machine.
  public let range: ClosedRange<Int>?
  /// What it was.
  public let found: String

  /// One sentence with what was expected and found.
  public var description: String {
    let expected =
      range.map { "a number from \($0.lowerBound) to \($0.upperBound)" }
      ?? "the first machine's address"
    return "the environment's \(variable): expected \(expected), found \(found)"
  }
}
