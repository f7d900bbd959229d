import ArgumentParser
import Commands
import Foundation
import Torch

/// The options of every verb that computes with tensors.
struct ComputeOptions: ParsableArguments {
  @Option(help: "Where to compute: cpu, cuda, cuda:1 or mps.")
  var device: String = "cpu"

  @Option(help: "Threads; 0 takes every core, or its part of them beside other processes.")
  var threads: Int = 0

  @Option(help: "float32, bfloat16, or auto: bfloat16 on a GPU and where the processor has it.")
  var precision: String = "auto"

  @Flag(name: .long, help: "No progress on standard error.")
  var quiet: Bool = false

  mutating func validate() throws {
    guard let parsed = Device(device) else {
      throw ValidationError("--device expects cpu, cuda, cuda:N or mps, found \(device)")
    }
    guard parsed.isAvailable else {
      throw ValidationError("--device \(device): this libtorch or this machine has no such device")
    }
    guard ["auto", "float32", "bfloat16"].contains(precision) else {
      throw ValidationError("--precision expects auto, float32 or bfloat16, found \(precision)")
    }
    guard threads >= 0 else { throw ValidationError("--threads expects 0 or more") }
  }

  /// The device, after setting the number of threads for the whole program.
  ///
  /// - Parameter processes: how many share the machine's cores.
  func prepare(processes: Int = 1) -> (device: Device, usesBFloat16: Bool) {
    Interrupt.install()
    TorchRuntime.keepFreedMemory()
    TorchRuntime.setThreads(
      threads > 0 ? threads : max(1, ProcessInfo.processInfo.activeProcessorCount / processes))
    return (chosenDevice, usesBFloat16)
  }

  var chosenDevice: Device { Device(device) ?? .cpu }

  var usesBFloat16: Bool {
    guard precision == "auto" else { return precision == "bfloat16" }
    return switch chosenDevice {
    case .cpu: TorchRuntime.hasFastBFloat16
    case .cuda: true
    case .mps: false
    }
  }
}
