/// How far one reading of a tumour's volume may lie from the truth: the error model of follow-up.
///
/// Three parts. Readers: limits of agreement with the mean of five readers, by size, as
/// ``ObserverAgreement`` gives them. Slices: the border is as uncertain as slices are thick, in one of three
/// directions. Sequences: tumours look larger or smaller on another sequence by an unknown factor,
/// which is the same at all visits with it.
public struct ReadingError: Hashable, Sendable, Codable {
  /// The slice thickness in mm of the readings that the limits come from; thinner counts as this.
  public var referenceThickness = 1.5
  /// The standard deviation of the log ratio of a tumour's volume on two sequences.
  ///
  /// The author's estimate: studies of T2 against ceT1 found both usable (Özgen et al., AJNR 30:985,
  /// 2009), readings on ceT1 more reproducible (van de Langenberg et al., Neuroradiology 51:517,
  /// 2009), and give no such figure that this model could take.
  public var sequenceDeviation = 0.1
  /// The difference in mm of two diameters of one tumour that counts as growth on thin slices.
  ///
  /// - Source: the criterion of 2 mm, Committee on Hearing and Equilibrium 1995; Kanzaki et al. 2003.
  public var diameterLimit = 2.0

  /// The model with its published and estimated values.
  public init() {}

  /// The standard deviation of the log volume of one reading.
  ///
  /// Limits of agreement with the mean of m readers are 1.96 sqrt((m - 1) / m) standard deviations of
  /// one reader (Christensen et al., Clin Epidemiol 12:1399, 2020), here with m = 5.
  ///
  /// - Parameters:
  ///   - volume: in mm3.
  ///   - thickness: the distance between slices in mm.
  public func deviation(volume: Double, thickness: Double) -> Double {
    let reader = ObserverAgreement.relativeLimits(volume: volume) / (1.96 * (4.0 / 5).squareRoot())
    return reader * ((2 + square(thickness)) / 3).squareRoot()
  }

  /// The difference in mm of two diameters that counts as a change.
  public func diameterLimit(thicknesses first: Double, _ second: Double) -> Double {
    diameterLimit * ((square(first) + square(second)) / 2).squareRoot()
  }

  /// The square of a thickness over the reference, at least 1.
  private func square(_ thickness: Double) -> Double {
    let ratio = max(thickness / referenceThickness, 1)
    return ratio * ratio
  }
}
