public import Imaging

/// The slices of an image along one anatomical plane, as square pictures with label contours.
///
/// Slice `n` passes through the voxel centres of layer `n` of the voxel axis that lies nearest to
/// the plane's normal, so on grids along the body's axes it shows what was measured. Pictures are
/// sampled in world space: any orientation and anisotropic voxels come out upright and in
/// proportion.
public struct SliceStack: Sendable {
  /// The plane that the slices lie in.
  public let plane: AnatomicalPlane
  /// The number of slices.
  public let count: Int
  private let image: Volume
  private let labels: LabelMap?
  private let present: [UInt8]
  private let axis: Int
  private let isReversed: Bool
  private let labelledCentre: SIMD3<Double>?
  private let sorted: [Float]

  /// - Parameters:
  ///   - image: the image to show.
  ///   - labels: labels on the image's grid, or `nil`.
  /// - Throws: ``GridMismatch`` when the labels lie on another grid.
  public init(
    image: Volume, labels: LabelMap?, plane: AnatomicalPlane
  ) throws(GridMismatch) {
    if let labels { try GridMismatch.check("slices", image.grid, labels.grid) }
    self.image = image
    self.labels = labels
    self.plane = plane
    present = labels?.labels.filter { $0 != 0 } ?? []
    axis = image.grid.axis(along: plane.normal)
    count = image.grid.size[axis]
    isReversed = (image.grid.affine[column: axis] * plane.normal).sum() < 0
    sorted = Self.sortedSample(of: image)
    labelledCentre =
      present.isEmpty
      ? nil
      : image.grid.affine.inverse?(
        OverlayFocus(
          on: Set(present), of: [labels].compactMap(\.self), plane: plane, grid: image.grid
        ).centre)
  }

  /// The slice with most labelled voxels; the middle one where there is none.
  public var fullest: Int {
    var perSlice = [Int](repeating: 0, count: count)
    if let labels {
      for (n, label) in labels.voxels.enumerated() where label != 0 {
        perSlice[labels.grid.index(at: n)[axis]] += 1
      }
    }
    guard let most = perSlice.max(), most > 0, let layer = perSlice.firstIndex(of: most) else {
      return count / 2
    }
    return slice(ofLayer: layer)
  }

  /// A slice as a PNG file: grey, with the contours of labels 1, 2 and 3 in colours of their own.
  ///
  /// - Parameters:
  ///   - slice: counted upwards, forwards or to the right from 0; clamped to 0..<``count``.
  ///   - look: window, contours, magnification.
  /// - Complexity: O(pixels² · labels).
  public func png(slice: Int, look: SliceLook = SliceLook(), pixels: Int = 448) -> [UInt8] {
    let sampler = PlaneSampler(
      grid: image.grid, plane: plane, focus: focus(slice: slice, zoom: look.zoom), pixels: pixels)
    var picture = IndexedPicture(width: pixels, height: pixels)
    picture.pixels = greyLevels(sampler.sample(image.voxels), look)
    if look.showsContours, let labels {
      for label in present {
        let edge = contour(sampler.share(of: label, in: labels.voxels), side: pixels)
        for n in edge.indices where edge[n] { picture.pixels[n] = SliceColours.index(of: label) }
      }
    }
    return picture.png(palette: SliceColours.palette)
  }

  /// The layer of voxels, counted along the plane's normal, as a slice and back.
  private func slice(ofLayer layer: Int) -> Int { isReversed ? count - 1 - layer : layer }

  private func focus(slice: Int, zoom: Double) -> OverlayFocus {
    let grid = image.grid
    let whole = Self.extent(of: grid, plane: plane)
    var index = (SIMD3<Double>(grid.size) - 1) / 2
    if zoom > 1, let labelledCentre { index = labelledCentre }
    index[axis] = Double(self.slice(ofLayer: min(max(slice, 0), count - 1)))
    return OverlayFocus(centre: grid.world(index), fieldOfView: whole / max(zoom, 1))
  }

  /// The side in mm of the square that holds the whole grid, seen along the plane's normal.
  private static func extent(of grid: VoxelGrid, plane: AnatomicalPlane) -> Double {
    let corners = (0..<8).map { corner in
      grid.world(
        SIMD3(
          corner & 1 == 0 ? -0.5 : Double(grid.size.x) - 0.5,
          corner & 2 == 0 ? -0.5 : Double(grid.size.y) - 0.5,
          corner & 4 == 0 ? -0.5 : Double(grid.size.z) - 0.5))
    }
    return [plane.rightward, plane.downward].map { direction in
      let along = corners.map { ($0 * direction).sum() }
      return (along.max() ?? 0) - (along.min() ?? 0)
    }.max() ?? 1
  }

  /// Some ten thousand finite intensities in ascending order: percentiles of the whole image.
  private static func sortedSample(of image: Volume) -> [Float] {
    let step = max(1, image.voxels.count / 16384)
    return stride(from: 0, to: image.voxels.count, by: step)
      .map { image.voxels[$0] }.filter(\.isFinite).sorted()
  }

  private func greyLevels(_ samples: [Float], _ look: SliceLook) -> [UInt8] {
    guard let last = sorted.indices.last else { return [UInt8](repeating: 0, count: samples.count) }
    let range = (low: sorted[last / 200], high: sorted[last - last / 200])
    let width = (range.high - range.low) * Float(look.window)
    let low = range.low + (range.high - range.low) * Float(look.level) - width / 2
    let top = Float(SliceColours.greyCount - 1)
    let scale = width > 0 ? top / width : 0
    return samples.map { value in
      value.isFinite ? UInt8(min(max((value - low) * scale, 0), top).rounded()) : 0
    }
  }
}

/// How a slice is shown.
public struct SliceLook: Hashable, Sendable {
  /// The grey window's middle as a share of the range from the 0.5th to the 99.5th percentile.
  public var level: Double
  /// The grey window's width as a share of that range.
  public var window: Double
  /// Whether contours are drawn.
  public var showsContours: Bool
  /// The magnification round the labels; 1 shows the whole image.
  public var zoom: Double

  /// The whole range of intensities, with contours, unless stated otherwise.
  public init(
    level: Double = 0.5, window: Double = 1, showsContours: Bool = true, zoom: Double = 1
  ) {
    self.level = level
    self.window = window
    self.showsContours = showsContours
    self.zoom = zoom
  }
}

/// The pixels inside a region whose neighbour to one of four sides lies outside of it.
private func contour(_ share: [Float], side: Int) -> [Bool] {
  var result = [Bool](repeating: false, count: side * side)
  for y in 0..<side {
    for x in 0..<side where share[x + side * y] >= 0.5 {
      let n = x + side * y
      // A region cut by the picture's border has no edge there.
      result[n] =
        (x > 0 && share[n - 1] < 0.5) || (x + 1 < side && share[n + 1] < 0.5)
        || (y > 0 && share[n - side] < 0.5) || (y + 1 < side && share[n + side] < 0.5)
    }
  }
  return result
}

/// Greys, and contour colours that people who see no red or green tell apart.
enum SliceColours {
  static let greyCount = 252

  static let palette: [PaletteColour] =
    (0..<greyCount).map { n in
      let level = UInt8((n * 255 + (greyCount - 1) / 2) / (greyCount - 1))
      return PaletteColour(red: level, green: level, blue: level)
    } + [
      PaletteColour(red: 0xFF, green: 0xA0, blue: 0x1E),
      PaletteColour(red: 0x2F, green: 0xC8, blue: 0xFF),
      PaletteColour(red: 0xF2, green: 0x5C, blue: 0xE8),
      PaletteColour(red: 0xF2, green: 0xE8, blue: 0x5C),
    ]

  /// The palette's entry of a label: 1, 2 and 3 have their own, all others share one.
  static func index(of label: UInt8) -> UInt8 {
    UInt8(greyCount) + min(max(label, 1), 4) - 1
  }
}
