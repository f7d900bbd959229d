import Evaluation
import Imaging
import TestSupport
import Testing

/// Two random blobs of a seed: unions of boxes, so that surfaces are neither noise nor convex.
private func blobs(_ seed: UInt64, on grid: VoxelGrid) -> (Mask, Mask) {
  var random = SplitMix64(seed: seed)
  func blob() -> Mask {
    var mask = Mask(grid: grid, filledWith: false)
    for _ in 0..<3 {
      func range(_ size: Int) -> Range<Int> {
        let low = 2 + Int(random.next() % UInt64(size - 6))
        return low..<min(size - 2, low + 1 + Int(random.next() % 5))
      }
      let (i, j, k) = (range(grid.size.x), range(grid.size.y), range(grid.size.z))
      for z in k { for y in j { for x in i { mask[x, y, z] = true } } }
    }
    return mask
  }
  return (blob(), blob())
}

/// All figures of a pair, by name.
private func figures(_ prediction: Mask, _ reference: Mask) throws -> [String: Double] {
  let overlap = try OverlapCounts(prediction, reference)
  let voxels = try #require(try surfaceDistances(prediction: prediction, reference: reference))
  let surfels = try #require(try surfelDistances(prediction: prediction, reference: reference))
  var figures = [
    "dice": try #require(overlap.dice), "jaccard": try #require(overlap.jaccard),
    "hd": voxels.hausdorff, "surfel hd": surfels.hausdorff,
    "nsd": voxels.normalizedSurfaceDice(tolerance: 1),
    "surfel nsd": surfels.normalizedSurfaceDice(tolerance: 1),
  ]
  for definition in ASSDDefinition.allCases {
    figures["assd \(definition)"] = voxels.averageSymmetricSurfaceDistance(definition)
    figures["surfel assd \(definition)"] = surfels.averageSymmetricSurfaceDistance(definition)
  }
  for rule in PercentileRule.allCases {
    figures["hd95 \(rule)"] = voxels.hausdorff95(rule)
    figures["surfel hd95 \(rule)"] = surfels.hausdorff95(rule)
  }
  return figures
}

@Suite("Properties of metrics")
struct MetricPropertiesTests {
  private let grid = VoxelGrid(17, 15, 12, spacing: SIMD3(0.41, 0.5, 1.2))

  private func expectEqual(_ found: [String: Double], _ expected: [String: Double]) {
    #expect(found.count == expected.count)
    for (name, value) in expected {
      // Sums in another order differ by rounding alone.
      #expect(abs((found[name] ?? .nan) - value) <= 1e-9 * max(1, value), "\(name)")
    }
  }

  @Test("Swapping the masks changes nothing that is symmetric", arguments: 0..<12 as Range<UInt64>)
  func symmetry(seed: UInt64) throws {
    let (a, b) = blobs(seed, on: grid)
    expectEqual(try figures(a, b), try figures(b, a))
    let (there, back) = (try OverlapCounts(a, b), try OverlapCounts(b, a))
    #expect(there.sensitivity == back.precision)
    #expect(
      there.volumeDifference(voxelVolume: 2) == -back.volumeDifference(voxelVolume: 2))
  }

  @Test("Moving both masks changes nothing", arguments: 0..<12 as Range<UInt64>)
  func translation(seed: UInt64) throws {
    let (a, b) = blobs(seed, on: grid)
    let roomy = BoundingBox(lower: SIMD3(-3, -9, -1), upper: grid.size &+ SIMD3(5, 2, 8))
    expectEqual(
      try figures(a.cropped(to: roomy, padding: false), b.cropped(to: roomy, padding: false)),
      try figures(a, b))
  }

  @Test(
    "Twice the spacing doubles distances and keeps overlaps", arguments: 0..<12 as Range<UInt64>)
  func scaling(seed: UInt64) throws {
    let (a, b) = blobs(seed, on: grid)
    let large = VoxelGrid(17, 15, 12, spacing: 2 * grid.spacing)
    let found = try figures(
      Mask(grid: large, voxels: a.voxels), Mask(grid: large, voxels: b.voxels))
    for (name, value) in try figures(a, b) where !name.hasSuffix("nsd") {
      let isDistance = name.contains("hd") || name.contains("assd")
      #expect(
        abs((found[name] ?? .nan) - (isDistance ? 2 : 1) * value) <= 1e-9 * max(1, value),
        "\(name)")
    }
  }

  @Test("A box that grows into the reference never gets worse", arguments: [0, 1, 2])
  func growth(axis: Int) throws {
    let whole = VoxelGrid(14, 14, 14, spacing: SIMD3(0.5, 0.7, 1.1))
    let reference = box(whole, 2..<12, 2..<12, 2..<12)
    var previous: [String: Double]?
    for width in 1...10 {
      let part = 2..<(2 + width)
      let prediction = box(
        whole, axis == 0 ? part : 2..<12, axis == 1 ? part : 2..<12, axis == 2 ? part : 2..<12)
      let found = try figures(prediction, reference)
      if let previous {
        #expect(try #require(found["dice"]) > (try #require(previous["dice"])))
        #expect(try #require(found["jaccard"]) > (try #require(previous["jaccard"])))
        #expect(try #require(found["hd"]) <= (try #require(previous["hd"])))
        #expect(
          try #require(found["assd pooled"]) < (try #require(previous["assd pooled"])))
      }
      previous = found
    }
    #expect(previous?["dice"] == 1)
    #expect(previous?["assd pooled"] == 0)
  }

  @Test(
    "Distances are those of a distance transform, with a far false positive too",
    arguments: 0..<6 as Range<UInt64>)
  func transform(seed: UInt64) throws {
    let wide = VoxelGrid(60, 40, 30, spacing: SIMD3(0.41, 0.6, 1.5))
    var (a, b) = blobs(seed, on: wide)
    if seed % 2 == 0 { for x in 55..<60 { a[x, 39, 29] = true } }
    if seed % 3 == 0 { b[0, 0, 0] = true }
    let found = try #require(try surfaceDistances(prediction: a, reference: b))
    let squares = b.surface().squaredDistances()
    let surface = a.surface().voxels
    let expected = surface.indices.filter { surface[$0] }
    #expect(found.predictionToReference.count == expected.count)
    for (distance, offset) in zip(found.predictionToReference, expected) {
      #expect(abs(distance - squares[offset].squareRoot()) <= 1e-12 * max(1, distance))
    }
  }
}
