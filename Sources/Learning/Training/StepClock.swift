/// Where the time of training steps goes: seconds per part of a step, gathered until they are taken.
///
/// On a GPU operations run on after their call returns; the seconds then say where the processor waits.
public final class StepClock {
  /// A part of a step.
  public enum Part: String, CaseIterable, Sendable {
    /// Waiting for patches or slices, and moving them to the device.
    case load
    /// From images to losses.
    case forward
    /// From losses to gradients.
    case backward
    /// Averaging gradients and figures over processes.
    case exchange
    /// Clipping, and changing the parameters.
    case optimise
  }

  private var seconds: [Part: Double] = [:]
  private var last = ContinuousClock.now

  /// A clock that stands at zero.
  public init() {}

  /// Begins a step.
  public func start() { last = .now }

  /// Gives the time since the last call, or since the step began, to a part.
  public func lap(_ part: Part) {
    let now = ContinuousClock.now
    seconds[part, default: 0] += (now - last) / .seconds(1)
    last = now
  }

  /// The seconds of each part since they were last taken.
  public func take() -> [(name: String, value: Double)] {
    defer { seconds = [:] }
    return Part.allCases.map { ($0.rawValue, seconds[$0] ?? 0) }
  }
}
