import Clinical
import Imaging
import TestSupport
import Testing

/// A block of brainstem 20 mm wide about x = 0, cochleas at x = -35 and 35, and a ball of tumour on the
/// right whose nearest point lies `gap` mm from the block; on a grid of 1 mm.
private func scene(
  gap: Double, radius: Double = 8, dent: Bool = false, mirrored: Bool = false
) throws -> KoosMasks {
  let grid = VoxelGrid(100, 61, 61, origin: SIMD3(-49.5, -30, -30))
  let side: Double = mirrored ? -1 : 1
  let centre = SIMD3(side * (10 + gap + radius), 0.0, 0.0)
  let tumour = ball(on: grid, centre: centre, radius: radius)
  let points = (0..<grid.count).map { grid.world(SIMD3<Double>(grid.index(at: $0))) }
  let stem = points.indices.map { n in
    let p = points[n]
    return abs(p.x) < 10 && abs(p.y) < 12 && !(dent && tumour.voxels[n])
  }
  let right = ball(on: grid, centre: SIMD3(35, 10, 0), radius: 3)
  let left = ball(on: grid, centre: SIMD3(-35, 10, 0), radius: 3)
  return try KoosMasks(
    extraMeatal: tumour, intraMeatal: Mask(grid: grid, filledWith: false),
    cochleas: Mask(grid: grid, voxels: zip(right.voxels, left.voxels).map { $0 || $1 }),
    brainstem: Mask(grid: grid, voxels: stem))
}

@Suite("Koos features")
struct KoosFeaturesTests {
  // The gap is by construction; voxels of 1 mm leave half a voxel at either surface.
  @Test("The gap to the brainstem is that of the scene", arguments: [2.0, 5, 10])
  func gap(_ gap: Double) throws {
    let features = try #require(KoosFeatures(scene(gap: gap)))
    let found = try #require(features.brainstemGap)
    #expect(abs(found - gap) <= 1, "\(found)")
    let depth = try #require(features.mirroredDepth)
    #expect(abs(depth + gap) <= 1, "\(depth)")
    #expect(features.brainstemContact == 0)
    #expect(features.indentation ?? 1 < 0.6)
  }

  // Networks draw scraps of brainstem elsewhere; one that touches the tumour would be a contact.
  @Test("A scrap of brainstem beside the tumour counts for nothing")
  func scrap() throws {
    var masks = try scene(gap: 5)
    let clean = KoosFeatures(masks)
    let grid = masks.extraMeatal.grid
    let scrap = ball(on: grid, centre: SIMD3(34, 0, 0), radius: 3)
    for n in 0..<grid.count where scrap.voxels[n] { masks.brainstem?.voxels[n] = true }
    #expect(KoosFeatures(masks) == clean)
  }

  // The ball reaches 4 mm into the block's healthy outline; a rank of 3 mm3 takes off less than 1 mm.
  @Test("A dent is as deep as the tumour reaches into the mirror image")
  func dent() throws {
    let features = try #require(KoosFeatures(scene(gap: -4, dent: true)))
    let depth = try #require(features.mirroredDepth)
    #expect(abs(depth - 4) <= 1.2, "\(depth)")
    #expect(features.brainstemGap == 0)
    #expect(try #require(features.brainstemContact) > 60)
    #expect(try #require(features.indentation) > 1)
  }

  @Test("The mirror image of a case measures the same on the other side")
  func mirrored() throws {
    let right = try #require(KoosFeatures(scene(gap: -2, dent: true)))
    let left = try #require(KoosFeatures(scene(gap: -2, dent: true, mirrored: true)))
    #expect(right.isRightSided && !left.isRightSided)
    for path in [\KoosFeatures.mirroredDepth, \.brainstemContact, \.midlineDistance] {
      let (a, b) = (try #require(right[keyPath: path]), try #require(left[keyPath: path]))
      #expect(abs(a - b) < 0.05 * max(abs(a), 1), "\(a), \(b)")
    }
  }

  @Test("Another orientation of the voxels measures the same", arguments: ["LPS", "ASR", "PIL"])
  func orientation(_ code: String) throws {
    let target = try #require(Orientation(code))
    let masks = try scene(gap: 3)
    let turned = try KoosMasks(
      extraMeatal: masks.extraMeatal.reoriented(to: target),
      intraMeatal: masks.intraMeatal.reoriented(to: target),
      cochleas: masks.cochleas.reoriented(to: target),
      brainstem: masks.brainstem?.reoriented(to: target))
    let (a, b) = (try #require(KoosFeatures(masks)), try #require(KoosFeatures(turned)))
    #expect(a.extraMeatalVolume == b.extraMeatalVolume)
    #expect(abs(a.extraMeatalDiameter - b.extraMeatalDiameter) < 1e-9)
    #expect(abs(try #require(a.brainstemGap) - #require(b.brainstemGap)) < 1e-5)
    // Sampling of surface points starts elsewhere, so the plane differs a little.
    #expect(abs(try #require(a.mirroredDepth) - #require(b.mirroredDepth)) < 0.2)
  }

  // A ball of radius 8: diameter 16, volume 4/3 pi 512 = 2145, midline distance 10 + gap.
  @Test("Size and position are those of the ball")
  func size() throws {
    let features = try #require(KoosFeatures(scene(gap: 3)))
    #expect(abs(features.extraMeatalDiameter - 16) <= 1)
    #expect(abs(features.extraMeatalVolume - 2145) < 60)
    #expect(abs(try #require(features.midlineDistance) - 13) <= 0.6)
    #expect(abs(try #require(features.cochlearDistance) - 70) < 0.2)
  }

  @Test("Without a brainstem, a cochlea or a tumour nothing is made up")
  func missing() throws {
    var masks = try scene(gap: 3)
    masks.brainstem = nil
    masks.cochleas = masks.intraMeatal
    let features = try #require(KoosFeatures(masks))
    #expect(features.brainstemGap == nil && features.mirroredDepth == nil)
    #expect(features.midlineDistance == nil && features.cochlearDistance == nil)
    masks.extraMeatal = masks.intraMeatal
    #expect(KoosFeatures(masks) == nil)
  }

  @Test("Masks of another grid are refused")
  func grids() throws {
    let masks = try scene(gap: 3)
    #expect(throws: GridMismatch.self) {
      try KoosMasks(
        extraMeatal: masks.extraMeatal, intraMeatal: masks.intraMeatal,
        cochleas: Mask(grid: VoxelGrid(4, 4, 4), filledWith: false))
    }
  }
}
