#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import Imaging

/// How a simulated tumour's volume goes over the years.
public enum GrowthCourse: Hashable, Sendable, Codable {
  /// The whole volume is multiplied by this in a year; 1 for a stable one.
  case steady(annualRatio: Double)
  /// Radiosurgery so many days after the first visit; swelling to `peak` times the volume within
  /// `swelling` days, then down to `end` times the volume at three times that.
  case radiosurgery(day: Int, peak: Double, swelling: Int, end: Double)

  /// The whole volume over the first visit's.
  public func volumeRatio(day: Int) -> Double {
    switch self {
    case .steady(let ratio): return pow(ratio, Double(day) / 365.25)
    case .radiosurgery(let start, let peak, let swelling, let end):
      let t = Double(day - start) / Double(swelling)
      if t <= 0 { return 1 }
      if t <= 1 { return 1 + (peak - 1) * t }
      return peak + (end - peak) * min((t - 1) / 2, 1)
    }
  }
}

/// One visit of a simulated patient: the head as it lies in the scanner that day.
public struct SimulatedVisit: Sendable {
  /// The days since the first visit.
  public let day: Int
  /// The patient with that day's tumour and place in the scanner.
  public let patient: Patient
  /// Takes a position of the head at the first visit to where it is at this one.
  public let pose: RigidTransform
}

extension Patient {
  /// The same patient at later dates: other volumes of one tumour, another place in the scanner.
  ///
  /// The tumour keeps its form and its place; it grows outside the canal alone and shrinks everywhere;
  /// soft tissue gives way anew. The head lies up to about 12 degrees and 16 mm
  /// otherwise at each later visit. The true volumes are measured, not set: see
  /// ``extraMeatalVolume``.
  ///
  /// - Parameters:
  ///   - days: the days of the visits since the first one, which is 0.
  ///   - course: how the volume goes.
  /// - Complexity: as much as making as many patients.
  public func visits(onDays days: [Int], course: GrowthCourse) -> [SimulatedVisit] {
    days.enumerated().map { number, day in
      var generator = SplitMix64(
        seed: seed, keys: 0x5649_5349, UInt64(bitPattern: Int64(index)), UInt64(number))
      let angles = SIMD3(generator.bounded(), generator.bounded(), generator.bounded())
      let shift = SIMD3(generator.bounded(), generator.bounded(), generator.bounded())
      let pose =
        number == 0
        ? RigidTransform.identity
        : RigidTransform(degrees: angles * 4, shift: shift * 5, about: innerEarMidpoint)
      let grown = Patient(
        seed: seed, index: index, options: grown(wholeVolumeTimes: course.volumeRatio(day: day)))
      return SimulatedVisit(day: day, patient: grown.moved(by: pose), pose: pose)
    }
  }

  /// The options that give this patient another whole volume.
  private func grown(wholeVolumeTimes ratio: Double) -> PatientOptions {
    var options = options
    let whole = extraMeatalVolume + intraMeatalVolume
    // The canal is full: what is gained lies outside, if there is such a part; both parts lose.
    let isBoth = ratio <= 1 || extraMeatalVolume < 5
    options.growth *= isBoth ? ratio : (whole * ratio - intraMeatalVolume) / extraMeatalVolume
    return options
  }
}
