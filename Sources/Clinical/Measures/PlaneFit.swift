#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
public import Imaging

/// A meatal plane and how well the voxels agree with it.
public struct PlaneFit: Hashable, Sendable, Codable {
  /// Where the plane comes from.
  public enum Source: String, Hashable, Sendable, Codable {
    /// The border between the labels of the tumour's two parts.
    case parts
    /// The cochlea's place, the usual length of the canal, and where the tumour widens.
    case anatomy
  }

  /// The plane.
  public let plane: MeatalPlane
  /// Where it comes from.
  public let source: Source
  /// The root mean square distance in mm of the border between the parts from the plane: half a
  /// voxel's thickness for a straight border, more for a ragged one; `nil` for ``Source/anatomy``.
  public let spread: Double?
}

extension PlaneFit {
  /// The plane that best separates the two parts of a tumour; `nil` where they do not touch.
  ///
  /// A robust logistic regression: each voxel near the border counts with how far it lies on the
  /// wrong side, so the plane follows the whole border with less than a voxel's error. Voxels more
  /// than a millimetre or so on the wrong side lose their weight from round to round, and the start
  /// is the geometric median of the border, so a mislabelled island does not tilt the plane.
  ///
  /// - Precondition: both masks lie on one grid.
  /// - Source: iteratively reweighted fitting with Welsch's weights (Holland and Welsch, Commun Stat
  ///   A6:813, 1977) around logistic regression (Cox, J R Stat Soc B 20:215, 1958).
  public init?(separating extra: Mask, from intra: Mask) {
    let border = Self.border(extra, intra)
    guard let middle = Self.geometricMedian(border.map(\.point)) else { return nil }
    var samples = Self.samples(extra, isInside: false, around: middle)
    samples += Self.samples(intra, isInside: true, around: middle)
    // Every face of the border points from one part into the other.
    let heading = border.reduce(SIMD3<Double>.zero) { $0 + $1.direction }
    guard heading.length > 1e-9 else { return nil }
    var plane = MeatalPlane(point: middle, towardsCanal: heading)
    for round in 0..<Self.rounds {
      let current = plane
      let weights = samples.map { sample -> Double in
        let wrong = current.distance(sample.point) * (sample.isInside ? -1 : 1)
        // The first plane may lie a voxel or two off; only later ones judge.
        let scale = round == 0 ? 3.0 : 1.0
        return sample.weight * (wrong > 0 ? exp(-(wrong / scale) * (wrong / scale)) : 1)
      }
      guard let next = Self.separating(samples, weights, from: plane) else { return nil }
      plane = next
    }
    var total = (weight: 0.0, square: 0.0, shift: SIMD3<Double>.zero)
    for face in border {
      let d = plane.distance(face.point)
      let weight = exp(-(d / 3) * (d / 3))
      total.weight += weight
      total.square += weight * d * d
      total.shift += weight * (face.point - middle - d * plane.normal)
    }
    guard total.weight > 0 else { return nil }
    // The middle of the border, moved into the plane.
    let point = middle + total.shift / total.weight
    self.plane = MeatalPlane(
      point: point - plane.distance(point) * plane.normal, towardsCanal: plane.normal)
    source = .parts
    spread = (total.square / total.weight).squareRoot()
  }

  private static let rounds = 6
  /// How far from the border's middle voxels count, in mm: beyond any porus' radius.
  private static let reach = 12.0

  private struct Sample {
    let point: SIMD3<Double>
    let isInside: Bool
    let weight: Double
  }

  /// The faces between the two parts, and the step through each into the canal.
  private static func border(
    _ extra: Mask, _ intra: Mask
  ) -> [(point: SIMD3<Double>, direction: SIMD3<Double>)] {
    guard let box = extra.boundingBox() else { return [] }
    let grid = extra.grid
    var result: [(point: SIMD3<Double>, direction: SIMD3<Double>)] = []
    for k in box.lower.z..<box.upper.z {
      for j in box.lower.y..<box.upper.y {
        for i in box.lower.x..<box.upper.x where extra.voxels[grid.offset(i, j, k)] {
          for step in Connectivity.faces.steps {
            let (x, y, z) = (i + step.x, j + step.y, k + step.z)
            guard grid.contains(x, y, z), intra.voxels[grid.offset(x, y, z)] else { continue }
            let here = grid.world(SIMD3(Double(i), Double(j), Double(k)))
            let there = grid.world(SIMD3(Double(x), Double(y), Double(z)))
            let normal = there - here
            result.append(((here + there) / 2, normal / normal.length))
          }
        }
      }
    }
    return result
  }

  /// Voxel centres with weights that fall smoothly to 0 at ``reach``.
  private static func samples(
    _ mask: Mask, isInside: Bool, around middle: SIMD3<Double>
  ) -> [Sample] {
    var result: [Sample] = []
    for o in mask.voxels.indices where mask.voxels[o] {
      let p = mask.grid.world(SIMD3<Double>(mask.grid.index(at: o)))
      let share = 1 - ((p - middle) * (p - middle)).sum() / (reach * reach)
      if share > 0 { result.append(Sample(point: p, isInside: isInside, weight: share * share)) }
    }
    return result
  }

  /// The point with the smallest sum of distances to all others; `nil` for no points.
  ///
  /// - Source: Weiszfeld, Tohoku Math J 43:355, 1937.
  private static func geometricMedian(_ points: [SIMD3<Double>]) -> SIMD3<Double>? {
    guard !points.isEmpty else { return nil }
    var middle = points.reduce(SIMD3<Double>.zero, +) / Double(points.count)
    for _ in 0..<60 {
      var sum = SIMD3<Double>.zero
      var total = 0.0
      for p in points {
        // A tenth of a millimetre keeps a point on the median from taking all the weight.
        let weight = 1 / (((p - middle) * (p - middle)).sum() + 0.01).squareRoot()
        sum += weight * p
        total += weight
      }
      middle = sum / total
    }
    return middle
  }

  /// Logistic regression by Newton's method, with a small ridge that keeps separable voxels finite.
  private static func separating(
    _ samples: [Sample], _ weights: [Double], from start: MeatalPlane
  ) -> MeatalPlane? {
    let ridge = 0.01
    // Slope along the plane's normal in 1/mm, then the offset; positions relative to the start.
    var solution = SIMD4<Double>(start.normal * 3, 0)
    for _ in 0..<50 {
      var gradient = SIMD4<Double>(solution.x, solution.y, solution.z, 0) * ridge
      var hessian = [SIMD4<Double>](repeating: .zero, count: 4)
      for n in 0..<3 { hessian[n][n] = ridge }
      for (sample, weight) in zip(samples, weights) where weight > 1e-12 {
        let x = SIMD4<Double>(sample.point - start.point, 1)
        let share = 1 / (1 + exp(-(solution * x).sum()))
        gradient += weight * (share - (sample.isInside ? 1 : 0)) * x
        let curvature = weight * share * (1 - share)
        for n in 0..<4 { hessian[n] += curvature * x[n] * x }
      }
      guard var step = solved(hessian, gradient) else { return nil }
      let length = (step * step).sum().squareRoot()
      // Newton's step overshoots where all voxels are far from the plane.
      if length > 2 { step *= 2 / length }
      solution -= step
      if length < 1e-10 { break }
    }
    let slope = SIMD3(solution.x, solution.y, solution.z)
    guard slope.length > 1e-6 else { return nil }
    let normal = slope / slope.length
    return MeatalPlane(
      point: start.point - normal * (solution.w / slope.length), towardsCanal: normal)
  }

  /// The solution of four linear equations by elimination with pivots; `nil` when singular.
  private static func solved(_ rows: [SIMD4<Double>], _ right: SIMD4<Double>) -> SIMD4<Double>? {
    var rows = rows
    var right = right
    for column in 0..<4 {
      let pivot = (column..<4).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      guard abs(rows[pivot][column]) > 1e-14 else { return nil }
      rows.swapAt(column, pivot)
      (right[column], right[pivot]) = (right[pivot], right[column])
      for row in 0..<4 where row != column {
        let factor = rows[row][column] / rows[column][column]
        rows[row] -= factor * rows[column]
        right[row] -= factor * right[column]
      }
    }
    return SIMD4(
      right.x / rows[0].x, right.y / rows[1].y, right.z / rows[2].z, right.w / rows[3].w)
  }
}
