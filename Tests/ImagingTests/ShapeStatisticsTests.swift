import Imaging
import TestSupport
import Testing

/// The voxels of a box or ellipsoid, given by a test on world positions.
private func solid(
  _ spacing: SIMD3<Double>, reach: Double, _ isInside: (SIMD3<Double>) -> Bool
) -> Mask {
  let size = (SIMD3(repeating: 2 * reach) / spacing).rounded(.up) + 1
  let grid = VoxelGrid(
    Int(size.x), Int(size.y), Int(size.z), spacing: spacing,
    origin: -(size - 1) / 2 * spacing + 0.07)
  return Mask(
    grid: grid,
    voxels: (0..<grid.count).map { isInside(grid.world(SIMD3<Double>(grid.index(at: $0)))) })
}

@Suite("Shape statistics")
struct ShapeStatisticsTests {
  /// Voxels of 0.4 mm and those of the London scans.
  static let spacings: [SIMD3<Double>] = [[0.4, 0.4, 0.4], [0.41, 0.41, 1.5]]

  @Test("A ball has its analytic volume, area and axes, also on thick slices", arguments: spacings)
  func ball(_ spacing: SIMD3<Double>) throws {
    for radius in [4.0, 8] {
      let mask = solid(spacing, reach: radius + 3) { $0.length <= radius }
      let s = try #require(ShapeStatistics(mask))
      // 4/3 pi r^3 and 4 pi r^2; the axes are the diameter. Thick slices cost a few percent.
      #expect(abs(s.volume / (4 / 3 * .pi * radius * radius * radius) - 1) < 0.03)
      #expect(abs(s.surfaceArea / (4 * .pi * radius * radius) - 1) < 0.05)
      #expect(abs(s.axes / (2 * radius) - 1).max() < 0.06 && s.elongation > 0.94)
      #expect(abs(s.sphericity - 1) < 0.05)
      #expect(s.centroid.length < 0.1)
    }
  }

  @Test("An ellipsoid has its axes, elongation, flatness and area, however it is turned")
  func ellipsoid() throws {
    let axes = SIMD3(12.0, 8, 5)
    // A turn by 30 degrees about z: columns (cos, sin) and (-sin, cos).
    let (c, s) = (0.866_025, 0.5)
    for isTurned in [false, true] {
      let mask = solid([0.4, 0.4, 0.4], reach: 13) { p in
        let q = isTurned ? SIMD3(c * p.x + s * p.y, c * p.y - s * p.x, p.z) : p
        let u = q / axes
        return u.length <= 1
      }
      let found = try #require(ShapeStatistics(mask))
      #expect(abs(found.axes - 2 * axes).max() < 0.15)
      #expect(abs(found.elongation - 8.0 / 12) < 0.01 && abs(found.flatness - 5.0 / 12) < 0.01)
      // scipy.special.elliprg (1.17): 4 pi abc RG(a^-2, b^-2, c^-2) = 851.21 mm2.
      #expect(abs(found.surfaceArea / 851.21 - 1) < 0.03)
      if !isTurned { #expect(abs(found.extent - 2 * axes).max() < 0.81) }
    }
  }

  @Test("A box has its sides, and the area that Crofton's 13 directions give it")
  func box() throws {
    let mask = solid([0.5, 0.5, 0.5], reach: 12) { p in
      abs(p.x - 0.07) < 10 && abs(p.y - 0.07) < 6 && abs(p.z - 0.07) < 3
    }
    let s = try #require(ShapeStatistics(mask))
    // A plane along the grid crosses 1 direction of weight .0916 wholly, 4 of .0740 by cos 45 and
    // 4 of .0704 by cos 54.7 degrees: twice their sum is 0.927. Edges, a tenth of the surface, count
    // more.
    let area = 2.0 * (s.extent.x * s.extent.y + s.extent.y * s.extent.z + s.extent.z * s.extent.x)
    #expect(abs(s.surfaceArea / area - 0.927) < 0.03)
    // The moment of a side L is L^2 / 12, so the ellipsoid's axis is L * sqrt(5 / 3).
    let factor = (5.0 / 3).squareRoot()
    #expect(abs(s.axes - factor * s.extent).max() < 1e-6)
    #expect(abs(s.volume - s.extent.x * s.extent.y * s.extent.z) < 1e-6)
  }

  @Test("Bumps make a ball rougher; a smooth one is rough by a fraction of a voxel")
  func roughness() throws {
    let smooth = solid([0.4, 0.4, 0.4], reach: 11) { $0.length <= 8 }
    let bumpy = solid([0.4, 0.4, 0.4], reach: 11) { p in
      let r = p.length
      guard r > 0 else { return true }
      let u = p / r
      // Bumps of 0.6 mm, six around the equator and along z alike.
      return r <= 8 + 0.6 * wave(6 * u.x) * wave(6 * u.y) * wave(6 * u.z) * 2
    }
    let plain = smooth.roughness()
    #expect(plain < 0.15)
    #expect(bumpy.roughness() > 1.5 * plain)
  }

  @Test("Nothing has no statistics; one voxel is a box of its own size")
  func limits() throws {
    let grid = VoxelGrid(5, 5, 5, spacing: [1, 2, 3])
    #expect(ShapeStatistics(Mask(grid: grid, filledWith: false)) == nil)
    var one = Mask(grid: grid, filledWith: false)
    one[2, 2, 2] = true
    let s = try #require(ShapeStatistics(one))
    #expect(s.volume == 6 && s.extent == [1, 2, 3] && s.centroid == [2, 4, 6])
    #expect(abs(s.elongation - 2.0 / 3) < 1e-9 && abs(s.flatness - 1.0 / 3) < 1e-9)
  }

  @Test("The distance of two masks is that of their nearest voxel centres")
  func distance() {
    let grid = VoxelGrid(8, 1, 4, spacing: [0.5, 1, 2])
    var a = Mask(grid: grid, filledWith: false)
    var b = a
    a[0, 0, 0] = true
    b[6, 0, 2] = true
    // 6 * 0.5 mm along, 2 * 2 mm up: 5 mm.
    #expect(a.distance(to: b) == 5)
    #expect(a.distance(to: a) == 0)
    #expect(a.distance(to: Mask(grid: grid, filledWith: false)) == nil)
  }
}

/// A wave without a library: 1 at 0, -1 at 1, period 2.
private func wave(_ x: Double) -> Double {
  let t = x - 2 * (x / 2).rounded()
  return 1 - 2 * abs(t)
}

private func abs(_ v: SIMD3<Double>) -> SIMD3<Double> { pointwiseMax(v, -v) }
