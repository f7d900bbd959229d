import Imaging

extension Anatomy {
  /// How soft tissue makes room for a tumour: a smooth shift away from the centre of an ellipsoid.
  ///
  /// Distances count in units of the ellipsoid. Tissue now at `r` was at `r - 2 shift / (1 + r^2)`:
  /// at the surface, `r = 1`, it has moved by `shift`; at thrice that distance by a fifth as much.
  /// From where that reaches the centre the map is one to one, so no tissue is lost and none appears
  /// twice; nearer than that, inside the tumour, everything comes from the centre.
  struct Push {
    var centre: SIMD3<Float>
    /// The unit directions of the ellipsoid's semi-axes over their lengths, in 1/mm.
    var axes: Rotation
    /// The share of its way from the centre that tissue at the surface has moved, 0...0.75.
    ///
    /// At most 0.75, because the renderer counts on space being stretched by less than twice.
    var shift: Float

    static let none = Push(centre: .zero, axes: .none, shift: 0)

    /// A push by an ellipsoid.
    init(centre: SIMD3<Float>, radii: SIMD3<Float>, turned frame: Rotation, shift: Float) {
      self.init(
        centre: centre,
        axes: Rotation(x: frame.x / radii.x, y: frame.y / radii.y, z: frame.z / radii.z),
        shift: shift)
    }

    init(centre: SIMD3<Float>, axes: Rotation, shift: Float) {
      self.centre = centre
      self.axes = axes
      self.shift = shift
    }

    /// Where the tissue now at `p` was before it was pushed.
    @inline(__always)
    func source(_ p: Points) -> Points {
      let x = p.x - centre.x
      let y = p.y - centre.y
      let z = p.z - centre.z
      let u = x * axes.x.x + y * axes.x.y + z * axes.x.z
      let v = x * axes.y.x + y * axes.y.y + z * axes.y.z
      let w = x * axes.z.x + y * axes.z.y + z * axes.z.z
      let square = u * u + v * v + w * w + 1e-4
      let factor = lanesMin((2 * shift) / ((1 + square) * square.squareRoot()), Lanes(repeating: 1))
      return Points(x: p.x - factor * x, y: p.y - factor * y, z: p.z - factor * z)
    }

    /// How far inwards, in units of the ellipsoid, undisturbed tissue reaches: 1 when it only touches
    /// the ellipsoid, 0 when it holds the centre.
    ///
    /// - Parameter distance: the tissue's distance, negative inside.
    func reach(ofTissue distance: (SIMD3<Float>) -> Float) -> Float {
      var nearest: Float = 1
      let count = 240
      for n in 0..<count {
        // A spiral of evenly spread directions.
        let z = 1 - (2 * Float(n) + 1) / Float(count)
        let angle = Float(n) * 2.399_963
        let ring = max(1 - z * z, 0).squareRoot()
        let q = SIMD3(ring * cosine(angle), ring * sine(angle), z)
        // The axes are directions over lengths: dividing by their squares gives lengths back.
        let step =
          axes.x * (q.x / (axes.x * axes.x).sum()) + axes.y * (q.y / (axes.y * axes.y).sum())
          + axes.z * (q.z / (axes.z * axes.z).sum())
        var r = nearest
        while r > 0.05 {
          if distance(centre + step * r) < 0 { nearest = min(nearest, r) }
          r -= 0.05
        }
      }
      return nearest
    }
  }
}
