#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How the step size changes during training, as a factor on the highest one.
public enum LearningRateSchedule: Codable, Hashable, Sendable {
  /// Always 1.
  case constant
  /// `(1 - t)^power`, with `t` the part of training that is done; nnU-Net's with power 0.9.
  case polynomial(power: Double)
  /// Linear from 0 over `warmup` steps, then half a cosine down to 0.
  case cosine(warmup: Int)
  /// 1 up to the part `start` of training, then linear down to 0.
  case linearDecay(start: Double)

  /// The factor of a step, from 0, among `total` steps; in 0...1.
  public func factor(step: Int, of total: Int) -> Double {
    let part = Double(step) / Double(max(1, total))
    switch self {
    case .constant: return 1
    case .polynomial(let power): return pow(max(0, 1 - part), power)
    case .cosine(let warmup):
      if step < warmup { return Double(step + 1) / Double(warmup) }
      let rest = Double(step - warmup) / Double(max(1, total - warmup))
      return 0.5 * (1 + cos(.pi * min(1, rest)))
    case .linearDecay(let start):
      return part < start ? 1 : max(0, (1 - part) / max(1e-12, 1 - start))
    }
  }
}
