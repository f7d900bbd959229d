/// How the head of one image lies in another, and how far that can be trusted.
public struct RigidRegistration: Sendable, Hashable, Codable {
  /// Takes a position in the fixed image to the same place of the head in the moving image.
  public let transform: RigidTransform
  /// The measure at the end; see ``SimilarityMeasure``.
  public let similarity: Double
  /// The share of the smaller field of view that the other one covers, 0...1.
  public let overlap: Double
  /// The median distance in mm by which parts of the image would still shift if each were aligned by
  /// itself; `nil` when fewer than four parts have contrast.
  ///
  /// Below a millimetre for two scans of one head. Another head cannot be laid over this one by a
  /// rotation and a shift, so its parts disagree by several millimetres whatever the similarity is:
  /// see ``isPlausible``.
  public let misfit: Double?

  /// The largest ``misfit`` that two scans of one head are believed to have, in mm.
  public static let plausibleMisfit = 1.2

  /// Whether the two images may show one head.
  public var isPlausible: Bool { (misfit ?? .infinity) <= Self.plausibleMisfit }

  /// The other way round.
  var inverse: RigidRegistration {
    RigidRegistration(
      transform: transform.inverse, similarity: similarity, overlap: overlap, misfit: misfit)
  }
}

/// Finds the rotation and the shift that lay one image over another.
///
/// From coarse to fine (voxels of about 8, 4, 2 and 1 mm, each the mean of a block), Powell's method
/// climbs the similarity. It starts from the best of several placements: scanner coordinates, centres
/// of the fields of view and centres of the heads, each turned and shifted a little.
///
/// The images may differ in size, spacing, orientation and field of view; nothing is resampled to the
/// other's grid. The result does not depend on how either is stored, and swapping the two gives the
/// inverse: the one with the smaller field of view always gives the points.
///
/// - Parameters:
///   - moving: the image to look up positions in.
///   - fixed: the image whose positions are looked up.
///   - measure: mutual information for any pair of sequences, correlation within one.
/// - Returns: `nil` when an image is constant, or when they share less than a tenth of the smaller field
///   of view wherever they are laid.
/// - Complexity: O(*n*) in voxels to shrink both images, then some thousand looks at up to 60 000
///   points: seconds.
/// - Source: Maes et al., IEEE Trans Med Imaging 16:187, 1997; Studholme et al. 1999.
public func register(
  _ moving: Volume, to fixed: Volume, by measure: SimilarityMeasure = .mutualInformation
) -> RigidRegistration? {
  let (a, b) = (moving.reoriented(to: .ras), fixed.reoriented(to: .ras))
  if precedes(a, b) {
    return RegistrationSearch(fixed: a, moving: b, measure)?.result().map(\.inverse)
  }
  return RegistrationSearch(fixed: b, moving: a, measure)?.result()
}

/// Whether an image has the smaller field of view; images with equal ones are told apart by voxels.
private func precedes(_ a: Volume, _ b: Volume) -> Bool {
  let sizes = [a, b].map { Double($0.grid.count) * $0.grid.voxelVolume }
  // Headers round spacings off; a ten-thousandth is no difference.
  if abs(sizes[0] - sizes[1]) > 1e-4 * sizes[1] { return sizes[0] < sizes[1] }
  return a.voxels.lexicographicallyPrecedes(b.voxels)
}

/// One registration, with the image of the smaller field of view fixed.
private struct RegistrationSearch {
  /// What a level is made with: its voxels in mm and its points.
  private static let plan = [(8.0, 4000), (4, 10_000), (2, 30_000), (1, 60_000)]
  /// A turn by one unit moves points this far from the centre by 1 mm.
  private static let radius = 60.0
  /// A coronal and an axial stack of 50 mm share a quarter of either at best.
  private static let leastOverlap = 0.1

  let levels: [RegistrationLevel]
  let measure: SimilarityMeasure
  let centre: SIMD3<Double>
  let starts: [SIMD3<Double>]

  init?(fixed: Volume, moving: Volume, _ measure: SimilarityMeasure) {
    var levels: [RegistrationLevel] = []
    for (spacing, count) in Self.plan {
      let (a, b) = (fixed.shrunk(toAbout: spacing), moving.shrunk(toAbout: spacing))
      guard let level = RegistrationLevel(fixed: a, moving: b, count: count, measure: measure)
      else { return nil }
      levels.append(level)
    }
    self.levels = levels
    self.measure = measure
    centre = fixed.grid.centre
    let heads = [fixed, moving].map { $0.shrunk(toAbout: 8).centreOfMass }
    starts = [.zero, moving.grid.centre - centre, heads[1] - heads[0]]
  }

  func result() -> RigidRegistration? {
    let rough = startingPoints().map { climb(0, from: $0) }.sorted { $0.value > $1.value }
    let found = rough.prefix(3).map { climb(1, from: $0.point) }
    guard var best = found.max(by: { $0.value < $1.value }), best.value.isFinite else {
      return nil
    }
    for n in levels.indices.dropFirst(2) { best = climb(n, from: best.point) }
    let transform = transform(best.point)
    let final = levels[levels.count - 1].similarity(under: transform)
    return RigidRegistration(
      transform: transform, similarity: final.value, overlap: final.overlap,
      misfit: misfit(of: transform))
  }

  /// Three angles and three shifts, all as mm, as a transform about the fixed image's centre.
  private func transform(_ p: [Double]) -> RigidTransform {
    RigidTransform(
      degrees: SIMD3(p[0], p[1], p[2]) * (180 / .pi / Self.radius),
      shift: SIMD3(p[3], p[4], p[5]), about: centre)
  }

  /// The most promising of all placements on the coarsest level.
  private func startingPoints() -> [[Double]] {
    let turns: [SIMD3<Double>] = [
      .zero, [12, 0, 0], [-12, 0, 0], [0, 12, 0], [0, -12, 0], [0, 0, 12], [0, 0, -12],
    ]
    let shifts: [SIMD3<Double>] = [
      .zero, [0, 0, 16], [0, 0, -16], [0, 16, 0], [0, -16, 0], [16, 0, 0], [-16, 0, 0],
      [0, 0, 32], [0, 0, -32],
    ]
    var scored: [(point: [Double], value: Double)] = []
    for start in starts {
      for shift in shifts {
        for turn in turns {
          let t = start + shift
          let point = [turn.x, turn.y, turn.z, t.x, t.y, t.z]
          scored.append((point, value(0, point)))
        }
      }
    }
    return scored.filter { $0.value.isFinite }.sorted { $0.value > $1.value }.prefix(5)
      .map(\.point)
  }

  /// What is climbed on a level.
  ///
  /// On the two coarse levels the similarity counts in proportion to the overlap: a thin stack has
  /// chance maxima where hardly anything of it is compared. The fine levels are free of that pull.
  private func value(_ n: Int, _ point: [Double]) -> Double {
    let (value, overlap) = levels[n].similarity(under: transform(point))
    guard overlap >= Self.leastOverlap else { return -.infinity }
    let independent = measure == .mutualInformation ? 1.0 : 0
    return n < 2 ? (value - independent) * overlap : value
  }

  private func climb(_ n: Int, from start: [Double]) -> (point: [Double], value: Double) {
    let spacing = Self.plan[n].0
    return DirectionSet(step: spacing / 2, tolerance: n == 0 ? 0.4 : spacing / 100)
      .maximum(from: start) { value(n, $0) }
  }

  /// See ``RigidRegistration/misfit``: the points are parted into blocks of about 40 mm.
  private func misfit(of transform: RigidTransform) -> Double? {
    let level = levels[2]
    let side: Float = 40
    let middle = SIMD3<Float>(centre)
    let block = { (p: SIMD3<Float>) in ((p - middle) / side).rounded(.toNearestOrEven) }
    let blocks = Dictionary(grouping: level.samples) { block($0.position) }
    let needed = level.samples.count / blocks.count / 2
    let residuals = blocks.keys.sorted { ($0.z, $0.y, $0.x) < ($1.z, $1.y, $1.x) }
      .compactMap { key -> Double? in
        let points = blocks[key] ?? []
        let mean = points.reduce(0) { $0 + $1.intensity } / Float(points.count)
        let spread = points.reduce(0) { $0 + ($1.intensity - mean) * ($1.intensity - mean) }
        // Air alone has no place of its own.
        guard points.count >= needed, spread / Float(points.count) > 9 else { return nil }
        let part = level.keeping { block($0) == key }
        let found = DirectionSet(step: 2, tolerance: 0.1, rounds: 6).maximum(from: [0, 0, 0]) {
          let shift = RigidTransform(degrees: .zero, shift: SIMD3($0[0], $0[1], $0[2]))
          let (value, overlap) = part.similarity(under: shift.composed(with: transform))
          return overlap >= 0.6 ? value : -.infinity
        }
        guard found.value.isFinite else { return nil }
        return SIMD3(found.point[0], found.point[1], found.point[2]).length
      }.sorted()
    return residuals.count >= 4 ? residuals[residuals.count / 2] : nil
  }
}

extension Volume {
  /// Blocks of voxels averaged to about the given spacing in mm; finer axes only.
  fileprivate func shrunk(toAbout spacing: Double) -> Volume {
    let factors = (spacing / grid.spacing).rounded(.toNearestOrEven)
    return shrunk(by: SIMD3<Int>(pointwiseMax(factors, SIMD3(repeating: 1))))
  }

  /// The mean position of the voxels above the mean intensity, in mm RAS+.
  fileprivate var centreOfMass: SIMD3<Double> {
    let mean = voxels.reduce(0.0) { $0 + ($1.isFinite ? Double($1) : 0) } / Double(grid.count)
    var sum = SIMD3<Double>.zero
    var count = 0.0
    for o in voxels.indices where Double(voxels[o]) > mean {
      sum += SIMD3<Double>(grid.index(at: o))
      count += 1
    }
    return count > 0 ? grid.world(sum / count) : grid.centre
  }
}
