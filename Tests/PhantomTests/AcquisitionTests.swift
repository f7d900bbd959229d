import Foundation
import Imaging
import Testing

@testable import Phantom

@Suite("Acquisitions")
struct AcquisitionTests {
  @Test("An unknown site is an error that names the known ones")
  func unknownSite() {
    #expect(throws: PhantomError.unknownSite("lnd", known: ["ldn", "etz", "ukm"])) {
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
        site: "ukm", contrast: .ceT1, inPlane: 0.5...0.9, slice: 0.8...3, matrix: 200...512),
      Published(
        site: "ukm", contrast: .T2, inPlane: 0.5...0.9, slice: 0.8...3, matrix: 200...512),
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

  @Test("The mixed site varies and the same arguments repeat")
  func variety() throws {
    let all = try (0..<20).map {
      try Acquisition.preset(site: "ukm", contrast: .T2, seed: 5, index: $0)
    }
    #expect(Set(all.map(\.spacing.x)).count > 10)
    #expect(Set(all.map(\.fieldStrength)).count > 1)
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
