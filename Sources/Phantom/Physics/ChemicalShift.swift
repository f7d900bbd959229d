#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The proton's gyromagnetic ratio over 2 pi, in Hz per tesla (CODATA 2018: 42.577 478 518 MHz/T).
let protonFrequency = 42.577_478_518e6

/// How far the main fat line lies below water, as a share of the resonance frequency.
///
/// - Source: 3.35 ppm, Haacke et al., Magnetic Resonance Imaging, 1999, chapter 17.
let fatShift = 3.35e-6

/// The frequency in Hz by which fat lags behind water.
func fatFrequency(tesla: Double) -> Double { fatShift * protonFrequency * tesla }

/// How far fat is displaced along the readout, in voxels of `bandwidth` Hz each.
func fatDisplacement(tesla: Double, bandwidth: Double) -> Double {
  bandwidth > 0 ? fatFrequency(tesla: tesla) / bandwidth : 0
}

extension PulseSequence {
  /// The phase in rad between fat and water when the echo is taken.
  ///
  /// It runs on in gradient echoes and is refocused in spin echoes. In balanced sequences the echo is
  /// refocused too, but the signal changes its sign from one band to the next.
  func fatPhase(tesla: Double) -> Double {
    let cycles = fatFrequency(tesla: tesla) / 1000
    switch self {
    case .magnetisationPrepared(_, _, let echo, _, _, _), .spoiled(_, let echo, _):
      return 2 * .pi * cycles * echo
    case .balanced(let tr, _, _), .constructive(let tr, _, _):
      return .pi * (cycles * tr).rounded()
    case .turboSpinEcho: return 0
    }
  }
}
