import Imaging
import Testing

@Suite("Orientation")
struct OrientationTests {
  @Test("There are 48 orientations: six orders of the axes, each with eight signs")
  func all() {
    #expect(Orientation.all.count == 48)
    #expect(Set(Orientation.all.map(\.description)).count == 48)
    #expect(Set(Orientation.all).count == 48)
  }

  @Test("The letters name the orientation and read back, also in lower case")
  func letters() {
    for orientation in Orientation.all {
      #expect(Orientation(orientation.description) == orientation)
      #expect(Orientation(orientation.description.lowercased()) == orientation)
    }
    #expect(Orientation("RAS") == .ras)
  }

  @Test(
    "Letters that do not name each world axis once are no orientation",
    arguments: ["", "R", "RA", "RASS", "RAL", "RRS", "SIP", "XYZ", "RA ", " RAS"])
  func wrongLetters(_ text: String) { #expect(Orientation(text) == nil) }

  // Each column points the way its letter says: +x right, +y anterior, +z superior.
  @Test(
    "The orientation of an affine, worked by hand",
    arguments: [
      ("RAS", Affine(spacing: SIMD3(1, 1, 1))),
      ("LPS", Affine(spacing: SIMD3(-0.4, -0.4, 1.5))),
      ("PIR", Affine(x: SIMD3(0, -1, 0), y: SIMD3(0, 0, -2), z: SIMD3(3, 0, 0))),
      ("SAL", Affine(x: SIMD3(0, 0, 1), y: SIMD3(0, 2, 0), z: SIMD3(-3, 0, 0))),
      // 30 degrees about z; the nearest axes win.
      ("RAS", Affine(x: SIMD3(0.866, 0.5, 0), y: SIMD3(-0.5, 0.866, 0), z: SIMD3(0, 0, 1))),
      // 60 degrees about z.
      ("ALS", Affine(x: SIMD3(0.5, 0.866, 0), y: SIMD3(-0.866, 0.5, 0), z: SIMD3(0, 0, 1))),
      // Sheared: both i and j run mostly to the front, and j more so: 0.36 + 1 beats 0.64 + 0.
      ("RAS", Affine(x: SIMD3(0.6, 0.8, 0), y: SIMD3(0, 1, 0), z: SIMD3(0, 0, 1))),
      // Directions count, not lengths: a long step 30 degrees off is still one step along z.
      ("RAS", Affine(x: SIMD3(0.1, 0, 0), y: SIMD3(0, 0.1, 0), z: SIMD3(0, 5, 8.66))),
    ])
  func ofAffine(_ example: (expected: String, affine: Affine)) {
    #expect(Orientation(of: example.affine).description == example.expected)
  }

  @Test("An affine made of an orientation's directions has that orientation")
  func ofEach() {
    for orientation in Orientation.all {
      var affine = Affine(spacing: .zero)
      for axis in 0..<3 {
        affine[column: axis][orientation.worldAxes[axis]] = Double(orientation.signs[axis]) * 0.7
      }
      #expect(Orientation(of: affine) == orientation, "\(orientation)")
    }
  }

  @Test("Half of the orientations are right-handed")
  func handedness() {
    let rightHanded = Orientation.all.filter { orientation in
      var affine = Affine(spacing: .zero)
      for axis in 0..<3 {
        affine[column: axis][orientation.worldAxes[axis]] = Double(orientation.signs[axis])
      }
      return affine.determinant > 0
    }
    #expect(rightHanded.count == 24)
  }
}

@Suite("Reorientation")
struct ReorientationTests {
  @Test("A row from left to right turns into one from right to left, worked by hand")
  func row() throws {
    let row = Volume(line: [1, 2, 3])
    let turned = row.reoriented(to: try #require(Orientation("LAS")))
    #expect(turned.voxels == [3, 2, 1])
    #expect(turned.grid == VoxelGrid(3, 1, 1, spacing: SIMD3(-1, 1, 1), origin: SIMD3(2, 0, 0)))
  }

  @Test("Two axes change places, worked by hand")
  func swap() throws {
    // Rows along i: 1 2 3 / 4 5 6. With j first the columns 1 4 / 2 5 / 3 6 become the rows.
    let image = LabelMap(
      grid: VoxelGrid(3, 2, 1, spacing: SIMD3(0.5, 2, 3)), voxels: [1, 2, 3, 4, 5, 6])
    let turned = image.reoriented(to: try #require(Orientation("ARS")))
    #expect(turned.grid.size == SIMD3(2, 3, 1))
    #expect(turned.voxels == [1, 4, 2, 5, 3, 6])
    #expect(turned.grid.spacing == SIMD3(2, 0.5, 3))
  }

  @Test("Each voxel keeps its world position and its value", arguments: Orientation.all)
  func keeps(_ target: Orientation) throws {
    var random = SplitMix64(seed: 48)
    for _ in 0..<12 {
      let image = randomVolume(on: randomGrid(&random, sizes: 1...4), &random)
      let turned = image.reoriented(to: target)
      #expect(Orientation(of: turned.grid.affine) == target)
      #expect(turned.grid.count == image.grid.count)
      let toIndex = try #require(turned.grid.affine.inverse)
      for v in image.grid.indices {
        let continuous = toIndex(image.grid.centre(of: v))
        let place = SIMD3<Int>(continuous.rounded(.toNearestOrAwayFromZero))
        // 1e-9 voxels: 150 mm in double precision over at least 0.3 mm.
        #expect((continuous - SIMD3<Double>(place)).length < 1e-9)
        try #require(turned.grid.contains(place))
        #expect(turned[place] == image[v])
      }
    }
  }

  @Test("There and back is the image itself", arguments: Orientation.all)
  func roundTrip(_ target: Orientation) {
    var random = SplitMix64(seed: 7)
    for _ in 0..<12 {
      let image = randomVolume(on: randomGrid(&random, sizes: 1...5), &random)
      let back = image.reoriented(to: target).reoriented(to: Orientation(of: image.grid.affine))
      #expect(back.grid.size == image.grid.size)
      #expect(back.voxels == image.voxels)
      // Flipping twice adds and takes the same steps: 150 mm in double precision.
      #expect(difference(back.grid.affine, image.grid.affine) < 1e-12 * 150)
    }
  }

  @Test("An oblique image stays oblique: columns are permuted and flipped, never turned")
  func oblique() throws {
    let affine = Affine(
      x: SIMD3(0.866, 0.5, 0), y: SIMD3(-0.5, 0.866, 0), z: SIMD3(0, 0, 2),
      translation: SIMD3(1, 2, 3))
    let image = Volume(grid: VoxelGrid(size: SIMD3(2, 3, 4), affine: affine), filledWith: 0)
    let turned = image.reoriented(to: try #require(Orientation("IPR"))).grid
    #expect(turned.size == SIMD3(4, 3, 2))
    #expect(turned.affine.x == -affine.z)
    #expect(turned.affine.y == -affine.y)
    #expect(turned.affine.z == affine.x)
    // The first voxel is now the old (0, 2, 3); 1e-14 for the order of the sum.
    #expect((turned.affine.translation - affine(SIMD3(0, 2, 3))).length < 1e-14)
  }
}
