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

/// The magnitude of balanced steady-state free precession on resonance, as of CISS and FIESTA.
///
/// For short repetition times it depends on T2/T1, which makes fluid bright.
/// - Source: Freeman and Hill, J Magn Reson 4:366, 1971, in the form of Haacke et al., Magnetic
///   Resonance Imaging, 1999, chapter 18.
func balancedSteadyStateSignal(
  _ tissue: Relaxation, repetition: Double, echo: Double, flip: Double
) -> Double {
  let a = flip * .pi / 180
  let e1 = exp(-repetition / tissue.t1)
  let e2 = exp(-repetition / tissue.t2)
  return tissue.protonDensity * sin(a) * (1 - e1) / (1 - (e1 - e2) * cos(a) - e1 * e2)
    * exp(-echo / tissue.t2)
}

/// The magnitude of a turbo spin echo whose centre of k-space lies at the effective echo time.
func turboSpinEchoSignal(_ tissue: Relaxation, repetition: Double, effectiveEcho: Double) -> Double
{
  tissue.protonDensity * (1 - exp(-repetition / tissue.t1)) * exp(-effectiveEcho / tissue.t2)
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
