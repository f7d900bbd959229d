import ArgumentParser
import Foundation
import Learning
import Torch

/// The options of verbs that train, alone or as one of several processes.
struct TrainingOptions: ParsableArguments {
  @Option(help: "Labelled patches whose activations are held at once: less memory, more time.")
  var microBatch: Int?

  @Flag(help: "Compute a U-Net's activations again for its gradients: less memory, more time.")
  var recompute = false

  @Flag(help: "Keep a U-Net's channels side by side in memory, as GPUs with tensor cores like it.")
  var channelsLast = false

  @Option(help: "Seconds after which a silent process counts as lost.")
  var processTimeout: Double = 1800

  mutating func validate() throws {
    guard microBatch ?? 1 >= 1 else { throw ValidationError("--micro-batch expects 1 or more") }
    guard processTimeout > 0 else {
      throw ValidationError("--process-timeout expects more than 0 seconds")
    }
  }

  /// How to compute, and the processes that `torchrun` or `srun` started together.
  ///
  /// `--device cuda` is the GPU of the process's number on its machine.
  func prepare(
    _ compute: ComputeOptions
  ) throws -> (settings: ComputeSettings, group: ProcessGroup?) {
    let launch = try Launch(environment: ProcessInfo.processInfo.environment)
    var (device, usesBFloat16) = compute.prepare(processes: launch?.localSize ?? 1)
    if let launch, compute.device == "cuda" { device = .cuda(launch.localRank) }
    return (
      ComputeSettings(
        device: device, usesBFloat16: usesBFloat16, microBatch: microBatch,
        recomputesActivations: recompute, usesChannelsLast: channelsLast),
      try launch.map { try ProcessGroup($0, timeout: processTimeout) }
    )
  }
}
