import Imaging
import Testing

@Suite("Interpolation")
struct InterpolationTests {
  /// The value of an image along `i` at one position.
  private func value(
    of line: [Float], at x: Double, _ interpolation: Interpolation, outside: Float? = nil
  ) -> Float {
    let target = VoxelGrid(1, 1, 1, origin: SIMD3(x, 0, 0))
    return Volume(line: line).resampled(to: target, interpolation, outside: outside).voxels[0]
  }

  // The spline through 0, 6, mirrored at both, has the coefficients -6 and 12: (4c + 2d) / 6 = 0
  // and (2c + 4d) / 6 = 6. At a quarter the knots weigh 27/384, 235/384, 121/384 and 1/384, so
  // the value is (12 * 148 - 6 * 236) / 384.
  @Test(
    "Between two voxels of 0 and 6, worked by hand",
    arguments: [
      (Interpolation.nearest, 0.49, 0), (.nearest, 0.5, 6), (.nearest, 0.75, 6),
      (.linear, 0.25, 1.5), (.linear, 0.5, 3), (.cubic, 0.25, 0.9375), (.cubic, 0.5, 3),
      (.cubic, 0.75, 5.0625),
    ] as [(Interpolation, Double, Float)])
  func line(_ example: (interpolation: Interpolation, position: Double, expected: Float)) {
    let found = value(of: [0, 6], at: example.position, example.interpolation)
    #expect(abs(found - example.expected) < 1e-5)  // single precision, coefficients up to 12
  }

  @Test("The middle of eight voxels is their mean, linear and by the spline's symmetry")
  func middle() {
    let cube = Volume(grid: VoxelGrid(2, 2, 2), voxels: [0, 1, 2, 3, 4, 5, 6, 7])
    let target = VoxelGrid(1, 1, 1, origin: SIMD3(0.5, 0.5, 0.5))
    #expect(cube.resampled(to: target, .linear).voxels == [3.5])
    // Single precision, coefficients near 10.
    #expect(abs(cube.resampled(to: target, .cubic).voxels[0] - 3.5) < 1e-5)
  }

  @Test("Linear weighs each axis on its own, worked by hand")
  func trilinear() {
    let cube = Volume(grid: VoxelGrid(2, 2, 2), voxels: [0, 0, 0, 0, 0, 0, 0, 64])
    let target = VoxelGrid(1, 1, 1, origin: SIMD3(0.25, 0.5, 0.75))
    #expect(cube.resampled(to: target).voxels == [6])  // 64 * 1/4 * 1/2 * 3/4
  }

  @Test("Its own grid gives the image itself", arguments: Interpolation.allCases, 0..<6)
  func identity(_ interpolation: Interpolation, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let image = randomVolume(on: randomGrid(&random, sizes: 1...9), &random)
    let found = image.resampled(to: image.grid, interpolation, outside: -1)
    // Positions come back within 1e-12 voxels. The spline's coefficients, up to 27 times the
    // values of up to 255, are kept in single precision: 5e-4.
    let tolerance: Float = interpolation == .cubic ? 1e-3 : 1e-4
    #expect(found.grid == image.grid)
    #expect(largestDifference(found.voxels, image.voxels) <= tolerance)
  }

  @Test("The same voxels turned around are found again", arguments: Interpolation.allCases)
  func reoriented(_ interpolation: Interpolation) {
    var random = SplitMix64(seed: 3)
    let image = randomVolume(on: VoxelGrid(5, 4, 3, spacing: SIMD3(0.5, 2, 3)), &random)
    for orientation in Orientation.all {
      let turned = image.reoriented(to: orientation)
      let found = image.resampled(to: turned.grid, interpolation)
      #expect(largestDifference(found.voxels, turned.voxels) < 1e-3, "\(orientation)")  // as above
    }
  }

  @Test("A constant stays constant anywhere", arguments: Interpolation.allCases, 0..<6)
  func constant(_ interpolation: Interpolation, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let image = Volume(grid: randomGrid(&random), filledWith: 100)
    let target = randomGrid(&random, sizes: 4...8)
    let found = image.resampled(to: target, interpolation)
    // The spline's weights sum to 1 within the single precision of its coefficients.
    #expect(found.voxels.allSatisfy { abs($0 - 100) < 1e-3 })
  }

  @Test("Linear keeps a ramp in world space, on grids in any direction", arguments: 0..<12)
  func ramp(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let grid = randomGrid(&random, sizes: 3...6)
    func ramp(_ p: SIMD3<Double>) -> Float { Float((p * SIMD3(0.3, -0.7, 1.1)).sum()) }
    let image = Volume(grid: grid, voxels: grid.indices.map { ramp(grid.centre(of: $0)) })
    // Voxels of half the smallest spacing in any direction around the centre; those within the
    // outermost centres count, the middle eight at least.
    var target = randomGrid(&random).affine
    for axis in 0..<3 {
      target[column: axis] *= grid.spacing.min() / 2 / target.spacing[axis]
    }
    target.translation += grid.centre - target(SIMD3(2.5, 2.5, 2.5))
    let found = image.resampled(to: VoxelGrid(size: SIMD3(6, 6, 6), affine: target))
    let toIndex = try #require(grid.affine.inverse)
    var inside = 0
    for v in found.grid.indices {
      let at = toIndex(found.grid.centre(of: v))
      guard all(at .>= 0), all(at .<= SIMD3<Double>(grid.size) - 1) else { continue }
      inside += 1
      // Single precision of values up to about 300.
      #expect(abs(found[v] - ramp(found.grid.centre(of: v))) < 1e-3)
    }
    #expect(inside >= 8)
  }

  @Test("Past the outermost centres linear and nearest hold on, the spline mirrors")
  func beyond() {
    let line: [Float] = [1, 5, 2, 8]
    for interpolation in [Interpolation.nearest, .linear] {
      #expect(value(of: line, at: -7.3, interpolation) == 1)
      #expect(value(of: line, at: 99.9, interpolation) == 8)
    }
    for x in [0.3, 1, 2.8] {
      let inside = value(of: line, at: x, .cubic)
      // Mirrored about 0, about 3 and about both; single precision, coefficients near 20.
      #expect(abs(value(of: line, at: -x, .cubic) - inside) < 1e-4)
      #expect(abs(value(of: line, at: 6 - x, .cubic) - inside) < 1e-4)
      #expect(abs(value(of: line, at: 12 + x, .cubic) - inside) < 1e-4)
    }
  }

  @Test(
    "The outside begins half a voxel past the outermost centres",
    arguments: Interpolation.allCases)
  func outside(_ interpolation: Interpolation) {
    for (x, isOutside) in [(-0.6, true), (-0.4, false), (1.4, false), (1.6, true), (0.5, false)] {
      let found = value(of: [6, 6], at: x, interpolation, outside: -1)
      #expect(abs(found - (isOutside ? -1 : 6)) < 1e-5, "at \(x)")  // single precision
    }
    // A whole number of voxels tiles the field of view: its outermost edge is inside.
    #expect(abs(value(of: [6, 6], at: -0.5, interpolation, outside: -1) - 6) < 1e-5)
  }

  @Test("A grid wholly outside holds the outside value, or the nearest")
  func elsewhere() {
    let image = Volume(grid: VoxelGrid(4, 4, 4), filledWith: 3)
    let far = VoxelGrid(2, 2, 2, origin: SIMD3(1000, 0, 0))
    #expect(image.resampled(to: far, outside: -5).voxels == [Float](repeating: -5, count: 8))
    #expect(image.resampled(to: far).voxels == [Float](repeating: 3, count: 8))
  }

  @Test("An image that is flat in space has no values between voxels")
  func flat() {
    let grid = VoxelGrid(size: SIMD3(2, 2, 2), affine: Affine(spacing: SIMD3(1, 1, 0)))
    let image = Volume(grid: grid, filledWith: 3)
    #expect(image.resampled(to: VoxelGrid(1, 1, 1), outside: -5).voxels == [-5])
    #expect(image.resampled(to: VoxelGrid(1, 1, 1)).voxels == [0])
  }

  @Test("One voxel is the same everywhere", arguments: Interpolation.allCases)
  func oneVoxel(_ interpolation: Interpolation) {
    #expect(abs(value(of: [42], at: 0.3, interpolation) - 42) < 1e-4)  // single precision
  }
}
