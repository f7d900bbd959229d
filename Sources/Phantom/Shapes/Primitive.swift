/// One implicit surface and how it joins the ones before it in a ``Shape``.
///
/// A plain value without references, so that the inner loop switches on a byte instead of calling
/// through an existential. Distances are in mm, negative inside; those of an ellipsoid are a
/// first-order estimate that is exact to first order at the surface.
struct Primitive {
  enum Kind: UInt8 { case ellipsoid, cone, halfSpace }
  enum Operation: UInt8 { case union, subtract, intersect }

  var kind: Kind
  var operation: Operation = .union
  /// The width in mm over which the surface blends with the shape so far; 0 for a sharp crease.
  var blend: Float = 0
  /// The position or direction of the primitive.
  ///
  /// Ellipsoid: the centre. Cone: its first end. Half-space: the outward normal.
  var a: SIMD3<Float>
  /// Cone: from the first end to the second.
  var b: SIMD3<Float> = .zero
  /// The sizes of the primitive in mm.
  ///
  /// Ellipsoid: the three semi-axes. Cone: the radii of its ends. Half-space: the offset.
  var radii: SIMD3<Float>
  /// Ellipsoid: the unit directions of the semi-axes.
  var axis0: SIMD3<Float> = [1, 0, 0]
  var axis1: SIMD3<Float> = [0, 1, 0]
  var axis2: SIMD3<Float> = [0, 0, 1]
}

extension Primitive {
  /// The distance from the surface of this primitive alone.
  @inline(__always)
  func distance(_ p: Points) -> Lanes {
    switch kind {
    case .ellipsoid:
      let x = p.x - a.x
      let y = p.y - a.y
      let z = p.z - a.z
      let inverse = 1 / radii
      let u = (x * axis0.x + y * axis0.y + z * axis0.z) * inverse.x
      let v = (x * axis1.x + y * axis1.y + z * axis1.z) * inverse.y
      let w = (x * axis2.x + y * axis2.y + z * axis2.z) * inverse.z
      let level = (u * u + v * v + w * w + 1e-6).squareRoot()
      let gu = u * inverse.x
      let gv = v * inverse.y
      let gw = w * inverse.z
      let slope = (gu * gu + gv * gv + gw * gw + 1e-9).squareRoot()
      return level * (level - 1) / slope
    case .cone:
      let x = p.x - a.x
      let y = p.y - a.y
      let z = p.z - a.z
      let scale = 1 / max((b * b).sum(), 1e-6)
      let t = lanesUnit((x * b.x + y * b.y + z * b.z) * scale)
      let dx = x - t * b.x
      let dy = y - t * b.y
      let dz = z - t * b.z
      return (dx * dx + dy * dy + dz * dz).squareRoot() - (radii.x + t * (radii.y - radii.x))
    case .halfSpace:
      return p.x * a.x + p.y * a.y + p.z * a.z - radii.x
    }
  }

  /// The corners of a box around the primitive; `nil` for the unbounded half-space.
  var box: (lower: SIMD3<Float>, upper: SIMD3<Float>)? {
    switch kind {
    case .ellipsoid:
      let r = SIMD3<Float>(repeating: radii.max())
      return (a - r, a + r)
    case .cone:
      let r = SIMD3<Float>(repeating: max(radii.x, radii.y))
      let end = a + b
      return (pointwiseMin(a, end) - r, pointwiseMax(a, end) + r)
    case .halfSpace: return nil
    }
  }
}

extension Primitive {
  /// A bound on the distance: between 0 and ``distance(_:)``, and it changes by at most 1 per mm.
  ///
  /// What a whole block of voxels is judged by. The estimate for ellipsoids may be far too large
  /// near their middle.
  @inline(__always)
  func bound(_ p: SIMD3<Float>) -> Float {
    guard kind == .ellipsoid else { return distance(Points(p))[0] }
    let q = p - a
    let u = SIMD3((q * axis0).sum(), (q * axis1).sum(), (q * axis2).sum()) / radii
    return (u.norm - 1) * radii.min()
  }
}

/// The bound of a run of primitives, joined sharply.
func joinedBound(_ primitives: UnsafeBufferPointer<Primitive>, _ p: SIMD3<Float>) -> Float {
  var d = primitives[0].bound(p)
  for i in 1..<max(primitives.count, 1) {
    let e = primitives[i].bound(p)
    switch primitives[i].operation {
    case .union: d = min(d, e)
    case .subtract: d = max(d, -e)
    case .intersect: d = max(d, e)
    }
  }
  return d
}

/// The distance from a run of primitives, joined in order.
@inline(__always)
func joinedDistance(_ primitives: UnsafeBufferPointer<Primitive>, _ p: Points) -> Lanes {
  var d = primitives[0].distance(p)
  for i in 1..<max(primitives.count, 1) {
    let e = primitives[i].distance(p)
    let k = primitives[i].blend
    let other = primitives[i].operation == .subtract ? -e : e
    let sign: Float = primitives[i].operation == .union ? 1 : -1
    var joined = sign * lanesMin(sign * d, sign * other)
    if k > 0 {
      // Polynomial smooth minimum.
      let h = lanesMax(k - lanesAbs(d - other), .zero)
      joined -= (sign * 0.25 / k) * (h * h)
    }
    d = joined
  }
  return d
}
