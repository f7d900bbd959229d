public import Learning

/// How an adapted segmenter learns on from a few target images with true labels.
public struct FewAnnotationSettings: Codable, Hashable, Sendable {
  /// How many unlabelled target images are given their true labels; 0 leaves the stage out.
  public var cases: Int
  /// The part of training patches that come from them; the others are those the segmenter learned from
  /// before, pseudo-labelled images of the last round among them.
  public var annotatedFraction: Double
  /// The training that starts from the adapted segmenter's weights.
  public var training: SegmentationSettings

  /// Settings, by default without any annotated image.
  public init(cases: Int = 0, annotatedFraction: Double = 0.5, training: SegmentationSettings) {
    self.cases = cases
    self.annotatedFraction = annotatedFraction
    self.training = training
  }

  /// Why the settings make no sense; `nil` when they do.
  public var problem: String? {
    if cases < 0 { return "fewAnnotations.cases expects 0 or more, found \(cases)" }
    if !(0.0...1.0).contains(annotatedFraction) || annotatedFraction == 0 {
      return "fewAnnotations.annotatedFraction expects more than 0 and at most 1, "
        + "found \(annotatedFraction)"
    }
    return nil
  }
}
