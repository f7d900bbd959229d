import Imaging
import Testing

@testable import Reporting

@Suite("Slices")
struct SliceStackTests {
  /// 20 x 20 x 10 voxels of 1 x 1 x 2 mm, so that every plane fills a square of 20 mm; intensity
  /// is 10 times the layer.
  private let image: Volume = {
    let grid = VoxelGrid(20, 20, 10, spacing: SIMD3(1, 1, 2))
    return Volume(
      grid: grid, voxels: (0..<grid.count).map { Float(10 * grid.index(at: $0).z) })
  }()

  private func labels(_ k: Range<Int>) -> LabelMap {
    var map = LabelMap(grid: image.grid, filledWith: 0)
    for z in k { for y in 5..<15 { for x in 4..<9 { map[x, y, z] = 1 } } }
    return map
  }

  @Test("There are as many slices as layers, the fullest one holds most labels")
  func counts() throws {
    for (plane, count) in [(AnatomicalPlane.axial, 10), (.coronal, 20), (.sagittal, 20)] {
      #expect(try SliceStack(image: image, labels: nil, plane: plane).count == count)
    }
    #expect(try SliceStack(image: image, labels: labels(3..<4), plane: .axial).fullest == 3)
    #expect(try SliceStack(image: image, labels: nil, plane: .axial).fullest == 5)
  }

  @Test("Slices go upwards, also where the layers are stored downwards")
  func direction() throws {
    let flipped = VoxelGrid(
      size: image.grid.size,
      affine: Affine(
        x: SIMD3(1, 0, 0), y: SIMD3(0, 1, 0), z: SIMD3(0, 0, -2), translation: SIMD3(0, 0, 18)))
    let other = Volume(
      grid: flipped,
      voxels: (0..<flipped.count).map { Float(10 * (9 - flipped.index(at: $0).z)) })
    let look = SliceLook()
    let here = try SliceStack(image: image, labels: nil, plane: .axial)
    let there = try SliceStack(image: other, labels: nil, plane: .axial)
    var levels: [UInt8] = []
    for n in 0..<10 {
      let picture = try DecodedPNG(here.png(slice: n, look: look, pixels: 20))
      #expect(
        try DecodedPNG(there.png(slice: n, look: look, pixels: 20)).colours == picture.colours)
      levels.append(picture[10, 10].red)
    }
    #expect(levels == levels.sorted() && Set(levels).count == 10)
    #expect(levels.first == 0 && levels.last == 255)
  }

  @Test("The window's level and width move the greys")
  func window() throws {
    let stack = try SliceStack(image: image, labels: nil, plane: .axial)
    func level(_ look: SliceLook) throws -> UInt8 {
      try DecodedPNG(stack.png(slice: 5, look: look, pixels: 20))[10, 10].red
    }
    // Intensity 50 of 0...90: 5/9 of the range is grey 142 of 255; half the width about the middle
    // puts it at (50 - 22.5) / 45, grey 156.
    #expect(abs(Int(try level(SliceLook())) - 142) <= 1)
    #expect(abs(Int(try level(SliceLook(window: 0.5))) - 156) <= 1)
    #expect(try level(SliceLook(level: 1.5)) == 0)
    #expect(try level(SliceLook(level: -0.5)) == 255)
  }

  @Test("A label's contour is one pixel wide, inside it; its area is see-through, the rest clear")
  func contours() throws {
    let stack = try SliceStack(image: image, labels: labels(2..<8), plane: .axial)
    let picture = try DecodedPNG(stack.overlayPNG(slice: 5, pixels: 20))
    // 5 x 10 voxels at one pixel a voxel: the rim has 2 · 5 + 2 · 10 - 4 pixels.
    #expect(picture.count(of: Self.orange) == 26)
    let area = PaletteColour(red: 0xFF, green: 0xA0, blue: 0x1E, alpha: 0x50)
    #expect(picture.count(of: area) == 5 * 10 - 26)
    #expect(picture.colours.count { $0.alpha == 0 } == 20 * 20 - 50)
    let empty = try DecodedPNG(stack.overlayPNG(slice: 0, pixels: 20))
    #expect(empty.colours.allSatisfy { $0.alpha == 0 })
  }

  private static let orange = PaletteColour(red: 0xFF, green: 0xA0, blue: 0x1E)

  @Test("A contour gets thicker with the picture: two pixels from 896 on")
  func thickness() throws {
    let stack = try SliceStack(image: image, labels: labels(2..<8), plane: .axial)
    for (pixels, thickness) in [(448, 1), (896, 2)] {
      let picture = try DecodedPNG(stack.overlayPNG(slice: 5, pixels: pixels))
      let row = (0..<pixels).map { picture[$0, pixels / 2] }
      // The row crosses the contour on its left and on its right.
      #expect(row.count { $0 == Self.orange } == 2 * thickness)
    }
  }

  @Test("What is looked for sets the slice and the middle; without it all labels do")
  func sought() throws {
    var map = labels(2..<3)
    // A larger structure of label 3 elsewhere.
    for z in 6..<9 { for y in 2..<18 { for x in 2..<18 { map[x, y, z] = 3 } } }
    #expect(try SliceStack(image: image, labels: map, plane: .axial, sought: [1, 2]).fullest == 2)
    #expect(try SliceStack(image: image, labels: map, plane: .axial, sought: [9]).fullest == 6)
    #expect(try SliceStack(image: image, labels: map, plane: .axial).fullest == 6)
  }

  @Test("A point of a picture is found again in every plane", arguments: [1.0, 2])
  func position(zoom: Double) throws {
    let planes = try AnatomicalPlane.allCases.map {
      try SliceStack(image: image, labels: labels(2..<8), plane: $0)
    }
    // By hand: 20 mm a side about (9.5, 9.5) mm; half of it about the labels' middle (6, 9.5).
    let point = planes[0].world(x: 0.25, y: 0.75, slice: 3, zoom: zoom)
    let expected = zoom == 1 ? SIMD3(14.5, 4.5, 6) : SIMD3(8.5, 7, 6)
    #expect((point - expected).length < 1e-9)
    let positions = planes.map { $0.position(of: point, zoom: zoom) }
    #expect(positions[0].slice == 3)
    #expect(abs(positions[0].x - 0.25) < 1e-9 && abs(positions[0].y - 0.75) < 1e-9)
    // Voxels have their centres at whole millimetres in the plane.
    #expect(positions[1].slice == Int(expected.y.rounded()))
    #expect(positions[2].slice == Int(expected.x.rounded()))
    for (plane, found) in zip(planes, positions) {
      let back = plane.world(x: found.x, y: found.y, slice: found.slice, zoom: zoom)
      // Slices lie on voxel centres, at most half a voxel away.
      #expect((back - point).length <= 0.5 + 1e-9)
    }
  }

  @Test("A magnified slice shows the labels' middle; numbers out of range show the last slice")
  func zoom() throws {
    let stack = try SliceStack(image: image, labels: labels(2..<8), plane: .axial)
    let near = try DecodedPNG(stack.overlayPNG(slice: 5, zoom: 2, pixels: 40))
    let columns = (0..<40).filter { x in (0..<40).contains { near[x, $0] == Self.orange } }
    // 5 mm of 10 mm at 4 pixels a mm, in the middle of 40 pixels; the 10 mm in the other direction
    // fill the picture, whose border cuts them without an edge but at the rounded corners.
    #expect(columns.first == 10 && columns.last == 29 && columns.count <= 4)
    #expect(stack.png(slice: 99, pixels: 20) == stack.png(slice: 9, pixels: 20))
    #expect(stack.png(slice: -1, pixels: 20) == stack.png(slice: 0, pixels: 20))
  }
}
