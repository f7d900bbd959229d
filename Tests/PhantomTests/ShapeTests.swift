import Imaging
import Testing

@testable import Phantom

@Suite("Shapes")
struct ShapeTests {
  @Test("Distances, worked by hand")
  func distances() {
    let ball = Shape.ellipsoid([1, 0, 0], [3, 3, 3])
    #expect(abs(ball.distance([6, 0, 0]) - 2) < 1e-3)
    let cone = Shape.cone([0, 0, 0], [10, 0, 0], 1, 3)
    // Half way the radius is 2.
    #expect(abs(cone.distance([5, 5, 0]) - 3) < 1e-4)
    let cut = ball.intersecting(.halfSpace(normal: [1, 0, 0], through: [0, 0, 0]))
    #expect(cut.distance([1, 0, 0]) > 0 && cut.distance([-1, 0, 0]) < 0)
    let ring = ball.subtracting(.ellipsoid([1, 0, 0], [1, 1, 1]))
    #expect(ring.distance([1, 0, 0]) > 0 && ring.distance([3, 0, 0]) < 0)
  }

  @Test("A ball of radius 5 has 523.6 mm3, the better counted the finer the steps")
  func volume() {
    let ball = Shape.ellipsoid([0.1, 0.2, 0.3], [5, 5, 5])
    #expect(abs(ball.volume(step: 0.25) - 523.6) < 3)
    #expect(abs(ball.volume(step: 1) - 523.6) < 30)
  }

  @Test("The bound is between zero and the distance, on the same side")
  func bound() {
    var g = SplitMix64(seed: 1)
    let shape = Shape.ellipsoid([0, 0, 0], [2, 9, 5])
    for _ in 0..<2000 {
      let p = SIMD3<Float>(
        .random(in: -14...14, using: &g), .random(in: -14...14, using: &g),
        .random(in: -14...14, using: &g))
      let d = shape.distance(p)
      let b = shape.primitives.withUnsafeBufferPointer { joinedBound($0, p) }
      #expect(abs(b) <= abs(d) + 0.02)
      #expect(b * d >= -1e-4)
    }
  }

  @Test("The fast sine is within 0.0012 of the true one")
  func sine() {
    for step in -400...400 {
      let x = Float(step) * 0.37
      #expect(abs(lanesSine(Lanes(repeating: x))[3] - x.sine) < 0.0012)
    }
  }

  @Test("The world position of a template position is the inverse of the warp")
  func inverse() {
    var g = SplitMix64(seed: 9)
    let deformation = Deformation(strength: 1, using: &g)
    for p: SIMD3<Double> in [[0, 0, 0], [40, -20, 3], [-60, 50, -30]] {
      #expect((deformation.template(deformation.world(p)) - p).length < 1e-3)
    }
  }

  @Test("The pushed tissue moves by the shift at the tumour's surface and less beyond")
  func push() {
    let push = Anatomy.Push(centre: [1, 2, 3], reach: 10, shift: 4)
    // u(r) = 2 A R^2 / (R^2 + r^2): at r = R it is A, at r = 3 R it is A / 5.
    #expect(abs(push.source(Points([11, 2, 3])).x[0] - 7) < 1e-3)
    #expect(abs(push.source(Points([31, 2, 3])).x[0] - 30.2) < 1e-3)
  }
}
