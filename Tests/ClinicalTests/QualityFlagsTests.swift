import Clinical
import Imaging
import TestSupport
import Testing

/// A head of 160 x 200 mm in air: brain at 100, fluid at 400 in its middle, some noise everywhere; two
/// cochleas 70 mm apart and a tumour behind and medial of the right one.
private struct Scene {
  var image: Volume
  var tumour: Mask
  var cochleas: Mask

  init(
    fluid: Float = 400, noise: Float = 3, slices: Int = 24, spacing: Double = 2, channels: Int = 1
  ) {
    let grid = VoxelGrid(
      110, 120, slices, spacing: SIMD3(2, 2, spacing), origin: SIMD3(-109, -119, -20))
    var random = SplitMix64(seed: 5)
    var image = Volume(grid: grid, filledWith: 0)
    for n in 0..<grid.count {
      let p = grid.world(SIMD3<Double>(grid.index(at: n)))
      let head = (p.x / 80) * (p.x / 80) + (p.y / 100) * (p.y / 100)
      // A ventricle that narrows upwards, so that slices differ a little.
      let ventricle = (p.x / 20) * (p.x / 20) + (p.y / 30) * (p.y / 30) + p.z / 60
      // A soft border, as of voxels that hold both: hard ones would change in jumps between slices.
      let share = Float(min(max((1 - ventricle) * 2 + 0.5, 0), 1))
      let signal: Float = head > 1 ? 0 : 100 + share * (fluid - 100)
      let a = signal + noise * Float(random.nextNormal())
      var square = a * a
      for _ in 1..<(2 * channels) {
        let b = noise * Float(random.nextNormal())
        square += b * b
      }
      image.voxels[n] = square.squareRoot()
    }
    self.image = image
    tumour = ball(on: grid, centre: SIMD3(25, -8, 4), radius: 8)
    let right = ball(on: grid, centre: SIMD3(35, 0, 4), radius: 3.2)
    let left = ball(on: grid, centre: SIMD3(-35, 0, 4), radius: 3.2)
    cochleas = Mask(grid: grid, voxels: zip(right.voxels, left.voxels).map { $0 || $1 })
  }

  func input() throws -> QualityInput {
    try QualityInput(image: image, tumour: tumour, cochleas: cochleas)
  }
}

private func kinds(_ input: QualityInput) -> Set<QualityFlag.Kind> {
  Set(qualityFlags(input).map(\.kind))
}

@Suite("Quality flags")
struct QualityFlagsTests {
  @Test("A clean case has none, in any orientation", arguments: ["RAS", "LPS", "ASR"])
  func clean(_ code: String) throws {
    let scene = Scene()
    let target = try #require(Orientation(code))
    let input = try QualityInput(
      image: scene.image.reoriented(to: target), tumour: scene.tumour.reoriented(to: target),
      cochleas: scene.cochleas.reoriented(to: target))
    #expect(qualityFlags(input).isEmpty, "\(qualityFlags(input))")
  }

  @Test("Dark fluid is not T2, whatever the scale", arguments: [Float(0.01), 1, 30])
  func contrast(_ scale: Float) throws {
    var scene = Scene(fluid: 20)
    for n in scene.image.voxels.indices { scene.image.voxels[n] *= scale }
    let flag = try #require(qualityFlags(scene.input()).first { $0.kind == .contrast })
    #expect(flag.severity == .error)
    #expect(try #require(flag.measured) < #require(flag.limit))
    #expect(flag.reason.english.contains("T2") && flag.reason.japanese.contains("T2"))
  }

  @Test("Noise of a third of the signal is flagged")
  func noise() throws {
    #expect(kinds(try Scene(noise: 33).input()).contains(.noise))
  }

  // Rayleigh's distribution for one channel: the estimate is the noise that was added, over the
  // brain's signal. Chi distribution for four: 0.697 / 0.655 = 1.06 times as much.
  @Test("The noise measured is that which was added, by one channel or four", arguments: [1, 4])
  func noiseValue(_ channels: Int) throws {
    let found = try #require(ScanMeasures(Scene(noise: 10, channels: channels).image).noise)
    #expect(abs(found - 0.1) < 0.015, "\(found)")
  }

  @Test("The contrast of a scan that need not be T2 is not judged")
  func otherContrast() throws {
    var input = try Scene(fluid: 20).input()
    #expect(kinds(input).contains(.contrast))
    input.expectsT2 = false
    #expect(!kinds(input).contains(.contrast))
  }

  @Test("Blanked corners leave the noise unmeasured instead of zero")
  func blanked() {
    var scene = Scene()
    for n in scene.image.voxels.indices where scene.image.voxels[n] < 20 {
      scene.image.voxels[n] = 0
    }
    #expect(ScanMeasures(scene.image).noise == nil)
  }

  @Test("Signal in the air before the head is a ghost")
  func motion() throws {
    var scene = Scene()
    let grid = scene.image.grid
    for n in scene.image.voxels.indices {
      let p = grid.world(SIMD3<Double>(grid.index(at: n)))
      if abs(p.x) < 60, abs(p.y) > 105 { scene.image.voxels[n] += 25 }
    }
    #expect(kinds(try scene.input()).contains(.motion))
  }

  @Test("A head cut at its side is flagged without any mask")
  func cut() throws {
    let scene = Scene()
    let box = BoundingBox(lower: SIMD3(55, 0, 0), upper: scene.image.grid.size)
    let input = try QualityInput(image: scene.image.cropped(to: box, padding: 0))
    #expect(kinds(input).contains(.fieldOfView))
  }

  @Test("Slices 6 mm apart are thick, of 3.5 mm not", arguments: [(6.0, true), (3.5, false)])
  func thick(_ spacing: Double, _ isThick: Bool) throws {
    let input = try QualityInput(image: Scene(slices: 16, spacing: spacing).image)
    #expect(kinds(input).contains(.thickSlices) == isThick)
  }

  @Test("Slices that were lost within the stack are missed")
  func missingSlices() throws {
    let scene = Scene(slices: 30)
    let area = scene.image.grid.size.x * scene.image.grid.size.y
    let kept = Array(scene.image.voxels[..<(12 * area)]) + scene.image.voxels[(17 * area)...]
    let grid = VoxelGrid(
      size: SIMD3(110, 120, 25), affine: scene.image.grid.affine)
    let input = try QualityInput(image: Volume(grid: grid, voxels: kept))
    #expect(kinds(input) == [.missingSlices])
  }

  @Test("A missing cochlea, one at the border, and a tiny one are flagged")
  func cochleas() throws {
    let scene = Scene()
    var lost = try scene.input()
    lost.cochleas = scene.cochleas.largestComponent()
    #expect(kinds(lost).contains(.cochleas))
    var cut = try scene.input()
    let box = BoundingBox(lower: SIMD3(0, 0, 11), upper: scene.image.grid.size)
    cut = try QualityInput(
      image: scene.image.cropped(to: box, padding: 0),
      tumour: scene.tumour.cropped(to: box, padding: false),
      cochleas: scene.cochleas.cropped(to: box, padding: false))
    #expect(kinds(cut).contains(.fieldOfView))
    var tiny = try scene.input()
    tiny.cochleas = Mask(
      grid: scene.image.grid,
      voxels: zip(
        ball(on: scene.image.grid, centre: SIMD3(35, 0, 4), radius: 3.2).voxels,
        ball(on: scene.image.grid, centre: SIMD3(-35, 0, 4), radius: 1.5).voxels
      ).map { $0 || $1 })
    #expect(kinds(tiny).contains(.volume) || kinds(tiny).contains(.cochleas))
  }

  @Test("A tumour of impossible size, place or number is flagged")
  func tumour() throws {
    let scene = Scene()
    let grid = scene.image.grid
    func with(_ mask: Mask) throws -> Set<QualityFlag.Kind> {
      var input = try scene.input()
      input.tumour = mask
      return kinds(input)
    }
    #expect(try with(ball(on: grid, centre: SIMD3(25, -8, 4), radius: 1.2)).contains(.volume))
    #expect(try with(ball(on: grid, centre: SIMD3(25, -60, 4), radius: 8)).contains(.position))
    #expect(try with(ball(on: grid, centre: SIMD3(28, 12, 4), radius: 6)).contains(.orientation))
    let second = ball(on: grid, centre: SIMD3(-25, -8, 4), radius: 6)
    let both = Mask(
      grid: grid, voxels: zip(scene.tumour.voxels, second.voxels).map { $0 || $1 })
    #expect(try with(both).contains(.severalTumours))
  }

  @Test("A stated side, a second mask and the header are compared")
  func records() throws {
    let scene = Scene()
    var input = try scene.input()
    input.isStatedRightSided = true
    input.secondTumour = ball(on: scene.image.grid, centre: SIMD3(25, -8, 4), radius: 7.5)
    #expect(kinds(input).isEmpty)
    input.isStatedRightSided = false
    input.secondTumour = ball(on: scene.image.grid, centre: SIMD3(25, -16, 4), radius: 8)
    input.contradictsOrientation = true
    #expect(kinds(input) == [.side, .disagreement, .orientation])
    // Errors come first.
    #expect(qualityFlags(input).map(\.severity) == [.error, .error, .warning])
  }

  @Test("A mask on another grid is refused")
  func grids() throws {
    let scene = Scene()
    #expect(throws: GridMismatch.self) {
      try QualityInput(
        image: scene.image, tumour: Mask(grid: VoxelGrid(4, 4, 4), filledWith: true))
    }
  }
}
