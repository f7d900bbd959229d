import Foundation
import Torch

/// What a stage, or another long step, took; all breaks of a run count together.
///
/// Of several processes that run a stage together it is the first one's cost.
public struct StageCost: Codable, Hashable, Sendable {
  /// Seconds by the clock.
  public var seconds: Double
  /// Seconds of all processor cores together: what a busy machine does not lengthen; `nil` in folders
  /// of a version that did not measure it.
  public var processorSeconds: Double?
  /// The most memory the program held, in MiB; `nil` as above.
  public var peakMemoryMiB: Double?

  /// A cost.
  public init(seconds: Double, processorSeconds: Double? = nil, peakMemoryMiB: Double? = nil) {
    self.seconds = seconds
    self.processorSeconds = processorSeconds
    self.peakMemoryMiB = peakMemoryMiB
  }

  /// Times added up, and the larger memory; what one of them lacks, the sum lacks.
  public static func + (first: StageCost, second: StageCost) -> StageCost {
    func both(_ path: KeyPath<StageCost, Double?>, _ join: (Double, Double) -> Double) -> Double? {
      guard let a = first[keyPath: path], let b = second[keyPath: path] else { return nil }
      return join(a, b)
    }
    return StageCost(
      seconds: first.seconds + second.seconds, processorSeconds: both(\.processorSeconds, +),
      peakMemoryMiB: both(\.peakMemoryMiB, max))
  }
}

/// Measures a cost from where it is made.
public struct CostMeter {
  private let start = ContinuousClock.now
  private let processorStart = Self.processorSeconds

  /// A meter that starts now, the peak of memory too.
  public init() { TorchRuntime.resetPeakResidentBytes() }

  /// What was spent since.
  public var cost: StageCost {
    StageCost(
      seconds: (ContinuousClock.now - start) / .seconds(1),
      processorSeconds: Self.processorSeconds - processorStart,
      peakMemoryMiB: Double(TorchRuntime.peakResidentBytes) / 1_048_576)
  }

  /// Seconds that all of this program's threads have computed; POSIX fixes the unit of `clock` at 1 us.
  private static var processorSeconds: Double { Double(clock()) / 1_000_000 }
}
