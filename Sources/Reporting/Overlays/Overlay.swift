public import Imaging

/// A grey picture of an anatomical plane with the contours of reference and prediction, as PNG.
///
/// The plane is sampled in world space, so any orientation and anisotropic voxels come out upright
/// and in proportion. Contours follow each label's half level, drawn inside the label; the reference
/// is cyan, the prediction orange, and where both run together they alternate in dashes.
/// The grey window spans the 0.5th to the 99.5th percentile of what is shown. Outside of the image
/// is black.
///
/// - Parameters:
///   - image: the image to show.
///   - reference: reference labels on the image's grid, or `nil`.
///   - prediction: predicted labels on the image's grid, or `nil`.
///   - plane: the plane to show.
///   - focus: where and how much; by default the slice with most labelled voxels.
///   - pixels: the width and height of the picture.
/// - Returns: the bytes of a PNG file.
/// - Throws: ``GridMismatch`` when a label map lies on another grid.
/// - Complexity: O(pixels² · labels).
public func overlayPNG(
  image: Volume, reference: LabelMap?, prediction: LabelMap?, plane: AnatomicalPlane,
  focus: OverlayFocus? = nil, pixels: Int = 384
) throws(GridMismatch) -> [UInt8] {
  let maps = [reference, prediction].compactMap(\.self)
  for map in maps { try GridMismatch.check("overlay", image.grid, map.grid) }
  let focus =
    focus ?? OverlayFocus(on: Set(1...255), of: maps, plane: plane, grid: image.grid)
  let sampler = PlaneSampler(grid: image.grid, plane: plane, focus: focus, pixels: pixels)

  var picture = IndexedPicture(width: pixels, height: pixels)
  picture.pixels = greyLevels(sampler.sample(image.voxels))
  let expected = reference.map { contours(of: $0, sampler) }
  let predicted = prediction.map { contours(of: $0, sampler) }
  for n in picture.pixels.indices {
    let isReference = expected?[n] == true
    let isPrediction = predicted?[n] == true
    guard isReference || isPrediction else { continue }
    let isEvenDash = (n % pixels + n / pixels) / 8 % 2 == 0
    picture.pixels[n] =
      isReference && (!isPrediction || isEvenDash) ? referenceIndex : predictionIndex
  }
  return picture.png(palette: palette)
}

/// The number of grey levels in a picture's palette; contour colours come after them.
let greyCount = 250
private let referenceIndex = UInt8(greyCount)
private let predictionIndex = UInt8(greyCount + 1)

private let palette = greyPalette + [OverlayColours.reference, OverlayColours.prediction]

/// The grey levels, black first.
let greyPalette: [PaletteColour] = (0..<greyCount).map { n in
  let level = UInt8((n * 255 + (greyCount - 1) / 2) / (greyCount - 1))
  return PaletteColour(red: level, green: level, blue: level)
}

/// The two contour colours, told apart also by people who see no red or green.
enum OverlayColours {
  static let reference = PaletteColour(red: 0x2F, green: 0xC8, blue: 0xFF)
  static let prediction = PaletteColour(red: 0xFF, green: 0xA0, blue: 0x1E)
}

/// Levels 0..<``greyCount`` over the robust range of the finite samples; everything 0 where that is empty.
func greyLevels(_ samples: [Float]) -> [UInt8] {
  let sorted = samples.filter(\.isFinite).sorted()
  guard let last = sorted.indices.last else {
    return [UInt8](repeating: 0, count: samples.count)
  }
  let low = sorted[Int(Double(last) * 0.005)]
  let high = sorted[Int((Double(last) * 0.995).rounded(.up))]
  guard high > low else { return [UInt8](repeating: 0, count: samples.count) }
  let scale = Float(greyCount - 1) / (high - low)
  return samples.map { value in
    guard value.isFinite else { return 0 }
    return UInt8(min(max((value - low) * scale, 0), Float(greyCount - 1)).rounded())
  }
}

/// The pixels of ``outline(of:in:_:)`` of all labels together.
private func contours(of map: LabelMap, _ sampler: PlaneSampler) -> [Bool] {
  var result = [Bool](repeating: false, count: sampler.pixels * sampler.pixels)
  for label in map.labels where label != 0 {
    for (n, isEdge) in outline(of: label, in: map, sampler).enumerated() where isEdge {
      result[n] = true
    }
  }
  return result
}

/// The pixels inside a label that lie within two pixels of its edge.
func outline(of label: UInt8, in map: LabelMap, _ sampler: PlaneSampler) -> [Bool] {
  let side = sampler.pixels
  var result = [Bool](repeating: false, count: side * side)
  let steps = [(1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (-2, 0), (0, 2), (0, -2)]
  let isInside = sampler.share(of: label, in: map.voxels).map { $0 >= 0.5 }
  for y in 0..<side {
    for x in 0..<side where isInside[x + side * y] {
      result[x + side * y] = steps.contains { step in
        let (u, v) = (x + step.0, y + step.1)
        // A label cut by the picture's border has no edge there.
        guard u >= 0, v >= 0, u < side, v < side else { return false }
        return !isInside[u + side * v]
      }
    }
  }
  return result
}
