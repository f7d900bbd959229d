#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import Imaging

/// The map from a patient's world to the template head: pose, size and a smooth warp.
///
/// Shapes are described once, in template coordinates; sampling them through this map gives each
/// patient another anatomy without touching a shape. The warp is a sum of slow sines, small enough
/// to stay invertible.
struct Deformation: Sendable {
  /// World to upright, head-sized coordinates.
  var pose: Affine
  /// Wave vectors in rad/mm, their phases, and the shifts in mm at their crests.
  var waves: [(direction: SIMD3<Double>, phase: Double, shift: SIMD3<Double>)]

  /// A random pose and warp.
  ///
  /// - Parameter strength: 1 for the usual spread; 0 for the template itself.
  init(strength: Double, using generator: inout SplitMix64) {
    let scale =
      SIMD3<Double>(repeating: 1 + 0.03 * strength * generator.bounded())
      + 0.015 * strength
      * SIMD3(generator.bounded(), generator.bounded(), generator.bounded())
    // Degrees: nodding, tilting, turning.
    let angles = SIMD3(5 * generator.bounded(), 3 * generator.bounded(), 4 * generator.bounded())
    let shift = SIMD3(2 * generator.bounded(), 3 * generator.bounded(), 3 * generator.bounded())
    var toWorld = Affine.rotation(degrees: angles * strength)
    toWorld.x *= scale.x
    toWorld.y *= scale.y
    toWorld.z *= scale.z
    toWorld.translation = shift * strength
    pose = toWorld.inverse ?? Affine(spacing: SIMD3(1, 1, 1))
    waves = (0..<7).map { number in
      // The longest waves bend the head; the shortest, of 35 mm, reshape the temporal bone.
      let length = 35 + 18 * Double(number)
      let direction = SIMD3(
        generator.nextNormal(), generator.nextNormal(), generator.nextNormal())
      let shift = SIMD3(
        generator.nextNormal(), generator.nextNormal(), generator.nextNormal())
      return (
        direction / max(direction.length, 1e-6) * (2 * .pi / length),
        Double.random(in: 0..<(2 * .pi), using: &generator),
        shift * (strength * 0.0055 * length)
      )
    }
  }

  /// The template position of a world position, both in mm.
  func template(_ world: SIMD3<Double>) -> SIMD3<Double> {
    let p = pose(world)
    var q = p
    for wave in waves { q += wave.shift * sin((wave.direction * p).sum() + wave.phase) }
    return q
  }

  /// The world position of a template position, by fixed-point iteration to about 0.001 mm.
  func world(_ template: SIMD3<Double>) -> SIMD3<Double> {
    guard let inverse = pose.inverse else { return template }
    var p = template
    for _ in 0..<30 {
      var warp = SIMD3<Double>.zero
      for wave in waves { warp += wave.shift * sin((wave.direction * p).sum() + wave.phase) }
      p = template - warp
    }
    return inverse(p)
  }
}

extension SplitMix64 {
  /// A normal draw cut at 2 standard deviations, so that no patient is a freak.
  mutating func bounded() -> Double { min(max(nextNormal(), -2), 2) }

  /// `value` with a relative spread, cut at two standard deviations.
  mutating func vary(_ value: Float, _ spread: Double) -> Float {
    value * Float(1 + spread * bounded())
  }

  /// A shift with the given standard deviation along each axis, in mm.
  mutating func jitter(_ deviation: Float) -> SIMD3<Float> {
    deviation * SIMD3(Float(bounded()), Float(bounded()), Float(bounded()))
  }
}
