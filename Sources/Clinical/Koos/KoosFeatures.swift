/// What is measured on masks before a Koos grade is given.
///
/// Lengths in mm, areas in mm2, volumes in mm3. What needs the brainstem or the cerebellum is `nil`
/// where that mask is missing or empty; what needs two cochleas is `nil` without them.
public struct KoosFeatures: Codable, Hashable, Sendable {
  /// The volume of the part outside the canal; 0 without one.
  public var extraMeatalVolume: Double
  /// The volume of the part inside the canal; 0 without one.
  public var intraMeatalVolume: Double
  /// The largest diameter of the part outside the canal; 0 without one.
  public var extraMeatalDiameter: Double
  /// How near the tumour comes to the plane midway between the cochleas; negative beyond it.
  public var midlineDistance: Double?
  /// The distance between the cochleas' centroids.
  public var cochlearDistance: Double?
  /// The width of the gap between tumour and brainstem; 0 where they touch.
  public var brainstemGap: Double?
  /// The area of the brainstem's surface that lies within 1.5 mm of the tumour.
  public var brainstemContact: Double?
  /// The width of the gap between tumour and cerebellum; 0 where they touch.
  public var cerebellumGap: Double?
  /// The area of the cerebellum's surface that lies within 1.5 mm of the tumour.
  public var cerebellumContact: Double?
  /// How deep the tumour lies in the mirror image of the brainstem's healthy side: how far the
  /// brainstem had to give way; negative for a gap.
  public var mirroredDepth: Double?
  /// How far the brainstem's surface near the tumour lies behind the mirror image of its healthy side.
  public var indentation: Double?
  /// Whether the tumour is on the right.
  public var isRightSided: Bool
}
