/// A pulse sequence with the timing that decides its contrast; times in ms, flip angles in degrees.
public enum PulseSequence: Hashable, Sendable, Codable {
  /// Inversion-prepared gradient echo, as Siemens' MPRAGE.
  case magnetisationPrepared(
    repetition: Double, inversion: Double, echo: Double, flip: Double, pulses: Int,
    spacing: Double)
  /// Spoiled gradient echo, as Philips' 3D-FFE or GE's SPGR.
  case spoiled(repetition: Double, echo: Double, flip: Double)
  /// Balanced steady-state free precession, as CISS and FIESTA.
  case balanced(repetition: Double, echo: Double, flip: Double)
  /// Turbo spin echo with its effective echo time.
  case turboSpinEcho(repetition: Double, echo: Double)
}

extension PulseSequence {
  /// The signal of a tissue, relative to that of water at full magnetisation.
  ///
  /// - Parameter agent: whether contrast agent was given.
  func signal(_ tissue: Tissue, _ relaxation: Relaxation, agent: Bool) -> Double {
    var value = relaxation
    if agent {
      // Relaxivities of a macrocyclic agent in blood, in l/mmol/s: about 4.5 and 5.2
      // (Rohrer et al., Invest Radiol 40:715, 2005).
      value.t1 = 1 / (1 / value.t1 + 0.0045 * value.uptake)
      let shortening = 0.0052 * value.uptake
      value.t2 = 1 / (1 / value.t2 + shortening)
      value.t2Star = 1 / (1 / value.t2Star + shortening)
    }
    switch self {
    case .magnetisationPrepared(let tr, let ti, let te, let flip, let pulses, let spacing):
      return magnetisationPreparedSignal(
        value, repetition: tr, inversion: ti, echo: te, flip: flip, pulses: pulses,
        spacing: spacing)
    case .spoiled(let tr, let te, let flip):
      return spoiledGradientEchoSignal(value, repetition: tr, echo: te, flip: flip)
    case .balanced(let tr, let te, let flip):
      let signal = balancedSteadyStateSignal(value, repetition: tr, echo: te, flip: flip)
      // Through-flow leaves the steady state.
      return tissue == .artery ? 0.4 * signal : signal
    case .turboSpinEcho(let tr, let te):
      // Dense refocusing keeps fat from dephasing by J-coupling, so it decays more slowly
      // (Henkelman et al., J Magn Reson Imaging 2:533, 1992).
      if tissue == .fat || tissue == .marrow { value.t2 *= 1.9 }
      let signal = turboSpinEchoSignal(value, repetition: tr, effectiveEcho: te)
      // Blood leaves the slice between excitation and refocusing.
      return tissue == .artery ? 0.05 * signal : tissue == .vein ? 0.3 * signal : signal
    }
  }
}
