import Clinical
import Testing

struct MeatalPlaneTests {
  @Test("distance to the meatal plane is positive on the canal's side")
  func signedDistance() {
    // By hand: the plane x = 10, whose canal lies to the right.
    let plane = MeatalPlane(point: [10, 3, -2], towardsCanal: [4, 0, 0])
    #expect(plane.normal == [1, 0, 0])
    #expect(plane.distance([12.5, 90, 7]) == 2.5)
    #expect(plane.distance([9, 0, 0]) == -1)
  }
}
