/// Three orthogonal unit directions.
struct Rotation {
  var x: SIMD3<Float>
  var y: SIMD3<Float>
  var z: SIMD3<Float>

  static let none = Rotation(x: [1, 0, 0], y: [0, 1, 0], z: [0, 0, 1])

  /// The frame whose third direction is the given one.
  init(alongZ direction: SIMD3<Float>) {
    let z = direction.unit
    let helper: SIMD3<Float> = abs(z.x) < 0.8 ? [1, 0, 0] : [0, 1, 0]
    let x = z.crossed(helper).unit
    self.init(x: x, y: z.crossed(x), z: z)
  }

  init(x: SIMD3<Float>, y: SIMD3<Float>, z: SIMD3<Float>) {
    self.x = x
    self.y = y
    self.z = z
  }
}

extension SIMD3<Float> {
  var norm: Float { (self * self).sum().squareRoot() }

  /// The vector at length 1; unchanged when its length is 0.
  var unit: SIMD3<Float> { norm > 0 ? self / norm : self }

  func crossed(_ o: SIMD3<Float>) -> SIMD3<Float> {
    SIMD3(y * o.z - z * o.y, z * o.x - x * o.z, x * o.y - y * o.x)
  }
}
