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

/// The lines of fat's spectrum: their shift from water in ppm and their share of the protons.
///
/// - Source: the six-peak model of Hamilton et al., NMR Biomed 24:784, 2011, as used for fat-water
///   separation.
let fatLines: [(shift: Double, share: Double)] = [
  (-3.80, 0.087), (-3.40, 0.693), (-2.60, 0.128), (-1.94, 0.004), (-0.39, 0.039), (0.60, 0.048),
]

extension PulseSequence {
  /// What is left of fat's signal when the echo is taken, and its phase in rad against water.
  ///
  /// In gradient echoes the lines run apart and against water; spin echoes refocus them. In balanced
  /// sequences the echo is refocused too, but the signal changes its sign from one band to the next.
  func fatEcho(tesla: Double) -> (share: Double, phase: Double) {
    switch self {
    case .magnetisationPrepared(_, _, let echo, _, _, _), .spoiled(_, let echo, _):
      var (real, imaginary, all) = (0.0, 0.0, 0.0)
      for line in fatLines {
        let angle = 2 * .pi * line.shift * 1e-6 * protonFrequency * tesla * echo / 1000
        real += line.share * cos(angle)
        imaginary += line.share * sin(angle)
        all += line.share
      }
      return (hypot(real, imaginary) / all, atan2(imaginary, real))
    case .balanced(let tr, _, _), .constructive(let tr, _, _):
      return (1, .pi * (fatFrequency(tesla: tesla) * tr / 1000).rounded())
    case .turboSpinEcho: return (1, 0)
    }
  }
}
