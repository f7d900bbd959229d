#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension PulseSequence {
  /// The share of a vessel's signal that is left when blood flows at a mean speed in m/s; 1 at rest.
  ///
  /// Laminar flow spreads speeds evenly from 0 to twice the mean, and the gradients give each speed
  /// its own phase; the mean of exp(i p u) over u in 0...1 has the magnitude |sin(p/2) / (p/2)|.
  /// - Source: worked out here. How much phase a sequence gives per m/s is the author's estimate:
  ///   none for gradient echoes, whose echo comes early, some for the balanced ones, much for long
  ///   trains of spin echoes. Inflow of fresh spins is left out: slabs are thick.
  func flowVoid(speed: Double) -> Double {
    let half = phasePerSpeed * speed / 2
    return half == 0 ? 1 : abs(sin(half) / half)
  }

  /// The phase in rad that the fastest blood gains per m/s of mean speed.
  private var phasePerSpeed: Double {
    switch self {
    case .magnetisationPrepared, .spoiled: 0
    case .balanced, .constructive: 10.6
    case .turboSpinEcho: 60
    }
  }
}
