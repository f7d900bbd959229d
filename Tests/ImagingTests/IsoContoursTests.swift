import Imaging
import TestSupport
import Testing

/// A slice drawn in letters: # is above the level.
private func slice(_ rows: String...) -> (values: [Float], columns: Int) {
  (rows.flatMap { row in row.map { $0 == "#" ? Float(1) : 0 } }, rows[0].count)
}

@Suite("Contours at a level")
struct IsoContoursTests {
  @Test("One pixel gives a diamond of half its area, half a pixel away")
  func onePixel() {
    let (values, columns) = slice("...", ".#.", "...")
    let contours = IsoContours(of: values, columns: columns)
    #expect(contours.loops.count == 1)
    #expect(Set(contours.loops[0]) == [[1.5, 1], [1, 1.5], [0.5, 1], [1, 0.5]])
    // A diamond with diagonals of 1.
    #expect(contours.area == 0.5)
  }

  @Test("At the border curves close half a pixel outside")
  func border() {
    let (values, columns) = slice("##", "##")
    let contours = IsoContours(of: values, columns: columns)
    // A square of 2 pixels less four corners of 1/8.
    #expect(contours.area == 3.5)
    #expect(contours.loops.map(\.count) == [8])
  }

  @Test("A ring has a hole, which a channel joins to the curve around it")
  func ring() {
    let (values, columns) = slice(".....", ".###.", ".#.#.", ".###.", ".....")
    let contours = IsoContours(of: values, columns: columns)
    #expect(contours.loops.count == 2)
    // 3 x 3 less four corners of 1/8, less a hole: a diamond of 1/2.
    #expect(contours.area == 8)
    let joined = contours.withKeyholes
    #expect(joined.count == 1)
    #expect(joined[0].count == 8 + 4 + 2)
  }

  @Test("Pixels that touch at a corner stay apart; an island in a hole is a curve of its own")
  func diagonal() {
    let (values, columns) = slice("#.", ".#")
    #expect(IsoContours(of: values, columns: columns).loops.count == 2)
    let island = slice("#####", "#...#", "#.#.#", "#...#", "#####")
    let contours = IsoContours(of: island.values, columns: island.columns)
    #expect(contours.loops.count == 3)
    #expect(contours.withKeyholes.count == 2)
  }

  @Test("Between grey values the curve lies where a straight line meets the level")
  func interpolation() {
    let contours = IsoContours(of: [0, 1, 0.25], columns: 3, level: 0.5)
    let xs = contours.loops[0].map(\.x).sorted()
    // From 0 to 1: half-way; from 1 to 0.25: two thirds.
    #expect(abs(xs[0] - 0.5) < 1e-6)
    #expect(abs(xs[3] - (1 + 2.0 / 3)) < 1e-6)
  }

  @Test("A level above or below everything gives no curve, or the whole slice")
  func extremes() {
    #expect(IsoContours(of: [0, 0, 0, 0], columns: 2).loops.isEmpty)
    #expect(IsoContours(of: [], columns: 0).loops.isEmpty)
    #expect(IsoContours(of: [1, 1, 1, 1], columns: 2).loops.count == 1)
  }

  @Test("Random masks come back from their contours, on grids of every orientation")
  func roundTrip() {
    var generator = SplitMix64(seed: 7)
    for orientation in Orientation.all {
      var affine = Affine(x: .zero, y: .zero, z: .zero, translation: SIMD3(3, -8, 20))
      for axis in 0..<3 {
        affine[column: axis][orientation.worldAxes[axis]] =
          Double(orientation.signs[axis]) * [0.5, 0.7, 1.5][axis]
      }
      let grid = VoxelGrid(size: SIMD3(13, 11, 3), affine: affine)
      let mask = Mask(
        grid: grid,
        voxels: (0..<grid.count).map { _ in Double.random(in: 0..<1, using: &generator) < 0.6 })
      var loops: [[SIMD3<Double>]] = []
      for k in 0..<3 {
        let values = mask.voxels[(k * 143)..<((k + 1) * 143)].map { $0 ? Float(1) : 0 }
        for loop in IsoContours(of: values, columns: 13).withKeyholes {
          loops.append(loop.map { grid.world(SIMD3($0.x, $0.y, Double(k))) })
        }
      }
      #expect(PlanarContours(loops: loops).mask(on: grid) == mask, "\(orientation)")
    }
  }

  @Test("Curves between slices go to the nearest one; tilted curves are refused")
  func planes() {
    let grid = VoxelGrid(8, 8, 4)
    let square: [SIMD3<Double>] = [
      [1.5, 1.5, 1.4], [5.5, 1.5, 1.4], [5.5, 5.5, 1.4], [1.5, 5.5, 1.4],
    ]
    let mask = PlanarContours(loops: [square]).mask(on: grid)
    #expect(mask?.count == 16)
    #expect(mask?[2, 2, 1] == true && mask?[2, 2, 2] == false)
    var tilted = square
    tilted[0].z = 2.2
    #expect(PlanarContours(loops: [tilted]).mask(on: grid) == nil)
    // Two planes on one slice are united, not set against each other.
    let higher = square.map { $0 + SIMD3(0, 0, -0.3) }
    #expect(PlanarContours(loops: [square, higher]).mask(on: grid)?.count == 16)
    // One curve drawn twice, in both directions, as a clinical structure set has it.
    #expect(PlanarContours(loops: [square, square.reversed()]).mask(on: grid)?.count == 16)
    let beyond = square.map { $0 + SIMD3(0, 0, 9) }
    #expect(PlanarContours(loops: [beyond]).mask(on: grid)?.isEmpty == true)
  }
}
