#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The magnitude of a spoiled gradient echo in its steady state, relative to the water signal.
///
/// Times in ms, the flip angle in degrees.
/// - Source: Ernst and Anderson, Rev Sci Instrum 37:93, 1966.
func spoiledGradientEchoSignal(
  _ tissue: Relaxation, repetition: Double, echo: Double, flip: Double
) -> Double {
  let a = flip * .pi / 180
  let e1 = exp(-repetition / tissue.t1)
  return tissue.protonDensity * sin(a) * (1 - e1) / (1 - cos(a) * e1) * exp(-echo / tissue.t2Star)
}

/// The magnitude of balanced steady-state free precession, as of FIESTA and each half of CISS.
///
/// For short repetition times it depends on T2/T1, which makes fluid bright. `phase` is the
/// precession in rad between two pulses whose sign alternates: 0 on resonance, a dark band at pi.
/// Refocusing at the middle of the interval is taken to hide T2', so `echo` decays with T2.
/// - Source: Freeman and Hill, J Magn Reson 4:366, 1971, in the form of Haacke et al., Magnetic
///   Resonance Imaging, 1999, chapter 18.
func balancedSteadyStateSignal(
  _ tissue: Relaxation, repetition: Double, echo: Double, flip: Double, phase: Double = 0
) -> Double {
  let a = flip * .pi / 180
  let e1 = exp(-repetition / tissue.t1)
  let e2 = exp(-repetition / tissue.t2)
  // Alternating pulses look like equal ones to spins that turn by half a cycle more.
  let cosine = -cos(phase)
  let transverse = (1 + e2 * e2 - 2 * e2 * cosine).squareRoot()
  let denominator = (1 - e1 * cos(a)) * (1 - e2 * cosine) - e2 * (e1 - cos(a)) * (e2 - cosine)
  return tissue.protonDensity * sin(a) * (1 - e1) * transverse / denominator
    * exp(-echo / tissue.t2)
}

/// The magnitude of a turbo spin echo whose centre of k-space lies at the effective echo time.
///
/// Excitation by 90 degrees, then `train` refocusing pulses of 180 degrees, `spacing` ms apart; what
/// is left of `repetition` is recovery. Stimulated echoes of smaller refocusing angles are left out.
/// - Source: Hennig et al., Magn Reson Med 3:823, 1986, solved in closed form: each pulse inverts the
///   longitudinal magnetisation.
func turboSpinEchoSignal(
  _ tissue: Relaxation, repetition: Double, effectiveEcho: Double, train: Int, spacing: Double
) -> Double {
  let half = exp(-spacing / 2 / tissue.t1)
  let full = half * half
  // After excitation 0; to the first pulse half a spacing, between pulses a whole one:
  // m -> 1 - full - full * m is repeated, so its fixed point is approached geometrically.
  let fixed = (1 - full) / (1 + full)
  let first = 1 - half
  let last = fixed + (first - fixed) * pow(-full, Double(train - 1))
  let used = (Double(train) - 0.5) * spacing
  let rest = exp(-max(repetition - used, 0) / tissue.t1)
  let recovered = 1 - rest - rest * last
  return tissue.protonDensity * abs(recovered) * exp(-effectiveEcho / tissue.t2)
}

/// The magnitude of an inversion-prepared gradient-echo train (MPRAGE) at its middle echo.
///
/// `inversion` is the time from the inversion to the middle of the train of `pulses` excitations,
/// `spacing` apart; the rest of `repetition` is recovery. All in ms.
/// - Source: Mugler and Brookeman, Magn Reson Med 15:152, 1990; steady state in closed form because
///   every step maps the magnetisation affinely.
func magnetisationPreparedSignal(
  _ tissue: Relaxation, repetition: Double, inversion: Double, echo: Double, flip: Double,
  pulses: Int, spacing: Double
) -> Double {
  let a = flip * .pi / 180
  let half = Double(pulses / 2)
  let before = max(inversion - half * spacing, 0)
  let after = max(repetition - before - Double(pulses) * spacing, 0)
  let es = exp(-spacing / tissue.t1)
  let decay = cos(a) * es
  let plateau = (1 - es) / (1 - decay)
  // Each step is m -> slope * m + offset, with the equilibrium at 1.
  var slope = -exp(-before / tissue.t1)
  var offset = 1 - exp(-before / tissue.t1)
  let atMiddle = (
    slope: slope * pow(decay, half), offset: plateau + (offset - plateau) * pow(decay, half)
  )
  let all = pow(decay, Double(pulses))
  slope *= all
  offset = plateau + (offset - plateau) * all
  let rest = exp(-after / tissue.t1)
  slope *= rest
  offset = 1 - rest + offset * rest
  let steady = offset / (1 - slope)
  let middle = atMiddle.slope * steady + atMiddle.offset
  return tissue.protonDensity * abs(middle) * sin(a) * exp(-echo / tissue.t2Star)
}
