@testable import Clinical
import Imaging
import TestSupport
import Testing

@Suite("Measures of a tumour")
struct MeatalMeasuresTests {
  private let model = ModelTumour()

  @Test(
    "A tumour of known shape is measured right",
    arguments: [
      SIMD3(0.5, 0.5, 0.5), SIMD3(0.41, 0.41, 1.5), SIMD3(0.47, 0.47, 1.0),
    ])
  func known(_ spacing: SIMD3<Double>) throws {
    let m = try MeatalMeasures(of: model.labels(spacing: spacing), .parts)
    #expect(m.side.side == .right && m.side.evidence == .bothCochleas)
    #expect(abs(m.whole.counted / model.volume - 1) < 0.02)
    #expect(abs(try #require(m.extraMeatal).counted / model.extraVolume - 1) < 0.02)
    // Of the canal's 6 mm, thick slices meet four.
    #expect(
      abs(try #require(m.intraMeatal).counted / model.intraVolume - 1) < 0.1 * spacing.max())
    #expect(abs(m.whole.smooth / model.volume - 1) < 0.03)
    #expect(m.whole.expected == nil && m.uncertainty == nil)
    let d = try #require(m.extraMeatalDiameters)
    // The ball is 14 mm wide, and its far side lies 12 mm before the plane.
    for length in [d.largest.length, d.axial.length, try #require(d.parallel).length] {
      #expect(abs(length - 14) < spacing.length, "\(length)")
    }
    #expect(abs(try #require(d.reach) - 12) < spacing.length)
    #expect(abs(try #require(d.perpendicular).length - 12) < spacing.length)
    #expect(m.sizeGrade == .medium)
    // By hand: the cochlea's middle lies 12.05 mm along the canal's axis, 4.05 beyond its end, and
    // 2.21 aside, within its radius: 4.05 - 2.8.
    #expect(abs(try #require(m.cochleaDistance) - 1.25) < spacing.length)
    #expect(m.strayVolume == 0 && m.notes.isEmpty)
  }

  @Test("All 48 orientations give the same measures")
  func orientations() throws {
    let map = model.labels(spacing: [0.8, 0.8, 1.5])
    let probability = Volume(
      grid: map.grid, voxels: map.mask(of: [1, 2]).partialVolume())
    let expected = try MeatalMeasures(of: map, .parts, probability: probability)
    for orientation in Orientation.all {
      let m = try MeatalMeasures(
        of: map.reoriented(to: orientation), .parts,
        probability: probability.reoriented(to: orientation))
      #expect(m.side == expected.side)
      #expect(m.notes == expected.notes)
      #expect(m.numbers.count == expected.numbers.count)
      for (name, value) in expected.numbers {
        let found = m.numbers[name] ?? .nan
        #expect(
          abs(found - value) <= 1e-6 * max(1, abs(value)),
          "\(orientation) \(name): \(found), expected \(value)")
      }
    }
  }

  @Test("An undivided tumour has the same measures in all 48 orientations")
  func undividedOrientations() throws {
    let map = model.labels(spacing: [0.8, 0.8, 1.5]).undivided
    let expected = try MeatalMeasures(of: map, .whole).numbers
    for orientation in Orientation.all {
      let found = try MeatalMeasures(of: map.reoriented(to: orientation), .whole).numbers
      for (name, value) in expected {
        #expect(abs((found[name] ?? .nan) - value) <= 1e-6 * max(1, abs(value)), "\(name)")
      }
    }
  }

  @Test(
    "Resampled labels give the measures within a voxel's diagonal and 3 %",
    arguments: [
      SIMD3(0.4, 0.4, 0.4), SIMD3(0.6, 0.6, 1.0), SIMD3(0.41, 0.41, 1.5),
    ])
  func resampled(_ spacing: SIMD3<Double>) throws {
    let map = model.labels(spacing: [0.5, 0.5, 0.5])
    let expected = try MeatalMeasures(of: map, .parts)
    let other = map.resampled(to: map.grid.resampled(spacing: spacing))
    let m = try MeatalMeasures(of: other, .parts)
    #expect(abs(m.whole.counted / expected.whole.counted - 1) < 0.03)
    #expect(
      abs(try #require(m.extraMeatal).counted / (try #require(expected.extraMeatal).counted) - 1)
        < 0.03)
    for name in ["largest", "axial", "parallel", "perpendicular", "reach", "cochlea"] {
      let change = (m.numbers[name] ?? .nan) - (expected.numbers[name] ?? .nan)
      #expect(abs(change) < spacing.length, "\(name): \(change)")
    }
    let planes = (try #require(m.plane).plane, try #require(expected.plane).plane)
    #expect(abs(planes.0.distance(planes.1.point)) < 0.2)
    #expect((planes.0.normal - planes.1.normal).length < 0.04)
  }

  @Test("Without labelled parts the plane comes from anatomy, within 2 mm and 10 degrees")
  func undivided() throws {
    let m = try MeatalMeasures(of: model.labels(spacing: [0.5, 0.5, 1]).undivided, .whole)
    let plane = try #require(m.plane)
    #expect(plane.source == .anatomy && plane.spread == nil)
    #expect(abs(plane.plane.distance(model.porus)) < 2)
    // 10 degrees: a chord of 0.174.
    #expect((plane.plane.normal - model.normal).length < 0.174)
    #expect(m.notes == [.dividedByAnatomy])
    let parts = try #require(m.extraMeatal).counted + (try #require(m.intraMeatal).counted)
    #expect(abs(parts - m.whole.counted) < 1e-6)
  }

  @Test("Without a cochlea an undivided tumour stays whole, and the side comes from the image")
  func noCochlea() throws {
    let map = model.labels(spacing: [1, 1, 1])
    let whole = LabelMap(grid: map.grid, voxels: map.voxels.map { $0 == 1 || $0 == 2 ? 1 : 0 })
    let m = try MeatalMeasures(of: whole, .whole)
    #expect(m.plane == nil && m.extraMeatal == nil && m.sizeGrade == nil)
    #expect(m.cochleaDistance == nil)
    #expect(m.side.side == .right && m.side.evidence == .imageCentre)
    #expect(m.notes == [.undivided, .noCochlea, .sideFromImage])
  }

  @Test("A tumour wholly inside the canal has no extra-meatal part, and a grade of its own")
  func intrameatal() throws {
    var map = model.labels(spacing: [0.5, 0.5, 1])
    for o in map.voxels.indices where map.voxels[o] == 1 { map.voxels[o] = 0 }
    let m = try MeatalMeasures(of: map, .parts)
    #expect(m.extraMeatal?.counted == 0 && m.extraMeatalDiameters == nil)
    #expect(m.sizeGrade == .intrameatal)
    #expect(m.plane?.source == .anatomy)
    #expect(m.notes == [.noExtraMeatalPart])
    #expect(abs(m.whole.counted / model.intraVolume - 1) < 0.05)
  }

  @Test("A mirrored tumour is on the left")
  func left() throws {
    var map = model.labels(spacing: [1, 1, 1])
    var affine = map.grid.affine
    affine.x = -affine.x
    affine.translation.x = -affine.translation.x
    map = LabelMap(grid: VoxelGrid(size: map.grid.size, affine: affine), voxels: map.voxels)
    #expect(try MeatalMeasures(of: map, .parts).side.side == .left)
    // With the cochlea of its own side alone, as well.
    for o in map.voxels.indices where map.voxels[o] == 3 {
      if map.grid.world(SIMD3<Double>(map.grid.index(at: o))).x > 0 { map.voxels[o] = 0 }
    }
    let side = try MeatalMeasures(of: map, .parts).side
    #expect(side.side == .left && side.evidence == .oneCochlea)
  }

  @Test("A tumour at the image's edge is said to be cut")
  func cut() throws {
    let map = model.labels(spacing: [1, 1, 1])
    let upper = SIMD3(map.grid.size.x, map.grid.size.y, map.grid.size.z / 2)
    let half = map.cropped(to: BoundingBox(lower: .zero, upper: upper), padding: 0)
    #expect(try MeatalMeasures(of: half, .parts).notes.contains(.cutByImage))
  }
}
