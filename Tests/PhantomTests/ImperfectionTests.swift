import Foundation
import Imaging
import Testing

@testable import Phantom

@Suite("Imperfections")
struct ImperfectionTests {
  /// A plane after the point spread.
  private func spread(_ values: [Float], _ kernel: PointSpread, width: Int) -> [Float] {
    var plane = values
    let height = values.count / width
    var scratch = [Float](repeating: 0, count: kernel.scratchCount(width: width, height: height))
    plane.withUnsafeMutableBufferPointer { p in
      scratch.withUnsafeMutableBufferPointer { s in
        if let p = p.baseAddress, let s = s.baseAddress {
          kernel.apply(p, width: width, height: height, scratch: s)
        }
      }
    }
    return plane
  }

  /// A bar from a quarter to three quarters of a line.
  private func bar(_ count: Int) -> [Float] {
    (0..<count).map { $0 >= count / 4 && $0 < 3 * count / 4 ? 1 : 0 }
  }

  // The step response of a cut k-space overshoots by Si(pi) / pi - 1/2 = 0.0895; Hann's by 0.
  @Test(
    "A cut k-space overshoots edges by 9 %, a Hann window not at all", arguments: [false, true])
  func gibbs(_ isAlongColumns: Bool) {
    let line = bar(1024)
    let width = isAlongColumns ? 1 : 1024
    let cut = spread(line, PointSpread(interpolation: 16, apodisation: 0), width: width)
    #expect(abs((cut.max() ?? 0) - 1.0895) < 0.003)
    #expect(abs((cut.min() ?? 0) + 0.0895) < 0.003)
    let smooth = spread(line, PointSpread(interpolation: 16, apodisation: 0.5), width: width)
    #expect((smooth.max() ?? 0) < 1.01 && (smooth.min() ?? 0) > -0.01)
  }

  @Test("Without interpolation and window the point spread changes nothing")
  func identity() {
    let kernel = PointSpread(interpolation: 0.5, apodisation: 0)
    #expect(kernel.taps == [1] && kernel.noiseFactor == 1)
    #expect(spread(bar(40), kernel, width: 40) == bar(40))
  }

  @Test(
    "The kernel agrees with cutting the discrete Fourier transform", arguments: [0.0, 0.25, 0.5])
  func transform(_ apodisation: Double) {
    // 120 samples at interpolation 2: frequencies up to 30 of 60 are kept, weighted by the window.
    let line = bar(120)
    let found = spread(
      line, PointSpread(interpolation: 2, apodisation: apodisation), width: 120)
    var expected = [Double](repeating: 0, count: 120)
    for k in -30...30 {
      // The band's edge lies on the cut and counts half.
      let edge = abs(k) == 30 ? 0.5 : 1
      let window = edge * (1 - apodisation + apodisation * cos(.pi * Double(k) / 30))
      var (re, im) = (0.0, 0.0)
      for (x, value) in line.enumerated() {
        let angle = 2 * Double.pi * Double(k * x) / 120
        re += Double(value) * cos(angle)
        im -= Double(value) * sin(angle)
      }
      for x in 0..<120 {
        let angle = 2 * Double.pi * Double(k * x) / 120
        expected[x] += window * (re * cos(angle) - im * sin(angle)) / 120
      }
    }
    // Tails beyond eight acquired voxels are cut off: about 1 / (8 pi^2) of an edge.
    let worst = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 1
    #expect(worst < 0.013)
  }

  @Test("A slice takes its share from each neighbour and loses nothing")
  func slices() {
    let profile = SliceProfile(overlap: 0.06)
    var volume = [Float](repeating: 0, count: 15)
    for o in 6..<9 { volume[o] = 1 }
    var out = [Float](repeating: 0, count: 3)
    let seen = (0..<5).map { k -> Float in
      profile.apply(&volume, k, slices: 5, count: 3, to: &out)
      return out[1]
    }
    #expect(seen.map { ($0 * 100).rounded() } == [0, 6, 88, 6, 0])
  }

  struct Shift: Sendable, CustomTestStringConvertible {
    var tesla: Double
    var bandwidth: Double
    var voxels: Double
    var testDescription: String { "\(tesla) T, \(bandwidth) Hz" }
  }

  // 3.35 ppm * 42.5775 MHz/T * field / bandwidth: 213.95 Hz at 1.5 T.
  @Test(
    "Fat lies 3.35 ppm times the frequency over the bandwidth beside water",
    arguments: [
      Shift(tesla: 1.5, bandwidth: 213.95, voxels: 1),
      Shift(tesla: 1, bandwidth: 100, voxels: 1.4263),
      Shift(tesla: 3, bandwidth: 220, voxels: 1.9451), Shift(tesla: 3, bandwidth: 0, voxels: 0),
    ])
  func chemicalShift(_ s: Shift) {
    #expect(abs(fatDisplacement(tesla: s.tesla, bandwidth: s.bandwidth) - s.voxels) < 1e-3)
  }

  @Test("Fat is moved along the readout by whole and part voxels", arguments: [0, 1])
  func fatPlace(_ axis: Int) {
    var fat = [Float](repeating: 0, count: 64)
    fat[3 + 8 * 3] = 1
    var real = [Float](repeating: 0, count: 64)
    var imaginary = real
    FatShift(voxels: 1.25, axis: axis, phase: .pi / 2).add(
      &fat, to: &real, &imaginary, width: 8, height: 8)
    let step = axis == 0 ? 1 : 8
    #expect(abs(imaginary[27 + step] - 0.75) < 1e-6 && abs(imaginary[27 + 2 * step] - 0.25) < 1e-6)
    #expect(real.allSatisfy { abs($0) < 1e-6 } && abs(imaginary.reduce(0, +) - 1) < 1e-6)
  }

  // Six lines added by hand at 63.866 MHz: (-0.500, 0.638) at 2.97 ms, (-0.589, -0.571) at 1.82 ms.
  @Test(
    "Fat's lines run apart in gradient echoes and turn against water",
    arguments: [(2.97, 0.811, 2.235), (1.82, 0.821, -2.371), (0, 1, 0)])
  func fatEcho(_ echo: Double, _ share: Double, _ phase: Double) {
    let found = PulseSequence.spoiled(repetition: 25, echo: echo, flip: 30).fatEcho(tesla: 1.5)
    #expect(abs(found.share - share) < 2e-3 && abs(found.phase - phase) < 5e-3)
  }

  @Test("Spin echoes bring fat back; balanced echoes change its sign from band to band")
  func refocusedFat() {
    let turbo = PulseSequence.turboSpinEcho(repetition: 2700, echo: 160, train: 50, spacing: 6.4)
    #expect(turbo.fatEcho(tesla: 1.5) == (1, 0))
    // 213.95 Hz makes 2.01 cycles between pulses 9.4 ms apart, and 1.2 in 5.6 ms.
    let balanced = { (tr: Double) in
      PulseSequence.balanced(repetition: tr, echo: tr / 2, flip: 60).fatEcho(tesla: 1.5).phase
    }
    #expect(balanced(9.4) == 2 * .pi && balanced(5.6) == .pi)
  }

  @Test("Motion leaves ghosts of edges at the ghost spacing and nowhere else", arguments: [0, 1])
  func ghosts(_ axis: Int) {
    let count = 128
    // A narrow Gaussian, constant across.
    let line = (0..<count).map { (i: Int) -> Float in Float(exp(-pow(Double(i) - 40, 2) / 18)) }
    let width = axis == 0 ? count : 2
    var real = (0..<(2 * count)).map { line[axis == 0 ? $0 % count : $0 / 2] }
    let before = real
    var imaginary = [Float](repeating: 0, count: 2 * count)
    var scratch = imaginary
    let ghost = MotionGhost(amplitude: 0.2, distance: 30, phase: 0.4)
    ghost.apply(
      &real, &imaginary, width: width, height: 2 * count / width, axis: axis, scratch: &scratch)
    let step = axis == 0 ? 1 : 2
    let strength = { (i: Int) in
      hypot(real[step * i] - before[step * i], imaginary[step * i])
    }
    // The derivative is largest one deviation (3 voxels) off the middle: exp(-1/2) / 3 * 0.2 / 2.
    for middle in [10, 70] {
      #expect(abs(strength(middle + 3) - 0.1 * 0.6065 / 3) < 0.002)
      #expect(abs(strength(middle - 3) - 0.1 * 0.6065 / 3) < 0.002)
      #expect(strength(middle) < 1e-4)
    }
    #expect(strength(40) < 1e-4 && strength(110) < 1e-4)
  }

  @Test("Ghosts agree with moving the object between the lines of k-space")
  func ghostOracle() {
    let count = 64
    let line = (0..<count).map { (i: Int) -> Float in Float(exp(-pow(Double(i) - 30, 2) / 18)) }
    var real = line
    var imaginary = [Float](repeating: 0, count: count)
    var scratch = imaginary
    let (amplitude, cycles, phase) = (0.05, 12, 0.7)
    MotionGhost(amplitude: Float(amplitude), distance: cycles, phase: Float(phase)).apply(
      &real, &imaginary, width: count, height: 1, axis: 0, scratch: &scratch)
    // Line k is taken while the object stands at amplitude * sin(2 pi k cycles / count + phase).
    for y in 0..<count {
      var (re, im) = (0.0, 0.0)
      for k in -31...31 {
        let at = amplitude * sin(2 * .pi * Double(k * cycles) / Double(count) + phase)
        for (x, value) in line.enumerated() {
          let angle = 2 * Double.pi * Double(k) * (Double(y - x) - at) / Double(count)
          re += Double(value) * cos(angle) / Double(count)
          im += Double(value) * sin(angle) / Double(count)
        }
      }
      // Second order in the amplitude, and the central difference instead of the derivative.
      #expect(abs(re - Double(real[y])) < 2e-3 && abs(im - Double(imaginary[y])) < 2e-3)
    }
  }

  @Test("What lies beyond the field of view folds in at its opposite end", arguments: [0, 1])
  func wrap(_ axis: Int) {
    let grid = VoxelGrid(6, 6, 2, spacing: [1, 2, 3], origin: [10, 20, 30])
    let wrap = WrapAround(axis: axis, margin: 2)
    let whole = wrap.extended(grid)
    #expect(whole.size[axis] == 10)
    var inside = SIMD3<Double>.zero
    inside[axis] = 2
    #expect((whole.world(inside) - grid.world(.zero)).length < 1e-12)
    var values = [Float](repeating: 0, count: whole.count)
    var at = SIMD3(3, 3, 1)
    at[axis] = 0
    values[at.x + whole.size.x * (at.y + whole.size.y * at.z)] = 5
    let folded = wrap.folded(values, whole.size)
    // Two voxels before the first is the last but one.
    at[axis] = 4
    #expect(folded[grid.offset(at.x, at.y, at.z)] == 5 && folded.reduce(0, +) == 5)
    #expect(WrapAround(axis: axis, margin: 0).extended(grid) == grid)
  }

  @Test("Flow empties vessels in spin echoes, dims them in balanced echoes, spares gradient echoes")
  func flow() {
    let turbo = PulseSequence.turboSpinEcho(repetition: 2700, echo: 160, train: 50, spacing: 6.4)
    let balanced = PulseSequence.constructive(repetition: 9.4, echo: 4.2, flip: 70)
    // |sin(x) / x| at x = 60 * 0.4 / 2 = 12 and 10.6 * 0.4 / 2 = 2.12.
    #expect(abs(turbo.flowVoid(speed: 0.4) - 0.04471) < 1e-4)
    #expect(abs(balanced.flowVoid(speed: 0.4) - 0.40232) < 1e-4)
    #expect(turbo.flowVoid(speed: 0) == 1)
    #expect(PulseSequence.spoiled(repetition: 25, echo: 2, flip: 30).flowVoid(speed: 0.4) == 1)
  }
}
