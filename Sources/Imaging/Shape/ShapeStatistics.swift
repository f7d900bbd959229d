#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Size and form of one structure, measured in world space.
public struct ShapeStatistics: Codable, Hashable, Sendable {
  /// The volume of the voxels, in mm3.
  public let volume: Double
  /// The mean position of the voxels, in mm RAS+.
  public let centroid: SIMD3<Double>
  /// The sides of the smallest box along the world's axes that holds every voxel whole, in mm.
  public let extent: SIMD3<Double>
  /// The lengths in mm of the solid ellipsoid with the same second moments, longest first.
  public let axes: SIMD3<Double>
  /// The surface's area in mm2; see ``Mask/surfaceArea()`` and ``Mask/onCubicVoxels()``.
  public let surfaceArea: Double
  /// The unevenness of the surface in mm; see ``Mask/roughness(cutoff:)``.
  public let roughness: Double

  /// The second axis over the first, in 0...1; 1 for a ball, small for a rod.
  public var elongation: Double { axes.y / axes.x }

  /// The third axis over the first, in 0...1; 1 for a ball, small for a disc.
  public var flatness: Double { axes.z / axes.x }

  /// The area of a ball of the same volume over the area: 1 for a ball, less for anything else.
  ///
  /// - Source: Wadell, J Geol 43:250, 1935.
  public var sphericity: Double { pow(36 * .pi * volume * volume, 1 / 3) / surfaceArea }

  /// The statistics of a mask; `nil` when it is empty.
  ///
  /// - Complexity: O(*n*) in voxels of the box around the structure, as cubic voxels.
  public init?(_ mask: Mask) {
    guard let cubes = mask.onCubicVoxels() else { return nil }
    let affine = mask.grid.affine
    var count = 0.0
    var sum = SIMD3<Double>.zero
    var lower = SIMD3<Double>(repeating: .infinity)
    var upper = -lower
    for o in mask.voxels.indices where mask.voxels[o] {
      let p = mask.grid.world(SIMD3<Double>(mask.grid.index(at: o)))
      count += 1
      sum += p
      lower = pointwiseMin(lower, p)
      upper = pointwiseMax(upper, p)
    }
    let mean = sum / count
    var moments = SymmetricMatrix()
    for o in mask.voxels.indices where mask.voxels[o] {
      let p = mask.grid.world(SIMD3<Double>(mask.grid.index(at: o))) - mean
      moments.add(p, weight: 1 / count)
    }
    var half = SIMD3<Double>.zero
    for axis in 0..<3 {
      // A voxel is a box, not a point: its own moments, and its reach beyond its centre.
      let side = affine[column: axis]
      moments.add(side, weight: 1.0 / 12)
      half += pointwiseMax(side, -side) / 2
    }
    volume = mask.volume
    centroid = mean
    extent = upper - lower + 2 * half
    let eigenvalues = moments.eigenvalues
    // A solid ellipsoid's moment along an axis is the square of its semi-axis over 5.
    axes = SIMD3(
      2 * (5 * eigenvalues.x).squareRoot(), 2 * (5 * eigenvalues.y).squareRoot(),
      2 * (5 * max(eigenvalues.z, 0)).squareRoot())
    surfaceArea = cubes.surfaceArea()
    roughness = cubes.roughness()
  }
}

extension Mask {
  /// The smallest distance in mm between voxel centres of the surfaces of two masks, which may lie
  /// on different grids; 0 where they overlap on one grid, `nil` when either is empty.
  ///
  /// - Complexity: the product of both counts of surface voxels.
  public func distance(to other: Mask) -> Double? {
    let near = surfaceCentres()
    let far = other.surfaceCentres()
    guard !near.isEmpty, !far.isEmpty else { return nil }
    var best = Double.infinity
    for p in near {
      for q in far {
        let d = p - q
        best = min(best, (d * d).sum())
      }
    }
    return best.squareRoot()
  }

  func surfaceCentres() -> [SIMD3<Double>] {
    guard let box = boundingBox() else { return [] }
    let part = cropped(to: box, padding: false)
    let border = part.surface()
    return border.voxels.indices.filter { border.voxels[$0] }
      .map { part.grid.world(SIMD3<Double>(part.grid.index(at: $0))) }
  }
}
