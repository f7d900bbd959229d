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
  func sineOfLanes() {
    for step in -400...400 {
      let x = Float(step) * 0.37
      #expect(abs(lanesSine(Lanes(repeating: x))[3] - Imaging.sine(x)) < 0.0012)
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
    let push = Anatomy.Push(centre: [1, 2, 3], radii: [10, 5, 5], turned: .none, shift: 0.4)
    // In units of the ellipsoid u(r) = 2 a / (1 + r^2): at r = 1 it is a, at r = 3 it is a / 5.
    #expect(abs(push.source(Points([11, 2, 3])).x[0] - 7) < 1e-2)
    #expect(abs(push.source(Points([31, 2, 3])).x[0] - 30.2) < 1e-2)
    #expect(abs(push.source(Points([1, 7, 3])).y[0] - 5) < 1e-2)
  }

  @Test("A push's map keeps the order of points on a ray: no tissue is lost or seen twice")
  func monotonic() {
    let push = Anatomy.Push(centre: .zero, radii: [8, 6, 7], turned: .none, shift: 0.75)
    for direction: SIMD3<Float> in [[1, 0, 0], [0.3, -0.8, 0.5], [-0.6, 0.2, 0.77]] {
      let places = (16...80).map { step -> Float in
        let source = push.source(Points(direction.unit * (Float(step) / 2)))
        return (SIMD3(source.x[0], source.y[0], source.z[0]) * direction.unit).sum()
      }
      #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
      // Space is stretched by less than twice, which the renderer's culling counts on.
      #expect(zip(places, places.dropFirst()).allSatisfy { $1 - $0 < 1 })
    }
  }

  @Test("Tissue reaches into an ellipsoid as far as it does, in units of the ellipsoid")
  func reach() {
    let push = Anatomy.Push(centre: .zero, radii: [10, 10, 10], turned: .none, shift: 0)
    // Everything beyond x = 6 mm is tissue: 0.6 of the radius, found in steps of 0.05.
    #expect(abs(push.reach { 6 - $0.x } - 0.6) < 0.06)
    #expect(push.reach { 20 - $0.x } == 1)
  }
}
