/// A pulse sequence with the timing that decides its contrast; times in ms, flip angles in degrees.
public enum PulseSequence: Hashable, Sendable, Codable {
  /// Inversion-prepared gradient echo, as Siemens' MPRAGE.
  case magnetisationPrepared(
    repetition: Double, inversion: Double, echo: Double, flip: Double, pulses: Int,
    spacing: Double)
  /// Spoiled gradient echo, as Philips' 3D-FFE or GE's SPGR.
  case spoiled(repetition: Double, echo: Double, flip: Double)
  /// Balanced steady-state free precession taken once, as FIESTA: with dark bands.
  case balanced(repetition: Double, echo: Double, flip: Double)
  /// Two balanced acquisitions with shifted bands, joined by the larger magnitude, as CISS.
  case constructive(repetition: Double, echo: Double, flip: Double)
  /// Turbo spin echo with its effective echo time, number of echoes and their spacing.
  case turboSpinEcho(repetition: Double, echo: Double, train: Int, spacing: Double)
}

extension PulseSequence {
  /// The signal of a tissue on resonance, relative to that of water at full magnetisation.
  ///
  /// - Parameters:
  ///   - agent: whether contrast agent was given.
  ///   - flow: the factor on the speed of blood; 0 for blood at rest.
  func signal(
    _ tissue: Tissue, _ relaxation: Relaxation, agent: Bool, flow: Double = 1
  ) -> Double {
    var value = agent ? relaxation.enhanced : relaxation
    // Dense refocusing keeps fat from dephasing by J-coupling, so it decays more slowly
    // (Henkelman et al., J Magn Reson Imaging 2:533, 1992).
    if case .turboSpinEcho(_, _, let train, _) = self, train > 1, tissue.resonance == .fat {
      value.t2 *= 1.9
    }
    return signal(value, phase: 0) * flowVoid(speed: flow * tissue.flowSpeed)
  }

  /// The signal of spins at rest that precess by `phase` rad between two pulses.
  ///
  /// Only balanced sequences depend on the phase.
  func signal(_ value: Relaxation, phase: Double) -> Double {
    switch self {
    case .magnetisationPrepared(let tr, let ti, let te, let flip, let pulses, let spacing):
      magnetisationPreparedSignal(
        value, repetition: tr, inversion: ti, echo: te, flip: flip, pulses: pulses,
        spacing: spacing)
    case .spoiled(let tr, let te, let flip):
      spoiledGradientEchoSignal(value, repetition: tr, echo: te, flip: flip)
    case .balanced(let tr, let te, let flip):
      balancedSteadyStateSignal(value, repetition: tr, echo: te, flip: flip, phase: phase)
    case .constructive(let tr, let te, let flip):
      max(
        balancedSteadyStateSignal(value, repetition: tr, echo: te, flip: flip, phase: phase),
        balancedSteadyStateSignal(value, repetition: tr, echo: te, flip: flip, phase: phase + .pi))
    case .turboSpinEcho(let tr, let te, let train, let spacing):
      turboSpinEchoSignal(
        value, repetition: tr, effectiveEcho: te, train: train, spacing: spacing)
    }
  }
}
