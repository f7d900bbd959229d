import Foundation
import Imaging
import Testing

@Suite("Affine")
struct AffineTests {
  // Columns of lengths 0.5, 1 and 3, by the 3-4-5 triangle.
  static let turned = Affine(
    x: SIMD3(0.3, 0.4, 0), y: SIMD3(-0.8, 0.6, 0), z: SIMD3(0, 0, 3),
    translation: SIMD3(10, 20, 30))

  @Test("An index moves along the columns, worked by hand")
  func map() {
    #expect(Self.turned(SIMD3(0, 0, 0)) == SIMD3(10, 20, 30))
    let found = Self.turned(SIMD3(1, 1, 1))
    // (10 + 0.3 - 0.8, 20 + 0.4 + 0.6, 30 + 3); 1e-12 for the decimal fractions.
    #expect((found - SIMD3(9.5, 21, 33)).length < 1e-12)
  }

  @Test("Spacing is the lengths of the columns, also of oblique and flipped ones")
  func spacing() {
    // 1e-15: one rounding of a square root near 1.
    #expect((Self.turned.spacing - SIMD3(0.5, 1, 3)).length < 1e-15)
    #expect(Affine(spacing: SIMD3(-0.5, 2, -3)).spacing == SIMD3(0.5, 2, 3))
  }

  @Test("The determinant is the voxel volume, negative for left-handed axes")
  func determinant() {
    // 0.5 * 1 * 3 for orthogonal columns; 1e-12 for the decimal fractions.
    #expect(abs(Self.turned.determinant - 1.5) < 1e-12)
    #expect(Affine(spacing: SIMD3(-0.5, 2, 3)).determinant == -3)
    #expect(Affine(spacing: SIMD3(-0.5, -2, 3)).determinant == 3)
    // A shear keeps the volume.
    let sheared = Affine(x: SIMD3(2, 0, 0), y: SIMD3(7, 3, 0), z: SIMD3(-5, 1, 4))
    #expect(sheared.determinant == 24)
  }

  @Test("The inverse of scaling and shifting, worked by hand")
  func inverseByHand() throws {
    let inverse = try #require(Affine(spacing: SIMD3(0.5, 2, 4), origin: SIMD3(10, -20, 4)).inverse)
    #expect(inverse == Affine(spacing: SIMD3(2, 0.5, 0.25), origin: SIMD3(-20, 10, -1)))
  }

  @Test("The inverse undoes any map, sheared ones too, from both sides", arguments: 0..<32)
  func inverse(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let affine = Affine(
      x: randomPoint(in: -2...2, &random), y: randomPoint(in: -2...2, &random),
      z: randomPoint(in: -2...2, &random), translation: randomPoint(in: -100...100, &random))
    let inverse = try #require(affine.inverse)
    let point = randomPoint(in: -50...50, &random)
    // Double precision loses what the columns' volume is short of a cube's.
    let tolerance = 1e-10 / abs(affine.determinant)
    #expect((inverse(affine(point)) - point).length < tolerance)
    #expect((affine(inverse(point)) - point).length < tolerance)
    #expect(difference(affine.composed(with: inverse), Affine(spacing: SIMD3(1, 1, 1))) < tolerance)
  }

  @Test(
    "A map that flattens space, or is not finite, has no inverse",
    arguments: [
      ("no step along x", Affine(spacing: SIMD3(0, 1, 1))),
      (
        "three steps in one plane",
        Affine(x: SIMD3(1, 2, 0), y: SIMD3(2, 1, 0), z: SIMD3(3, 3, 0))
      ),
      ("NaN", Affine(spacing: SIMD3(1, .nan, 1))),
      ("infinity", Affine(spacing: SIMD3(1, 1, .infinity))),
    ])
  func singular(_ example: (name: String, affine: Affine)) {
    #expect(example.affine.inverse == nil)
  }

  @Test("Composition applies the argument first, worked by hand")
  func composition() {
    let double = Affine(spacing: SIMD3(2, 2, 2))
    let shift = Affine(spacing: SIMD3(1, 1, 1), origin: SIMD3(5, 0, -1))
    #expect(double.composed(with: shift)(SIMD3(1, 1, 1)) == SIMD3(12, 2, 0))
    #expect(shift.composed(with: double)(SIMD3(1, 1, 1)) == SIMD3(7, 2, 1))
  }

  @Test("Composing is applying one after the other, and inverts in reverse", arguments: 0..<16)
  func compositionProperty(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (a, b) = (randomGrid(&random).affine, randomGrid(&random).affine)
    let point = randomPoint(in: -20...20, &random)
    // 1e-10: coordinates of up to a few hundred in double precision.
    #expect((a.composed(with: b)(point) - a(b(point))).length < 1e-10)
    let together = try #require(a.composed(with: b).inverse)
    let reversed = try #require(b.inverse).composed(with: try #require(a.inverse))
    // 1e-8: the origins of up to 150 mm are divided by spacings down to 0.3 mm, twice.
    #expect(difference(together, reversed) < 1e-8)
  }

  @Test("Columns are read and set by axis")
  func columns() {
    var affine = Self.turned
    #expect((0..<3).map { affine[column: $0] } == [affine.x, affine.y, affine.z])
    for axis in 0..<3 { affine[column: axis] = SIMD3(repeating: Double(axis)) }
    #expect(affine.x == .zero)
    #expect(affine.y == SIMD3(1, 1, 1))
    #expect(affine.z == SIMD3(2, 2, 2))
    #expect(affine.translation == Self.turned.translation)
  }

  @Test("The vector product is right-handed and a length is Euclid's")
  func vectors() {
    #expect(SIMD3<Double>(1, 0, 0).cross(SIMD3(0, 1, 0)) == SIMD3(0, 0, 1))
    // (2*6 - 3*5, 3*4 - 1*6, 1*5 - 2*4)
    #expect(SIMD3<Double>(1, 2, 3).cross(SIMD3(4, 5, 6)) == SIMD3(-3, 6, -3))
    #expect(SIMD3<Double>(2, -3, 6).length == 7)  // 4 + 9 + 36 = 49
  }

  @Test("A map comes back from JSON bit for bit")
  func json() throws {
    let data = try JSONEncoder().encode(Self.turned)
    #expect(try JSONDecoder().decode(Affine.self, from: data) == Self.turned)
  }
}
