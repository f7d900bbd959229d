import Imaging
import Testing

@Suite("Rigid transforms")
struct RigidTransformTests {
  @Test("a quarter turn about z takes x to y, about a centre, with the shift after it")
  func quarterTurn() {
    let turn = RigidTransform(degrees: [0, 0, 90], shift: [0, 0, 5], about: [10, 0, 0])
    // (12, 0, 0) lies 2 mm along x from the centre: after the turn 2 mm along y, then 5 mm up.
    #expect((turn([12, 0, 0]) - SIMD3(10, 2, 5)).length < 1e-12)
    #expect((turn.direction([1, 0, 0]) - SIMD3(0, 1, 0)).length < 1e-12)
    #expect(abs(turn.angle - 90) < 1e-9)
  }

  @Test("a transform after its inverse leaves every position")
  func inverse() {
    let move = RigidTransform(degrees: [11, -23, 37], shift: [4, -9, 2], about: [30, 5, -60])
    let back = move.inverse.composed(with: move)
    let points: [SIMD3<Double>] = [[0, 0, 0], [100, -50, 20], [-3, 77, -120]]
    #expect((back.distances(to: .identity, at: points).max() ?? 1) < 1e-10)
    #expect(back.angle < 1e-10)
  }

  @Test("distances are preserved")
  func isometry() {
    let move = RigidTransform(degrees: [-40, 80, 5], shift: [1, 2, 3], about: [7, 7, 7])
    let (a, b) = (SIMD3(1.0, 2, 3), SIMD3(-40.0, 12, 9))
    #expect(abs((move(a) - move(b)).length - (a - b).length) < 1e-10)
  }

  @Test("small angles keep their digits", arguments: [1e-7, 1e-3, 1, 90, 179.9])
  func angle(degrees: Double) {
    let found = RigidTransform(degrees: [degrees, 0, 0], shift: .zero).angle
    #expect(abs(found - degrees) < 1e-9 * max(degrees, 1e-3))
  }
}
