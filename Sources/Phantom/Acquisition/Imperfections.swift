/// What keeps an image from showing the anatomy as it is: each effect with its own strength.
public struct Imperfections: Codable, Hashable, Sendable {
  /// The factor on fat's displacement along the readout and its phase; 0 for fat in its place.
  public var chemicalShift: Double
  /// The factor on the field's distortion by air; 0 for a homogeneous field without bands.
  public var fieldInhomogeneity: Double
  /// The factor on the speed of blood; 0 for vessels without flow void.
  public var flow: Double
  /// How gently k-space ends, 0...0.5: 0 for a cut (Gibbs ringing), 0.5 for a Hann window.
  public var apodisation: Double
  /// The share of each slice's signal that comes from either neighbour, 0...0.5.
  public var sliceOverlap: Double
  /// The amplitude in mm of a periodic motion along the phase encoding; 0 for a still head.
  public var motion: Double
  /// The distance of the motion's ghosts as a share of the field of view.
  public var ghostSpacing: Double
  /// How much of the field of view, at each end of the phase encoding, is folded in from beyond.
  public var wrap: Double

  /// Strengths of all effects; by default, those of a good scan.
  public init(
    chemicalShift: Double = 1, fieldInhomogeneity: Double = 1, flow: Double = 1,
    apodisation: Double = 0.25, sliceOverlap: Double = 0.06, motion: Double = 0,
    ghostSpacing: Double = 0.23, wrap: Double = 0
  ) {
    self.chemicalShift = chemicalShift
    self.fieldInhomogeneity = fieldInhomogeneity
    self.flow = flow
    self.apodisation = apodisation
    self.sliceOverlap = sliceOverlap
    self.motion = motion
    self.ghostSpacing = ghostSpacing
    self.wrap = wrap
  }

  /// No effect at all, for tests and teaching.
  public static let none = Imperfections(
    chemicalShift: 0, fieldInhomogeneity: 0, flow: 0, apodisation: 0, sliceOverlap: 0)
}
