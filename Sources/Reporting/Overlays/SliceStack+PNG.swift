import Imaging

/// How a slice is shown.
public struct SliceLook: Hashable, Sendable {
  /// The grey window's middle as a share of the range from the 0.5th to the 99.5th percentile.
  public var level: Double
  /// The grey window's width as a share of that range.
  public var window: Double
  /// The magnification round the labels; 1 shows the whole image.
  public var zoom: Double

  /// The whole range of intensities, unless stated otherwise.
  public init(level: Double = 0.5, window: Double = 1, zoom: Double = 1) {
    self.level = level
    self.window = window
    self.zoom = zoom
  }
}

extension SliceStack {
  /// A slice as a PNG file in grey.
  ///
  /// - Parameters:
  ///   - slice: counted upwards, forwards or to the right from 0; clamped to 0..<``count``.
  ///   - look: window and magnification.
  ///   - pixels: the width and height.
  public func png(slice: Int, look: SliceLook = SliceLook(), pixels: Int = 448) -> [UInt8] {
    let sampler = PlaneSampler(
      grid: image.grid, plane: plane, focus: focus(slice: slice, zoom: look.zoom), pixels: pixels)
    var picture = IndexedPicture(width: pixels, height: pixels)
    picture.pixels = greyLevels(sampler.sample(image.voxels), look)
    return picture.png(palette: SliceColours.greys)
  }

  /// The labels of a slice as a PNG file that is transparent around them: an opaque contour and a
  /// see-through area in the colour of each label.
  ///
  /// - Parameters:
  ///   - slice: as in ``png(slice:look:pixels:)``.
  ///   - zoom: the picture's magnification.
  ///   - pixels: the width and height; contours are about one pixel wide for every 448.
  public func overlayPNG(slice: Int, zoom: Double = 1, pixels: Int = 448) -> [UInt8] {
    let focus = focus(slice: slice, zoom: zoom)
    var picture = IndexedPicture(width: pixels, height: pixels)
    for (label, mask) in masks {
      let sampler = PlaneSampler(grid: mask.grid, plane: plane, focus: focus, pixels: pixels)
      let share = sampler.share(of: mask.voxels)
      let edge = contour(share, side: pixels, thickness: max(1, (pixels + 224) / 448))
      for n in share.indices where share[n] >= 0.5 {
        picture.pixels[n] = SliceColours.index(of: label, isEdge: edge[n])
      }
    }
    return picture.png(palette: SliceColours.overlay)
  }

  private func greyLevels(_ samples: [Float], _ look: SliceLook) -> [UInt8] {
    guard let last = sorted.indices.last else { return [UInt8](repeating: 0, count: samples.count) }
    let range = (low: sorted[last / 200], high: sorted[last - last / 200])
    let width = (range.high - range.low) * Float(look.window)
    let low = range.low + (range.high - range.low) * Float(look.level) - width / 2
    let scale = width > 0 ? 255 / width : 0
    return samples.map { value in
      value.isFinite ? UInt8(min(max((value - low) * scale, 0), 255).rounded()) : 0
    }
  }
}

/// The pixels inside a region with one outside of it so many pixels to one of four sides.
private func contour(_ share: [Float], side: Int, thickness: Int) -> [Bool] {
  var result = [Bool](repeating: false, count: side * side)
  for y in 0..<side {
    for x in 0..<side where share[x + side * y] >= 0.5 {
      let n = x + side * y
      // A region cut by the picture's border has no edge there.
      result[n] = (1...thickness).contains { step in
        (x >= step && share[n - step] < 0.5) || (x + step < side && share[n + step] < 0.5)
          || (y >= step && share[n - step * side] < 0.5)
          || (y + step < side && share[n + step * side] < 0.5)
      }
    }
  }
  return result
}

/// Greys, and label colours that people who see no red or green tell apart.
enum SliceColours {
  static let greys: [PaletteColour] = (0...255).map { n in
    PaletteColour(red: UInt8(n), green: UInt8(n), blue: UInt8(n))
  }

  /// Nothing, then areas of labels 1, 2, 3 and others, then their contours.
  static let overlay: [PaletteColour] =
    [PaletteColour(red: 0, green: 0, blue: 0, alpha: 0)]
    + [0x50, 0xFF].flatMap { alpha in
      [
        PaletteColour(red: 0xFF, green: 0xA0, blue: 0x1E, alpha: alpha),
        PaletteColour(red: 0x2F, green: 0xC8, blue: 0xFF, alpha: alpha),
        PaletteColour(red: 0xF2, green: 0x5C, blue: 0xE8, alpha: alpha),
        PaletteColour(red: 0xF2, green: 0xE8, blue: 0x5C, alpha: alpha),
      ]
    }

  /// The overlay's entry of a label: 1, 2 and 3 have their own, all others share one.
  static func index(of label: UInt8, isEdge: Bool) -> UInt8 {
    min(max(label, 1), 4) + (isEdge ? 4 : 0)
  }
}
