import Foundation
import TestSupport
import Testing

@testable import Phantom

/// One case of `scripts/oracles/bloch.py`.
struct BlochCase: Decodable, Sendable, CustomTestStringConvertible {
  var tissue: String
  var kind: String
  var t1: Double
  var t2: Double
  var t2Star: Double
  var density: Double
  var signal: Double
  var repetition: Double
  var echo: Double
  var flip: Double?
  var inversion: Double?
  var train: Int?
  var spacing: Double?
  var phase: Double?

  var testDescription: String { "\(kind) of \(tissue), phase \(phase ?? 0)" }

  var relaxation: Relaxation {
    Relaxation(t1: t1, t2: t2, t2Star: t2Star, protonDensity: density, uptake: 0)
  }

  var sequence: PulseSequence {
    switch kind {
    case "prepared":
      .magnetisationPrepared(
        repetition: repetition, inversion: inversion ?? 0, echo: echo, flip: flip ?? 0,
        pulses: train ?? 0, spacing: spacing ?? 0)
    case "spoiled": .spoiled(repetition: repetition, echo: echo, flip: flip ?? 0)
    case "balanced": .balanced(repetition: repetition, echo: echo, flip: flip ?? 0)
    default:
      .turboSpinEcho(
        repetition: repetition, echo: echo, train: train ?? 0, spacing: spacing ?? 0)
    }
  }

  private struct File: Decodable { var cases: [BlochCase] }

  /// Every case; empty where the file cannot be read, which the test of its number catches.
  static let all: [BlochCase] = (try? golden(File.self, "bloch").cases) ?? []
}

@Suite("Signal equations")
struct SignalTests {
  let tissue = Relaxation(t1: 1000, t2: 100, t2Star: 50, protonDensity: 0.8, uptake: 1)

  @Test("Spoiled gradient echo, worked by hand")
  func spoiled() {
    // 90 degrees: density * (1 - exp(-TR/T1)) * exp(-TE/T2*) = 0.8 * 0.632121 * 0.904837.
    let s = spoiledGradientEchoSignal(tissue, repetition: 1000, echo: 5, flip: 90)
    #expect(abs(s - 0.457573) < 1e-5)
    // 30 degrees, TR = T1 / 40: e1 = 0.9753099, so
    // 0.8 * 0.5 * 0.0246901 / (1 - 0.8660254 * 0.9753099) = 0.0635700.
    let t = spoiledGradientEchoSignal(tissue, repetition: 25, echo: 0, flip: 30)
    #expect(abs(t - 0.0635700) < 1e-5)
  }

  @Test("Balanced steady state tends to density / (1 + T1/T2) at 90 degrees and short TR")
  func balanced() {
    // Textbook limit: M0 sin(a) / (1 + cos(a) + (1 - cos(a)) T1/T2) = 0.8 / 11.
    let s = balancedSteadyStateSignal(tissue, repetition: 0.01, echo: 0, flip: 90)
    #expect(abs(s - 0.8 / 11) < 1e-4)
    // T1 = T2 is the brightest a fluid gets at 90 degrees: half of its density.
    let fluid = Relaxation(t1: 2000, t2: 2000, t2Star: 1, protonDensity: 1, uptake: 0)
    let f = balancedSteadyStateSignal(fluid, repetition: 0.01, echo: 0, flip: 90)
    #expect(abs(f - 0.5) < 1e-4)
  }

  @Test("Turbo spin echo of one echo, worked by hand")
  func turbo() {
    // Textbook spin echo, density * (1 - 2 exp(-(TR - TE/2)/T1) + exp(-TR/T1)) * exp(-TE/T2):
    // 0.8 * (1 - 2 * 0.146607 + 0.135335) * 0.201897 with TR 2000, TE 160.
    let s = turboSpinEchoSignal(
      tissue, repetition: 2000, effectiveEcho: 160, train: 1, spacing: 160)
    #expect(abs(s - 0.136016) < 1e-5)
  }

  @Test("The oracle holds five tissues in ten sequences")
  func oracle() { #expect(BlochCase.all.count == 5 * 10) }

  @Test("All equations agree with stepping the Bloch equations", arguments: BlochCase.all)
  func bloch(_ c: BlochCase) {
    // The oracle has seven digits; the shortest times leave its steady state by less than 1e-6.
    #expect(abs(c.sequence.signal(c.relaxation, phase: 2 * .pi * (c.phase ?? 0)) - c.signal) < 2e-6)
  }

  @Test("Inversion-prepared train: one pulse after full recovery is an inversion recovery")
  func prepared() {
    // One pulse in the middle of nothing: m = 1 - 2 exp(-TI/T1) after full recovery,
    // |1 - 2 * 0.60653| * 0.8 * sin(90) = 0.170449.
    let s = magnetisationPreparedSignal(
      tissue, repetition: 50_000, inversion: 500, echo: 0, flip: 90, pulses: 1, spacing: 1e-9)
    #expect(abs(s - 0.170449) < 1e-5)
  }

  @Test("Inversion-prepared train agrees with stepping through it")
  func preparedSteps() {
    let closed = magnetisationPreparedSignal(
      tissue, repetition: 1900, inversion: 1100, echo: 3, flip: 15, pulses: 176, spacing: 7.1)
    let a = 15 * Double.pi / 180
    var m = 1.0
    var middle = 0.0
    let recover = { (m: Double, t: Double) in 1 + (m - 1) * exp(-t / 1000) }
    for _ in 0..<20 {
      m = recover(-m, 1100 - 88 * 7.1)
      for pulse in 0..<176 {
        if pulse == 88 { middle = m }
        m = recover(m * cos(a), 7.1)
      }
      m = recover(m, 1900 - (1100 - 88 * 7.1) - 176 * 7.1)
    }
    #expect(abs(closed - 0.8 * abs(middle) * sin(a) * exp(-3 / 50)) < 1e-9)
  }

  @Test("Agent shortens T1: 1 mmol/l of it turns 1000 ms into 1 / (1/1000 + 0.0045) = 182 ms")
  func agent() {
    let sequence = PulseSequence.spoiled(repetition: 500, echo: 0, flip: 90)
    let s = sequence.signal(.tumour, tissue, agent: true)
    #expect(abs(s - 0.8 * (1 - exp(-500 * 0.0055))) < 1e-9)
    #expect(s > sequence.signal(.tumour, tissue, agent: false))
  }

  @Test(
    "T2 images order fluid, brain, tumour, bone",
    arguments: Acquisition.sites + Acquisition.unseenSites)
  func orderT2(_ site: String) throws {
    for index in 0..<10 {
      let a = try Acquisition.preset(site: site, contrast: .T2, seed: 4, index: index)
      let s = { (t: Tissue) in
        a.sequence.signal(t, t.relaxation(tesla: a.fieldStrength), agent: false)
      }
      #expect(s(.cerebrospinalFluid) > 1.8 * s(.grayMatter))
      #expect(s(.labyrinthineFluid) > 1.5 * s(.grayMatter))
      #expect(s(.tumour) < 1.1 * s(.grayMatter))
      #expect(s(.tumour) > 3 * s(.corticalBone))
      #expect(s(.looseTumour) > s(.tumour))
    }
  }

  @Test(
    "ceT1 images order tumour, brain, fluid, bone",
    arguments: Acquisition.sites + Acquisition.unseenSites)
  func orderT1(_ site: String) throws {
    for index in 0..<10 {
      let a = try Acquisition.preset(site: site, contrast: .ceT1, seed: 4, index: index)
      let s = { (t: Tissue) in
        a.sequence.signal(t, t.relaxation(tesla: a.fieldStrength), agent: true)
      }
      #expect(s(.tumour) > 1.4 * s(.whiteMatter))
      #expect(s(.whiteMatter) > 1.4 * s(.cerebrospinalFluid))
      #expect(s(.whiteMatter) > 1.4 * s(.labyrinthineFluid))
      #expect(s(.fat) > s(.whiteMatter))
      #expect(s(.cerebrospinalFluid) > s(.corticalBone))
    }
  }
}
