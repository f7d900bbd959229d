import Testing
import Torch

@Suite("How processes are launched")
struct LaunchTests {
  @Test("torchrun's variables, the meeting place opened by its agent")
  func torchrun() throws {
    let launch = try #require(
      try Launch(environment: [
        "RANK": "3", "WORLD_SIZE": "4", "LOCAL_RANK": "1", "MASTER_ADDR": "node7",
        "MASTER_PORT": "12345", "TORCHELASTIC_USE_AGENT_STORE": "True", "LOCAL_WORLD_SIZE": "2",
      ]))
    #expect(
      launch
        == Launch(
          rank: 3, size: 4, localRank: 1, localSize: 2, host: "node7", port: 12345,
          opensStore: false))
  }

  @Test("srun's variables, the meeting place opened by the first process")
  func slurm() throws {
    let launch = try #require(
      try Launch(environment: [
        "SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "2", "SLURM_LOCALID": "0",
        "SLURM_STEP_NUM_NODES": "1",
      ]))
    #expect(launch == Launch(rank: 0, size: 2, opensStore: true))
  }

  @Test(
    "srun says how many processes share a machine, alike or not",
    arguments: [("4", 4), ("4(x2)", 4), ("3,1", 3), (nil, 1)] as [(String?, Int)])
  func perMachine(_ text: String?, _ expected: Int) throws {
    var environment = ["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "4", "MASTER_ADDR": "node7"]
    environment["SLURM_STEP_TASKS_PER_NODE"] = text
    #expect(try Launch(environment: environment)?.localSize == expected)
  }

  @Test(
    "One process alone is no group",
    arguments: [
      [:], ["WORLD_SIZE": "1", "RANK": "0"], ["SLURM_PROCID": "0", "SLURM_NTASKS": "4"],
    ] as [[String: String]])
  func alone(_ environment: [String: String]) throws {
    #expect(try Launch(environment: environment) == nil)
  }

  @Test(
    "A missing or wrong variable is named",
    arguments: [
      (["WORLD_SIZE": "2"], "the environment's RANK: expected a number from 0 to 1, found nothing"),
      (
        ["WORLD_SIZE": "2", "RANK": "2"],
        "the environment's RANK: expected a number from 0 to 1, found 2"
      ),
      (
        ["WORLD_SIZE": "many"],
        "the environment's WORLD_SIZE: expected a number from 1 to 65536, found many"
      ),
      (
        ["SLURM_STEP_NUM_TASKS": "2", "SLURM_PROCID": "1", "SLURM_STEP_NUM_NODES": "2"],
        "the environment's MASTER_ADDR: expected the first machine's address, found nothing"
      ),
    ] as [([String: String], String)])
  func wrong(_ environment: [String: String], _ message: String) {
    #expect {
      try Launch(environment: environment)
    } throws: { "\($0)" == message }
  }
}
