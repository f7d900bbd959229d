import ArgumentParser
import Commands
import Foundation
import Imaging
import Learning
import Networks
import Preprocessing
import Torch

/// Times the training step of a U-Net on made-up patches.
struct StudyTraining: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study-training",
    abstract: "Times a U-Net's training: patches alone, network alone, both; and its memory.",
    discussion: """
      Prints JSON. The images are noise: what is learned means nothing. Under torchrun or srun every
      process takes its share of the batch, and the first one prints.

      Example:
        kakehashi study-training --channels 16,32,64,128 --patch 96,96,32 --batch 2
      """)

  @Option(help: "Features per stage, separated by commas.")
  var channels: String = "16,32,64,128"

  @Option(help: "The patch in voxels, left-right, back-front and foot-head.")
  var patch: String = "96,96,32"

  @Option(help: "Patches per step, of all processes together.")
  var batch: Int = 2

  @Option(help: "Steps that are timed.")
  var steps: Int = 5

  @OptionGroup var compute: ComputeOptions

  @OptionGroup var training: TrainingOptions

  /// What is printed.
  private struct Report: Encodable {
    var channels: [Int]
    var patch: [Int]
    var batch: Int
    var processes: Int
    var threads: Int
    var device: String
    var precision: String
    var microBatch: Int?
    var recompute: Bool
    var channelsLast: Bool
    var times: TrainingTimes
    /// Of this process, all threads together, per step of `times.step` and `times.both`.
    var cpuSeconds: Double
    var peakMiB: Double
  }

  mutating func validate() throws {
    guard numbers(channels)?.count ?? 0 >= 2 else {
      throw ValidationError("--channels expects two or more numbers, found \(channels)")
    }
    guard let size = numbers(patch), size.count == 3 else {
      throw ValidationError("--patch expects three numbers, found \(patch)")
    }
    guard batch > 0, steps > 0 else {
      throw ValidationError("--batch and --steps expect 1 or more")
    }
  }

  func run() throws {
    guard let widths = numbers(channels), let size = numbers(patch) else { return }
    let (settings, group) = try training.prepare(compute)
    let network = try UNet(
      UNet.Configuration(
        classes: 4, channels: widths,
        strides: widths.indices.map { $0 == 0 ? [1, 1, 1] : [2, 2, 2] }),
      seed: 1, device: settings.device)
    let learner = try SegmentationLearner(
      network,
      settings: SegmentationSettings(
        steps: steps + 1, batch: batch, patch: SIMD3(size[0], size[1], size[2]),
        schedule: .constant, spatial: SpatialAugmentation(), intensity: IntensityAugmentation()),
      samples: (1...2).map { sample($0, SIMD3(size[0], size[1], size[2])) }, seed: 1,
      compute: settings, group: group)
    TorchRuntime.resetPeakResidentBytes()
    let before = clock()
    let times = try learner.timed(steps: steps)
    let busy = Double(clock() - before) / Double(CLOCKS_PER_SEC)
    guard group?.rank ?? 0 == 0 else { return }
    let report = Report(
      channels: widths, patch: size, batch: batch, processes: group?.size ?? 1,
      threads: TorchRuntime.threads, device: "\(settings.device)",
      precision: settings.usesBFloat16 ? "bfloat16" : "float32",
      microBatch: settings.microBatch, recompute: settings.recomputesActivations,
      channelsLast: settings.usesChannelsLast, times: times,
      cpuSeconds: (busy - times.load.reduce(0, +)) / Double(2 * steps + 2),
      peakMiB: Double(TorchRuntime.peakResidentBytes) / 1_048_576)
    print(String(decoding: try readableJSON(report), as: UTF8.self))
  }

  private func numbers(_ text: String) -> [Int]? {
    let numbers = text.split(separator: ",").map { Int($0) ?? 0 }
    return numbers.allSatisfy { $0 > 0 } ? numbers : nil
  }

  /// Noise, half as large again as a patch, with three boxes of labels.
  private func sample(_ number: Int, _ patch: SIMD3<Int>) -> TrainingSample {
    let grid = VoxelGrid(patch.x * 3 / 2, patch.y * 3 / 2, patch.z * 3 / 2)
    var random = SplitMix64(seed: UInt64(number))
    let voxels = (0..<grid.count).map { _ in Float(random.nextNormal()) }
    let labels = (0..<grid.count).map { offset in
      let place = grid.index(at: offset)
      let isInside = abs(4 * place.x - 2 * grid.size.x) < grid.size.x
      return isInside ? UInt8(1 + 3 * place.y / grid.size.y) : 0
    }
    return TrainingSample(
      id: "noise \(number)", image: Volume(grid: grid, voxels: voxels),
      labels: LabelMap(grid: grid, voxels: labels))
  }
}
