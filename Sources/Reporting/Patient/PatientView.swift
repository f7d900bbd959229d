public import Imaging

/// A picture of one plane with coloured outlines, lines, orientation letters and a scale bar.
public struct PatientView: Hashable, Sendable {
  /// A line over the picture, in pixels from its upper left corner.
  public struct Line: Hashable, Sendable {
    /// What a line shows.
    public enum Kind: String, Hashable, Sendable {
      /// The trace of the meatal plane.
      case meatalPlane = "plane"
      /// A measured diameter.
      case diameter
    }

    /// What it shows.
    public let kind: Kind
    /// One end.
    public let start: SIMD2<Double>
    /// The other end.
    public let end: SIMD2<Double>
  }

  /// The plane it shows.
  public let plane: AnatomicalPlane
  /// The bytes of a PNG file, as wide as high.
  public let png: [UInt8]
  /// The number of pixels along each side.
  public let pixels: Int
  /// The side of the picture in mm.
  public let fieldOfView: Double
  /// The lines over it.
  public let lines: [Line]
}

extension PatientView {
  /// A colour for each label's outline, in the order in which later outlines cover earlier ones.
  public struct Outline: Hashable, Sendable {
    /// The colours that outlines have, told apart also by people who see no red or green.
    public enum Colour: String, Hashable, Sendable, CaseIterable {
      /// Orange, for the part outside the canal or the undivided tumour.
      case orange
      /// Pink, for the part inside the canal.
      case pink
      /// Sky blue, for the cochleas.
      case blue
    }

    /// The label.
    public let label: UInt8
    /// Its colour.
    public let colour: Colour

    /// An outline of a label.
    public init(_ label: UInt8, _ colour: Colour) {
      self.label = label
      self.colour = colour
    }
  }

  /// A picture of a plane through an image with the outlines of labels.
  ///
  /// - Parameters:
  ///   - image: the image; `nil` for black.
  ///   - labels: the labels, on the image's grid.
  ///   - outlines: the labels to outline.
  ///   - plane: the plane.
  ///   - focus: where and how much.
  ///   - segments: lines in world space, in mm RAS+, drawn as seen along the plane's normal.
  ///   - pixels: the picture's width and height.
  /// - Throws: `GridMismatch` when the labels lie on another grid than the image.
  public init(
    image: Volume?, labels: LabelMap, outlines: [Outline], plane: AnatomicalPlane,
    focus: OverlayFocus, segments: [(kind: Line.Kind, start: SIMD3<Double>, end: SIMD3<Double>)],
    pixels: Int = 384
  ) throws(GridMismatch) {
    if let image { try GridMismatch.check("overlay", image.grid, labels.grid) }
    let sampler = PlaneSampler(grid: labels.grid, plane: plane, focus: focus, pixels: pixels)
    var picture = IndexedPicture(width: pixels, height: pixels)
    if let image { picture.pixels = greyLevels(sampler.sample(image.voxels)) }
    let colours = Outline.Colour.allCases
    for drawn in outlines {
      let index = UInt8(greyCount + (colours.firstIndex(of: drawn.colour) ?? 0))
      let edge = outline(of: drawn.label, in: labels, sampler)
      for n in edge.indices where edge[n] { picture.pixels[n] = index }
    }
    self.plane = plane
    png = picture.png(palette: greyPalette + colours.map(\.paletteColour))
    self.pixels = pixels
    fieldOfView = focus.fieldOfView
    lines = segments.map { segment in
      Line(
        kind: segment.kind, start: Self.place(segment.start, plane, focus, pixels),
        end: Self.place(segment.end, plane, focus, pixels))
    }
  }

  /// The pixel at which a point of the world appears.
  private static func place(
    _ world: SIMD3<Double>, _ plane: AnatomicalPlane, _ focus: OverlayFocus, _ pixels: Int
  ) -> SIMD2<Double> {
    let offset = (world - focus.centre) * (Double(pixels) / focus.fieldOfView)
    return SIMD2((offset * plane.rightward).sum(), (offset * plane.downward).sum())
      + Double(pixels) / 2
  }
}

extension PatientView.Outline.Colour {
  var paletteColour: PaletteColour {
    switch self {
    case .orange: PaletteColour(red: 0xFF, green: 0xA0, blue: 0x1E)
    case .pink: PaletteColour(red: 0xFF, green: 0x6F, blue: 0xC4)
    case .blue: PaletteColour(red: 0x2F, green: 0xC8, blue: 0xFF)
    }
  }
}
