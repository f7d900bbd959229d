public import Imaging

/// All that is known of a case when it is checked.
public struct QualityInput: Sendable {
  /// The scan.
  public var image: Volume
  /// The tumour on the scan's grid; `nil` where nothing was segmented.
  public var tumour: Mask?
  /// Both cochleas on the scan's grid; `nil` where nothing was segmented.
  public var cochleas: Mask?
  /// A second segmentation of the tumour, as of another model or reader.
  public var secondTumour: Mask?
  /// Whether the file states directions at all.
  public var statesOrientation = true
  /// Whether the file states directions twice and differently (NIfTI's qform and sform).
  public var contradictsOrientation = false
  /// Whether the scan should look like T2; if not, its contrast is not judged.
  public var expectsT2 = true
  /// The side that the records state; `nil` where none is known.
  public var isStatedRightSided: Bool?

  /// A case; masks must lie on the image's grid.
  ///
  /// - Throws: `GridMismatch`.
  public init(
    image: Volume, tumour: Mask? = nil, cochleas: Mask? = nil, secondTumour: Mask? = nil
  ) throws(GridMismatch) {
    for mask in [tumour, cochleas, secondTumour] {
      guard let mask else { continue }
      try GridMismatch.check("quality flags", image.grid, mask.grid)
    }
    self.image = image
    self.tumour = tumour
    self.cochleas = cochleas
    self.secondTumour = secondTumour
  }
}

/// Every flag of a case, errors first.
public func qualityFlags(
  _ input: QualityInput, limits: QualityLimits = .init()
) -> [QualityFlag] {
  let measures = ScanMeasures(input.image)
  return
    (geometryFlags(input, limits)
    + imageFlags(measures, limits, expectsT2: input.expectsT2) + maskFlags(input, limits))
    .enumerated().sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
    .map(\.element)
}
