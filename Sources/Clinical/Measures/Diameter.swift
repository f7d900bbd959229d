public import Imaging

/// A length in mm and the two points of the boundary that it was measured between.
public struct Diameter: Hashable, Sendable, Codable {
  /// The length in mm.
  public let length: Double
  /// One end, in mm RAS+.
  public let start: SIMD3<Double>
  /// The other end, in mm RAS+.
  public let end: SIMD3<Double>

  /// A diameter between two points in mm RAS+.
  public init(from start: SIMD3<Double>, to end: SIMD3<Double>) {
    self.start = start
    self.end = end
    length = (end - start).length
  }

  /// The largest distance between any two of the points; `nil` when there are none.
  ///
  /// Several pairs may be equally far apart; the length is the same whichever is taken.
  init?(farthestOf points: [SIMD3<Double>]) {
    guard let ends = PointBuckets(points).farthestPair() else { return nil }
    self.init(from: ends.0, to: ends.1)
  }

  /// The width of a set of points along a direction, between the two outermost of them; `nil` when
  /// there are none.
  init?(of points: [SIMD3<Double>], along direction: SIMD3<Double>) {
    let unit = direction / direction.length
    var low: (place: Double, point: SIMD3<Double>)?
    var high = low
    for p in points {
      let place = (p * unit).sum()
      if place < low?.place ?? .infinity { low = (place, p) }
      if place > high?.place ?? -.infinity { high = (place, p) }
    }
    guard let low, let high else { return nil }
    start = low.point
    end = low.point + unit * (high.place - low.place)
    length = high.place - low.place
  }
}

/// The diameters of one part of a tumour, as reporting guidelines ask for them.
///
/// All are taken between the middles of voxel faces on the boundary, so that a block of voxels is as
/// long as its voxels together. Axial planes are the grid's own planes that lie nearest to axial.
public struct Diameters: Hashable, Sendable, Codable {
  /// The largest distance between two points of the boundary, in any direction.
  ///
  /// - Source: the largest extra-meatal diameter of Kanzaki et al., Otol Neurotol 24:642, 2003.
  public let largest: Diameter
  /// The largest within one axial plane.
  public let axial: Diameter
  /// The largest width within one axial plane parallel to the meatal plane, so along the petrous bone's
  /// posterior surface; `nil` without a meatal plane.
  ///
  /// The guideline measures on the axial plane of ``axial`` alone; here every axial plane counts, so
  /// that the figure does not jump with the choice of the plane.
  ///
  /// - Source: Committee on Hearing and Equilibrium, Otolaryngol Head Neck Surg 113:179, 1995, as
  ///   Walsh et al., Am J Otol 21:716, 2000, apply it.
  public let parallel: Diameter?
  /// The largest width within one axial plane at right angles to ``parallel``; `nil` without a meatal
  /// plane.
  public let perpendicular: Diameter?
  /// How far the part reaches from the meatal plane in mm, at right angles to it, in 3-D; `nil`
  /// without a meatal plane.
  public let reach: Double?

  /// The square root of the product of ``parallel`` and ``perpendicular``, in mm: the size by the
  /// guideline of 1995.
  public var geometricMean: Double? {
    guard let parallel, let perpendicular else { return nil }
    return (parallel.length * perpendicular.length).squareRoot()
  }

  /// The diameters of a mask; `nil` when it is empty.
  ///
  /// - Parameters:
  ///   - mask: the part, as the extra-meatal one.
  ///   - plane: the meatal plane, or `nil`.
  public init?(of mask: Mask, plane: MeatalPlane?) {
    let points = mask.boundaryFaces(isOutermostOnly: true)
    guard let largest = Diameter(farthestOf: points) else { return nil }
    self.largest = largest
    let axis = mask.grid.axialAxis
    let outlines = (0..<mask.grid.size[axis]).map { slice in
      mask.slice(slice, along: axis)
        .boundaryFaces(axes: Set(0..<3).subtracting([axis]), isOutermostOnly: true)
    }
    func longest(_ diameter: ([SIMD3<Double>]) -> Diameter?) -> Diameter? {
      outlines.compactMap(diameter).max { $0.length < $1.length }
    }
    guard let axial = longest({ Diameter(farthestOf: $0) }) else { return nil }
    self.axial = axial
    reach = plane.map { plane in points.reduce(0) { max($0, -plane.distance($1)) } }
    let normal = mask.grid.sliceNormal(axis)
    // A meatal plane that lies in the axial plane has no trace there.
    guard let trace = plane.map({ normal.cross($0.normal) }), trace.length > 1e-3 else {
      (parallel, perpendicular) = (nil, nil)
      return
    }
    parallel = longest { Diameter(of: $0, along: trace) }
    perpendicular = longest { Diameter(of: $0, along: normal.cross(trace)) }
  }
}

extension VoxelGrid {
  /// The grid axis that runs most nearly from foot to head.
  var axialAxis: Int {
    let axes = Orientation(of: affine).worldAxes
    return (0..<3).first { axes[$0] == 2 } ?? 2
  }

  /// The unit normal of the planes along the other two axes, towards the head.
  func sliceNormal(_ axis: Int) -> SIMD3<Double> {
    let normal = affine[column: (axis + 1) % 3].cross(affine[column: (axis + 2) % 3])
    return normal / (normal.z < 0 ? -normal.length : normal.length)
  }
}

extension Mask {
  /// One plane of voxels of the grid.
  func slice(_ number: Int, along axis: Int) -> Mask {
    var lower = SIMD3<Int>.zero
    var upper = grid.size
    lower[axis] = number
    upper[axis] = number + 1
    return cropped(to: BoundingBox(lower: lower, upper: upper), padding: false)
  }
}
