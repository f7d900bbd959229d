import Foundation
import Imaging
import Testing

@testable import Phantom

@Suite("Field and bands")
struct FieldTests {
  @Test("A sphere of air in a field along z acts as a dipole")
  func dipole() {
    // The cavity lies far from the shim's centre, where the shim has little to take away.
    let far = SIMD3<Float>(0, -20, 4000)
    let field = OffResonance(tesla: 1, cavities: [.init(centre: far, radius: 10)])
    // 9.4 / 3 ppm * 42.577 Hz/ppm * (10 / 20)^3 * (3 cos^2 - 1): twice 16.676 Hz on the axis,
    // the same with the other sign once at the equator; an eighth at twice the distance.
    #expect(abs(field.hertz(far + [0, 0, 20]) - 33.352) < 0.02)
    #expect(abs(field.hertz(far + [20, 0, 0]) + 16.676) < 0.02)
    #expect(abs(field.hertz(far + [0, 0, 40]) - 4.169) < 0.02)
    #expect(abs(field.hertz(far + [0, 0, 5])) < 0.02)
  }

  @Test("The shim zeroes the middle of the posterior fossa; strength 0 is a perfect field")
  func shim() {
    #expect(abs(OffResonance(tesla: 1.5).hertz([0, -20, 0])) < 1e-3)
    let none = OffResonance(tesla: 1.5, strength: 0)
    #expect(none.hertz([0, 40, 20]) == 0 && none.hertz([50, -30, 10]) == 0)
    // Twice the field, twice the shift.
    let p = SIMD3<Float>(10, 20, 15)
    let ratio = OffResonance(tesla: 3).hertz(p) / OffResonance(tesla: 1.5).hertz(p)
    #expect(abs(ratio - 2) < 1e-3)
  }

  @Test("Bands lie half a cycle off resonance, one over TR apart; two acquisitions fill them")
  func bands() throws {
    let single = try #require(
      Banding(.balanced(repetition: 10, echo: 5, flip: 60), tesla: 1.5))
    let joined = try #require(
      Banding(.constructive(repetition: 10, echo: 5, flip: 60), tesla: 1.5))
    // TR 10 ms: dark at 50, 150 and -50 Hz, bright at 0 and 100 Hz.
    for hertz: Float in [50, 150, -50] {
      #expect(single.factor(.fluid, hertz: hertz) < 0.05)
      #expect(joined.factor(.fluid, hertz: hertz) > 0.9)
    }
    for hertz: Float in [0, 100, -200] {
      #expect(abs(single.factor(.fluid, hertz: hertz) - 1) < 0.02)
    }
    #expect(Banding(.spoiled(repetition: 10, echo: 5, flip: 60), tesla: 1.5) == nil)
  }

  @Test("Fat falls into a band where its shift is half a cycle")
  func fatBand() throws {
    // 213.95 Hz * 7.011 ms is 1.5 cycles, 9.348 ms 2 cycles.
    let dark = try #require(Banding(.balanced(repetition: 7.011, echo: 3.5, flip: 60), tesla: 1.5))
    let bright = try #require(
      Banding(.balanced(repetition: 9.348, echo: 4.7, flip: 60), tesla: 1.5))
    #expect(dark.factor(.fat, hertz: 0) < 0.25)
    #expect(abs(bright.factor(.fat, hertz: 0) - 1) < 0.02)
  }

  @Test("Relaxation runs straight between 1.0, 1.5 and 3 T and stays beyond")
  func relaxation() {
    let t1 = { (tesla: Double) in Tissue.grayMatter.relaxation(tesla: tesla).t1 }
    // 1036, 1188 and 1331 ms in the table.
    #expect([1.0, 1.5, 3].map(t1) == [1036, 1188, 1331])
    #expect(abs(t1(1.25) - 1112) < 1e-9 && abs(t1(2.25) - 1259.5) < 1e-9)
    #expect(t1(0.5) == 1036 && t1(7) == 1331)
  }

  @Test("Every tissue's times are in order at every field", arguments: Tissue.allCases)
  func order(_ tissue: Tissue) {
    for tesla in [1.0, 1.5, 3] {
      let r = tissue.relaxation(tesla: tesla)
      #expect(r.t1 >= r.t2 && r.t2 >= r.t2Star && r.t2Star > 0)
      #expect((0...1).contains(r.protonDensity) && (0...1).contains(r.uptake))
    }
    let times = [1.0, 1.5, 3].map { tissue.relaxation(tesla: $0).t1 }
    #expect(times[0] <= times[1] && times[1] <= times[2])
  }
}
