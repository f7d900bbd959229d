import Foundation
import Imaging
import Testing

@testable import Phantom

@Suite("Acquisitions")
struct AcquisitionTests {
  @Test("An unknown site is an error that names the known ones")
  func unknownSite() {
    #expect(
      throws: PhantomError.unknownSite("lnd", known: ["ldn", "etz", "ukm", "new3t", "new1t"])
    ) {
      try Acquisition.preset(site: "lnd", contrast: .T2, seed: 1, index: 0)
    }
    let text = PhantomError.unknownSite("lnd", known: Acquisition.sites).description
    #expect(text.contains("ldn, etz, ukm") && text.contains("\"lnd\""))
  }

  struct Published: Sendable, CustomTestStringConvertible {
    var site: String
    var contrast: Contrast
    var inPlane: ClosedRange<Double>
    var slice: ClosedRange<Double>
    var matrix: ClosedRange<Int>
    var testDescription: String { "\(site) \(contrast)" }
  }

  // Ranges: the data descriptions of crossMoDA 2021 to 2023.
  @Test(
    "Grids stay within what the challenge publishes for the site",
    arguments: [
      Published(
        site: "ldn", contrast: .ceT1, inPlane: 0.41...0.411, slice: 1...1.5, matrix: 512...512),
      Published(
        site: "ldn", contrast: .T2, inPlane: 0.46...0.55, slice: 1...1.5, matrix: 384...448),
      Published(
        site: "etz", contrast: .ceT1, inPlane: 0.8...0.8, slice: 1.5...1.5, matrix: 256...256),
      Published(
        site: "etz", contrast: .T2, inPlane: 0.4...0.4, slice: 1...1, matrix: 512...512),
      Published(
        site: "ukm", contrast: .ceT1, inPlane: 0.35...0.86, slice: 0.78...3.5, matrix: 200...512),
      Published(
        site: "ukm", contrast: .T2, inPlane: 0.35...0.86, slice: 0.78...3.5, matrix: 200...512),
    ])
  func published(_ p: Published) throws {
    for index in 0..<30 {
      let a = try Acquisition.preset(site: p.site, contrast: p.contrast, seed: 3, index: index)
      #expect(a.contrast == p.contrast && a.site == p.site)
      #expect(p.inPlane.contains(a.spacing.x) && a.spacing.x == a.spacing.y)
      #expect(p.slice.contains(a.spacing.z))
      #expect(p.matrix.contains(a.matrix.x))
      #expect(a.matrix.z >= 11)
    }
  }

  // TR, TE and TI in ms as the data descriptions of crossMoDA 2021 to 2023 give them; the flip angle
  // of 15 and 70 degrees from the headers of TCIA's Vestibular-Schwannoma-SEG.
  @Test("Planning sites keep the published timing")
  func timing() throws {
    let sequence = { (site: String, contrast: Contrast) in
      try Acquisition.preset(site: site, contrast: contrast, seed: 3, index: 1).sequence
    }
    guard
      case .magnetisationPrepared(let tr, let ti, let te, let flip, _, _) = try sequence(
        "ldn", .ceT1)
    else {
      Issue.record("expected MPRAGE")
      return
    }
    #expect([tr, ti, te, flip] == [1900, 1100, 2.97, 15])
    #expect(
      try sequence("ldn", .T2) == .constructive(repetition: 9.4, echo: 4.23, flip: 70))
    guard case .spoiled(let repetition, let echo, _) = try sequence("etz", .ceT1) else {
      Issue.record("expected a spoiled gradient echo")
      return
    }
    #expect([repetition, echo] == [25, 1.82])
    guard case .turboSpinEcho(let long, let late, let train, _) = try sequence("etz", .T2) else {
      Issue.record("expected a turbo spin echo")
      return
    }
    #expect([long, late] == [2700, 160] && train == 50)
  }

  @Test("London's T2 stacks are those of the challenge: mostly 448 columns, 40 or 80 slices")
  func londonStacks() throws {
    let all = try (0..<200).map {
      try Acquisition.preset(site: "ldn", contrast: .T2, seed: 3, index: $0).matrix
    }
    // 22 of 105 target scans have 384 columns; the deviation at n = 200 is 6.
    #expect((20...64).contains(all.count { $0.x == 384 }))
    #expect(Set(all.map(\.z)) == [40, 80])
  }

  @Test(
    "No made-up site repeats the field and sequence of a trained one", arguments: Contrast.allCases)
  func unseen(_ contrast: Contrast) throws {
    let known = try Acquisition.sites.flatMap { site in
      try (0..<60).map {
        let a = try Acquisition.preset(site: site, contrast: contrast, seed: 3, index: $0)
        return "\(a.fieldStrength) \(a.sequence)"
      }
    }
    for site in Acquisition.unseenSites {
      let a = try Acquisition.preset(site: site, contrast: contrast, seed: 3, index: 0)
      #expect(!known.contains("\(a.fieldStrength) \(a.sequence)"))
    }
  }

  @Test("The mixed site varies and the same arguments repeat")
  func variety() throws {
    let all = try (0..<200).map {
      try Acquisition.preset(site: "ukm", contrast: .T2, seed: 5, index: $0)
    }
    #expect(Set(all.map(\.spacing.x)).count > 10)
    #expect(Set(all.map(\.fieldStrength)) == [1, 1.5, 3])
    #expect(Set(all.map(\.vendor)) == ["Siemens", "Philips", "GE", "Hitachi"])
    // Stacks of fewer than 20 slices, oblique slabs, coronal ones, ghosts and folding all occur.
    #expect(all.contains { $0.matrix.z < 20 } && all.contains { $0.matrix.z > 60 })
    #expect(all.contains { abs($0.angulation.x) > 10 })
    #expect(all.contains { $0.axes == "LIA" })
    #expect(all.contains { $0.imperfections.motion > 0 } && all.contains { $0.coils > 1 })
    #expect(all.contains { $0.imperfections.wrap > 0 && $0.phaseEncoding == .column })
    #expect(try all[7] == Acquisition.preset(site: "ukm", contrast: .T2, seed: 5, index: 7))
  }

  @Test("A coarser scan keeps its field of view, slices and centre")
  func scaled() throws {
    let fine = try Acquisition.preset(site: "ldn", contrast: .ceT1, seed: 1, index: 0)
    let coarse = fine.scaled(inPlane: 4)
    #expect(coarse.matrix == SIMD3(128, 128, fine.matrix.z))
    // 512 * 0.41015625 = 210 mm.
    #expect(abs(Double(coarse.matrix.x) * coarse.spacing.x - 210) < 1e-9)
    #expect(coarse.spacing.z == fine.spacing.z)
    // Four times as wide a voxel collects four times as many Hz: fat stays in its place in mm.
    #expect(abs(coarse.bandwidth - 4 * fine.bandwidth) < 1e-9)
    let a = fine.grid(around: [1, 2, 3])
    let b = coarse.grid(around: [1, 2, 3])
    #expect((a.centre - b.centre).length < 1e-9)
  }

  @Test("Axes name the directions of growing index")
  func axes() throws {
    var a = try Acquisition.preset(site: "ldn", contrast: .T2, seed: 1, index: 0)
    a.angulation = .zero
    a.axes = "LIA"
    let affine = a.grid(around: .zero).affine
    #expect(affine.x.x < 0 && affine.y.z < 0 && affine.z.y > 0)
    #expect(abs(affine.spacing.x - a.spacing.x) < 1e-12)
  }

  @Test("An acquisition survives JSON")
  func json() throws {
    let a = try Acquisition.preset(site: "ukm", contrast: .ceT1, seed: 2, index: 9)
    let data = try JSONEncoder().encode(a)
    #expect(try JSONDecoder().decode(Acquisition.self, from: data) == a)
  }
}
