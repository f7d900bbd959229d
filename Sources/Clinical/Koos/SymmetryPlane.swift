import Imaging

/// The plane that mirrors the healthy side of the brainstem onto the side of a tumour.
struct SymmetryPlane: Equatable {
  /// A point of the plane, in mm RAS+.
  var point: SIMD3<Double>
  /// The unit normal, pointing to the patient's right.
  var normal: SIMD3<Double>

  /// The signed distance in mm of a world position, positive on the right.
  func distance(_ p: SIMD3<Double>) -> Double { ((p - point) * normal).sum() }

  /// The mirror image of a world position.
  func mirrored(_ p: SIMD3<Double>) -> SIMD3<Double> { p - 2 * distance(p) * normal }

  /// The plane with the normal tilted by two small steps and moved along it.
  private func changed(by step: SIMD3<Double>) -> SymmetryPlane {
    // Two directions within the plane.
    let u = normal.cross(SIMD3(0, 0, 1))
    let v = normal.cross(u)
    let n = normal + u * step.x + v * step.y
    let unit = n / n.length
    return SymmetryPlane(point: point + normal * step.z, normal: unit)
  }

  /// Moves the plane to where the surface is most like its own mirror image.
  ///
  /// Gauss and Newton's method on the distances between mirrored surface points and the surface, with
  /// weights that fall with the distance, so that a dent does not count.
  ///
  /// - Parameters:
  ///   - points: positions on the surface, in mm.
  ///   - surface: the distance to it.
  ///   - counts: whether the surface at a position, and so its mirror image, is undisturbed.
  mutating func fit(
    _ points: [SIMD3<Double>], to surface: SignedDistance, counting counts: (SIMD3<Double>) -> Bool
  ) {
    guard points.count >= 50 else { return }
    let levels = points.map { surface($0) }
    let usable = points.indices.filter { counts(points[$0]) }
    let h = SIMD3(0.002, 0.002, 0.05)
    for _ in 0..<12 {
      var system = NormalEquations(count: 3)
      let moved = (0..<3).map { axis -> SymmetryPlane in
        var step = SIMD3<Double>.zero
        step[axis] = h[axis]
        return changed(by: step)
      }
      for n in usable {
        let image = mirrored(points[n])
        guard counts(image) else { continue }
        let residual = surface(image) - levels[n]
        let slope = (0..<3).map { axis in
          (surface(moved[axis].mirrored(points[n])) - levels[n] - residual) / h[axis]
        }
        system.add(slope, residual, weight: 1 / (1 + (residual / 0.7) * (residual / 0.7)))
      }
      guard let change = system.solution(damping: 1e-3) else { return }
      var step = SIMD3(-change[0], -change[1], -change[2])
      step = pointwiseMin(pointwiseMax(step, SIMD3(-0.05, -0.05, -2)), SIMD3(0.05, 0.05, 2))
      self = changed(by: step)
      if abs(step.x) < 1e-4, abs(step.y) < 1e-4, abs(step.z) < 1e-3 { return }
    }
  }
}
