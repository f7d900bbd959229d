import Imaging
import TestSupport
import Testing

@testable import Reporting

@Suite("Overlays")
struct OverlayTests {
  /// 20 x 20 x 10 voxels of 1 x 1 x 2 mm; bright where x (patient's right) is high.
  private let image: Volume = {
    let grid = VoxelGrid(20, 20, 10, spacing: SIMD3(1, 1, 2))
    return Volume(
      grid: grid, voxels: (0..<grid.count).map { Float(grid.index(at: $0).x) })
  }()

  private func label(_ i: Range<Int>, _ j: Range<Int>, _ k: Range<Int>) -> LabelMap {
    var map = LabelMap(grid: image.grid, filledWith: 0)
    for z in k { for y in j { for x in i { map[x, y, z] = 1 } } }
    return map
  }

  /// A focus on the whole 20 mm square with 4 pixels per mm.
  private var focus: OverlayFocus {
    OverlayFocus(centre: image.grid.centre, fieldOfView: 20)
  }

  @Test("The patient's right is on the left of an axial picture")
  func radiological() throws {
    let picture = try DecodedPNG(
      overlayPNG(
        image: image, reference: nil, prediction: nil, plane: .axial, focus: focus, pixels: 80))
    #expect(picture[2, 40].red > picture[40, 40].red)
    #expect(picture[40, 40].red > picture[77, 40].red)
  }

  @Test("An image stored left-handed and permuted gives the same picture")
  func orientation() throws {
    let grid = image.grid
    // Axis i runs to the left, j and k are swapped; the world is the same.
    let affine = Affine(
      x: SIMD3(-1, 0, 0), y: SIMD3(0, 0, 2), z: SIMD3(0, 1, 0), translation: SIMD3(19, 0, 0))
    let turned = VoxelGrid(size: SIMD3(20, 10, 20), affine: affine)
    let other = Volume(
      grid: turned, voxels: (0..<turned.count).map { Float(19 - turned.index(at: $0).x) })
    for plane in AnatomicalPlane.allCases {
      let here = try DecodedPNG(
        overlayPNG(
          image: image, reference: nil, prediction: nil, plane: plane,
          focus: OverlayFocus(centre: grid.centre, fieldOfView: 20), pixels: 40))
      let there = try DecodedPNG(
        overlayPNG(
          image: other, reference: nil, prediction: nil, plane: plane,
          focus: OverlayFocus(centre: turned.centre, fieldOfView: 20), pixels: 40))
      #expect(here.colours == there.colours)
    }
  }

  @Test("Contours of both sides are drawn in their colours, in proportion to the voxels")
  func contours() throws {
    let reference = label(4..<9, 5..<15, 3..<6)
    let prediction = label(11..<16, 5..<15, 3..<6)
    let picture = try DecodedPNG(
      overlayPNG(
        image: image, reference: reference, prediction: prediction, plane: .axial,
        focus: OverlayFocus(centre: SIMD3(9.5, 9.5, 8), fieldOfView: 20), pixels: 80))
    // A 5 x 10 mm label is 20 x 40 pixels; two pixels of contour inside: 800 - 16 * 36 = 224.
    // The half level rounds the corners, so a few pixels may lack.
    let found = [OverlayColours.reference, OverlayColours.prediction].map { picture.count(of: $0) }
    #expect(abs(found[0] - 224) <= 12)
    #expect(found[0] == found[1])
    // Reference voxels 4..<9 lie to the patient's left of 11..<16, so on the picture's right.
    #expect(picture[80 - 4 * 9, 40] == OverlayColours.reference)
  }

  @Test("Where both contours coincide, both colours show")
  func coincidence() throws {
    let both = label(4..<14, 5..<15, 3..<6)
    let picture = try DecodedPNG(
      overlayPNG(
        image: image, reference: both, prediction: both, plane: .axial, focus: nil, pixels: 80))
    let reference = picture.count(of: OverlayColours.reference)
    let prediction = picture.count(of: OverlayColours.prediction)
    #expect(reference > 0 && prediction > 0)
    #expect(abs(reference - prediction) * 2 < reference + prediction)
  }

  @Test("The focus is the slice with most labelled voxels, centred on them")
  func focusOnLabels() {
    var map = label(4..<9, 5..<7, 3..<4)
    map[10, 10, 8] = 1
    let focus = OverlayFocus(
      on: [1], of: [map], plane: .axial, grid: image.grid, margin: 12, minimum: 10)
    #expect(focus.centre == SIMD3(6, 5.5, 6))  // slice 3 of 2 mm, x 4...8, y 5...6
    #expect(focus.fieldOfView == 28)  // 4 mm between the outermost centres, 12 mm each side
    let nothing = OverlayFocus(on: [2], of: [map], plane: .axial, grid: image.grid, minimum: 10)
    #expect(nothing == OverlayFocus(centre: image.grid.centre, fieldOfView: 10))
  }

  @Test("A constant or NaN image gives a black picture, not an error")
  func flat() throws {
    for value in [Float(3), .nan] {
      let flat = Volume(grid: image.grid, filledWith: value)
      let picture = try DecodedPNG(
        overlayPNG(
          image: flat, reference: nil, prediction: nil, plane: .sagittal, focus: focus, pixels: 16))
      #expect(picture.count(of: PaletteColour(red: 0, green: 0, blue: 0)) == 256)
    }
  }

  @Test("A label map on another grid is refused")
  func otherGrid() {
    let map = LabelMap(grid: VoxelGrid(20, 20, 10), filledWith: 1)
    #expect(throws: GridMismatch.self) {
      try overlayPNG(image: image, reference: map, prediction: nil, plane: .axial)
    }
  }
}
