/// A solid built from ellipsoids, tapered tubes and half-spaces, in mm.
///
/// Shapes join in order: each operation acts on everything before it, so only a shape made of
/// unions may be subtracted or intersected as a whole.
struct Shape {
  var primitives: [Primitive]

  static func ellipsoid(
    _ centre: SIMD3<Float>, _ radii: SIMD3<Float>, turned: Rotation = .none
  ) -> Shape {
    Shape(primitives: [
      Primitive(
        kind: .ellipsoid, a: centre, radii: radii, axis0: turned.x, axis1: turned.y,
        axis2: turned.z)
    ])
  }

  /// A tube with round ends whose radius changes evenly.
  static func cone(
    _ from: SIMD3<Float>, _ to: SIMD3<Float>, _ r0: Float, _ r1: Float
  ) -> Shape {
    Shape(primitives: [Primitive(kind: .cone, a: from, b: to - from, radii: [r0, r1, 0])])
  }

  /// A tube through points; the radius changes evenly with the number of the point.
  static func tube(_ points: [SIMD3<Float>], _ r0: Float, _ r1: Float) -> Shape {
    let count = max(points.count - 1, 0)
    let change = (r1 - r0) / Float(max(count, 1))
    return Shape(
      primitives: (0..<count).map { (i: Int) -> Primitive in
        let start = r0 + change * Float(i)
        let radii = SIMD3<Float>(start, start + change, 0)
        return Primitive(kind: .cone, a: points[i], b: points[i + 1] - points[i], radii: radii)
      })
  }

  /// Everything on the side of the plane that its normal does not point to.
  static func halfSpace(normal: SIMD3<Float>, through point: SIMD3<Float>) -> Shape {
    let n = normal.unit
    return Shape(primitives: [
      Primitive(kind: .halfSpace, a: n, radii: [(n * point).sum(), 0, 0])
    ])
  }

  func union(_ other: Shape, blend: Float = 0) -> Shape { joined(.union, other, blend) }

  func subtracting(_ other: Shape, blend: Float = 0) -> Shape { joined(.subtract, other, blend) }

  func intersecting(_ other: Shape, blend: Float = 0) -> Shape { joined(.intersect, other, blend) }

  private func joined(_ operation: Primitive.Operation, _ other: Shape, _ blend: Float) -> Shape {
    Shape(
      primitives: primitives
        + other.primitives.map {
          var primitive = $0
          // Subtracting a union takes away each of its parts; a difference keeps its own parts.
          primitive.operation =
            operation == .union && $0.operation != .union ? $0.operation : operation
          primitive.blend = max(blend, operation == .union ? $0.blend : 0)
          return primitive
        })
  }

  /// The shape with all radii and offsets made larger by `margin` mm.
  func widened(by margin: Float) -> Shape {
    Shape(
      primitives: primitives.map {
        var primitive = $0
        let change = $0.operation == .subtract ? -margin : margin
        switch $0.kind {
        case .ellipsoid: primitive.radii += change
        case .cone:
          primitive.radii.x += change
          primitive.radii.y += change
        case .halfSpace: primitive.radii.x += change
        }
        return primitive
      })
  }

  /// The distance in mm at one position; for set-up, not for loops over voxels.
  func distance(_ p: SIMD3<Float>) -> Float {
    primitives.withUnsafeBufferPointer { joinedDistance($0, Points(p))[0] }
  }

  /// A box around the shape.
  var box: (lower: SIMD3<Float>, upper: SIMD3<Float>) {
    var lower = SIMD3<Float>(repeating: .infinity)
    var upper = -lower
    var blend: Float = 0
    for primitive in primitives where primitive.operation == .union {
      guard let box = primitive.box else { continue }
      lower = pointwiseMin(lower, box.lower)
      upper = pointwiseMax(upper, box.upper)
      blend = max(blend, primitive.blend)
    }
    return (lower - blend, upper + blend)
  }

  /// The volume in mm3 where `isCounted` holds, by counting points `step` mm apart.
  func volume(
    step: Float, where isCounted: (SIMD3<Float>) -> Bool = { _ in true }
  ) -> Double {
    var count = 0
    forEachPoint(step: step) { if isCounted($0) { count += 1 } }
    return Double(count) * Double(step * step * step)
  }

  /// Calls `body` for the points inside that lie on a lattice of `step` mm.
  func forEachPoint(step: Float, _ body: (SIMD3<Float>) -> Void) {
    let (lower, upper) = box
    let lane = Lanes(0, 1, 2, 3, 4, 5, 6, 7) * step
    primitives.withUnsafeBufferPointer { buffer in
      var z = lower.z + step / 2
      while z < upper.z {
        var y = lower.y + step / 2
        while y < upper.y {
          var x = lower.x + step / 2
          while x < upper.x {
            let p = Points(
              x: x + lane, y: Lanes(repeating: y), z: Lanes(repeating: z))
            let d = joinedDistance(buffer, p)
            for i in 0..<8 where d[i] < 0 { body([p.x[i], y, z]) }
            x += 8 * step
          }
          y += step
        }
        z += step
      }
    }
  }
}
