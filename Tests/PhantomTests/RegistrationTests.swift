import Imaging
import Testing

@testable import Phantom

/// Two visits of a patient with a tumour that has grown, and images of them on small grids.
private struct TwoVisits {
  let visits: [SimulatedVisit]
  let patient: Patient

  init(index: Int) {
    patient = Patient(seed: 21, index: index)
    visits = patient.visits(onDays: [0, 400], course: .steady(annualRatio: 1.5))
  }

  /// The image of a visit; the stack is wide enough for the head at 2 mm, or at other spacings.
  func image(
    _ number: Int, _ contrast: Contrast, spacing: SIMD3<Double> = SIMD3(2, 2, 2),
    height: Double = 80, seed: UInt64 = 1
  ) throws -> Volume {
    let site = try Acquisition.preset(
      site: "etz", contrast: contrast, seed: 3, index: patient.index)
    // The readout's bandwidth follows the voxels, or fat would lie millimetres beside water.
    let acquisition = site.scaled(inPlane: spacing.x / site.spacing.x)
    let middle = visits[number].patient.innerEarMidpoint + SIMD3(0, 17, 4)
    let size = (SIMD3(200.0, 220, height) / spacing).rounded(.up)
    let grid = VoxelGrid(
      Int(size.x), Int(size.y), Int(size.z), spacing: spacing,
      origin: middle - (size - 1) / 2 * spacing)
    return simulate(visits[number].patient, acquisition, on: grid, seed: seed).image
  }

  /// The largest error in mm at the openings and ends of both auditory canals.
  func error(_ found: RigidRegistration) -> Double {
    found.transform.distances(to: visits[1].pose, at: patient.innerEarPoints).max() ?? .infinity
  }
}

@Suite("Registration of simulated visits")
struct RegistrationTests {
  struct Pair: Sendable, CustomTestStringConvertible {
    let first: Contrast
    let second: Contrast
    var spacing = SIMD3(2.0, 2, 2)
    var height = 80.0
    var measure = SimilarityMeasure.mutualInformation
    /// The largest error allowed at the inner ears, in mm.
    let limit: Double
    var testDescription: String {
      "\(first)-\(second) at \(spacing.x) x \(spacing.y) x \(spacing.z) mm, \(measure)"
    }
  }

  // Limits: a quarter of a voxel within a sequence, half of one across; half of the slices where they
  // are thick. Measured: Documentation/Results/follow-up.md.
  @Test(
    "finds the pose to a fraction of a voxel, across sequences and spacings",
    arguments: [
      Pair(first: .ceT1, second: .ceT1, limit: 0.5),
      Pair(first: .T2, second: .T2, limit: 0.5),
      Pair(first: .ceT1, second: .T2, limit: 1),
      Pair(first: .T2, second: .ceT1, limit: 1),
      Pair(first: .T2, second: .T2, spacing: SIMD3(1.2, 1.2, 3.5), height: 56, limit: 1.2),
      Pair(first: .ceT1, second: .T2, spacing: SIMD3(1.5, 1.5, 3), height: 45, limit: 1.5),
      Pair(first: .ceT1, second: .ceT1, measure: .normalizedCrossCorrelation, limit: 0.5),
    ])
  func pose(pair: Pair) throws {
    let case1 = TwoVisits(index: 4)
    let fixed = try case1.image(0, pair.first)
    let moving = try case1.image(
      1, pair.second, spacing: pair.spacing, height: pair.height, seed: 2)
    let found = try #require(register(moving, to: fixed, by: pair.measure))
    #expect(case1.error(found) < pair.limit, "\(case1.error(found)) mm")
    #expect(found.isPlausible, "misfit \(found.misfit ?? -1), overlap \(found.overlap)")
  }

  @Test("a coronal stack and an axial one that share a strip are laid over each other")
  func crossedStacks() throws {
    let case1 = TwoVisits(index: 4)
    let fixed = try case1.image(0, .T2, height: 50)
    // Slices from back to front through the inner ears, 50 mm in all.
    let whole = try case1.image(1, .T2, height: 160, seed: 2)
    let middle = case1.visits[1].patient.innerEarMidpoint
    let rows = whole.grid.size.y
    let row = Int((whole.grid.affine.inverse.map { $0(middle).y } ?? 0).rounded())
    let moving = whole.cropped(
      to: BoundingBox(
        lower: SIMD3(0, max(row - 12, 0), 0),
        upper: SIMD3(whole.grid.size.x, min(row + 13, rows), whole.grid.size.z)),
      padding: 0)
    let found = try #require(register(moving, to: fixed))
    #expect(case1.error(found) < 1, "\(case1.error(found)) mm")
    #expect(found.isPlausible, "misfit \(found.misfit ?? -1), overlap \(found.overlap)")
  }

  @Test("a volume lies over itself without a shift", arguments: SimilarityMeasure.allCases)
  func identity(measure: SimilarityMeasure) throws {
    let volume = try TwoVisits(index: 2).image(0, .T2)
    let found = try #require(register(volume, to: volume, by: measure))
    let points: [SIMD3<Double>] = [[60, 0, 0], [0, 80, 0], [0, 0, 40]]
    // A hundredth of the finest step is what the search resolves.
    #expect((found.transform.distances(to: .identity, at: points).max() ?? 1) < 0.03)
    #expect((found.misfit ?? 1) < 0.1)
    #expect(found.overlap > 0.95)
  }

  @Test("swapping the two images gives the inverse")
  func inverseConsistency() throws {
    let case1 = TwoVisits(index: 5)
    let (a, b) = (try case1.image(0, .ceT1), try case1.image(1, .T2, seed: 2))
    let there = try #require(register(b, to: a))
    let back = try #require(register(a, to: b))
    let round = back.transform.composed(with: there.transform)
    let far = round.distances(to: .identity, at: case1.patient.innerEarPoints).max() ?? 1
    #expect(far < 1e-6, "\(far) mm")
    #expect(there.similarity == back.similarity)
  }

  @Test("the same volumes stored in another orientation give the same", arguments: ["LPS", "AIL"])
  func reorientation(name: String) throws {
    let case1 = TwoVisits(index: 6)
    let (a, b) = (try case1.image(0, .T2), try case1.image(1, .T2, seed: 2))
    let orientation = try #require(Orientation(name))
    let plain = try #require(register(b, to: a))
    let turned = try #require(register(b.reoriented(to: orientation), to: a))
    let far =
      plain.transform.distances(to: turned.transform, at: case1.patient.innerEarPoints).max() ?? 1
    #expect(far < 1e-6, "\(far) mm")
  }

  @Test("another patient's head is told from this one's", arguments: [(1, 2), (3, 7), (8, 9)])
  func strangers(pair: (Int, Int)) throws {
    let fixed = try TwoVisits(index: pair.0).image(0, .T2)
    let moving = try TwoVisits(index: pair.1).image(1, .T2, seed: 2)
    let found = try #require(register(moving, to: fixed))
    #expect(!found.isPlausible, "misfit \(found.misfit ?? -1) mm")
  }

  @Test("an image without contrast cannot be registered")
  func constant() throws {
    let volume = try TwoVisits(index: 2).image(0, .T2)
    #expect(register(Volume(grid: volume.grid, filledWith: 3), to: volume) == nil)
    #expect(register(volume, to: Volume(grid: volume.grid, filledWith: .nan)) == nil)
  }
}
