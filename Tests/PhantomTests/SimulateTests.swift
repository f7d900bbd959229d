import Imaging
import Testing

@testable import Phantom

@Suite("Simulated scans")
struct SimulateTests {
  /// A scan without shading, and almost without noise, of a small cube.
  private func quiet(_ contrast: Contrast, site: String = "ldn") throws -> Acquisition {
    var a = try Acquisition.preset(site: site, contrast: contrast, seed: 1, index: 0)
    a.signalToNoise = 1000
    a.shading = 0
    a.interpolation = 1
    a.coils = 1
    a.imperfections = .none
    return a
  }

  /// The mean of the image where the mask holds.
  private func mean(_ image: Volume, _ mask: Mask) -> Double {
    var sum = 0.0
    for (value, inside) in zip(image.voxels, mask.voxels) where inside { sum += Double(value) }
    return sum / Double(max(mask.count, 1))
  }

  @Test("The same arguments give the same voxels; another seed gives other noise")
  func determinism() throws {
    let patient = Patient(seed: 3, index: 1)
    let a = try Acquisition.preset(site: "etz", contrast: .T2, seed: 3, index: 1)
    let grid = cube(patient.innerEarMidpoint, side: 60, spacing: [1.5, 1.5, 3])
    let first = simulate(patient, a, on: grid, seed: 4)
    let second = simulate(patient, a, on: grid, seed: 4)
    let other = simulate(patient, a, on: grid, seed: 5)
    #expect(first.image == second.image && first.labels == second.labels)
    #expect(first.image != other.image && first.labels == other.labels)
  }

  @Test("Any number of workers gives the same voxels", arguments: [1, 2, 5])
  func workers(_ count: Int) throws {
    let patient = Patient(seed: 3, index: 1)
    // Bands, ghosts, two channels and folding, so that every part takes part.
    var a = try Acquisition.preset(site: "new1t", contrast: .T2, seed: 3, index: 1)
    a.imperfections.wrap = 0.1
    let grid = cube(patient.innerEarMidpoint, side: 60, spacing: [1.5, 1.5, 3])
    let usual = image(of: patient, a, on: grid, seed: 4)
    #expect(image(of: patient, a, on: grid, seed: 4, workers: count) == usual)
    let map = renderLabels(patient.anatomy, patient.deformation, patient.meatalPlane, on: grid)
    #expect(
      map
        == renderLabels(
          patient.anatomy, patient.deformation, patient.meatalPlane, on: grid, workers: count))
  }

  @Test("Skipping structures that are out of reach changes no voxel")
  func culling() throws {
    let patient = Patient(seed: 3, index: 2)
    let palette = Palette(
      patient,
      try Acquisition.preset(
        site: "new1t", contrast: .T2, seed: 1, index: 0))
    var g = SplitMix64(seed: 1)
    var worst: Float = 0
    for _ in 0..<40 {
      let centre = SIMD3<Double>(
        .random(in: -75...75, using: &g), .random(in: -90...95, using: &g),
        .random(in: -50...90, using: &g))
      let grid = cube(centre, side: 12, spacing: [0.6, 0.6, 1.2])
      let fast = renderSignal(
        patient.anatomy, patient.deformation, on: grid, palette: palette, culling: true)
      let full = renderSignal(
        patient.anatomy, patient.deformation, on: grid, palette: palette, culling: false)
      for (a, b) in zip(fast.water, full.water) { worst = max(worst, abs(a - b)) }
      for (a, b) in zip(fast.fat, full.fat) { worst = max(worst, abs(a - b)) }
    }
    // A hundredth of white matter's 420.
    #expect(worst < 4.2)
  }

  @Test("ceT1 and T2 labels of one patient agree in world space")
  func agreement() throws {
    let patient = Patient(seed: 3, index: 4)
    var volumes: [[Double]] = []
    for contrast in Contrast.allCases {
      let a = try Acquisition.preset(site: "ldn", contrast: contrast, seed: 3, index: 4)
      let grid = a.grid(around: patient.innerEarMidpoint)
      let map = labels(of: patient, on: grid)
      volumes.append([1, 2, 3].map { map.mask(of: [$0]).volume })
    }
    // 1.5 mm slices: 5 % on parts of some hundred mm3.
    for (a, b) in zip(volumes[0], volumes[1]) { #expect(abs(a - b) < 0.06 * a + 10) }
    #expect(abs(volumes[0][0] - patient.extraMeatalVolume) < 0.04 * patient.extraMeatalVolume + 10)
  }

  @Test("Two cochleas, one on each side", arguments: Acquisition.sites)
  func cochleas(_ site: String) throws {
    let patient = Patient(seed: 3, index: 6)
    let a = try Acquisition.preset(site: site, contrast: .T2, seed: 3, index: 6)
    let grid = a.grid(around: patient.innerEarMidpoint)
    let map = labels(of: patient, on: grid)
    var sides = [0.0, 0.0]
    for (offset, label) in map.voxels.enumerated() where label == 3 {
      let p = grid.world(SIMD3<Double>(grid.index(at: offset)))
      sides[p.x > patient.innerEarMidpoint.x ? 0 : 1] += grid.voxelVolume
    }
    #expect((40...150).contains(sides[0]) && (40...150).contains(sides[1]))
  }

  @Test("The canal without tumour is bright on T2 all the way into the cistern")
  func canal() throws {
    for index in 0..<3 {
      let patient = Patient(seed: 12, index: index)
      let healthy = patient.canals[patient.isRightSided ? 1 : 0]
      let a = try quiet(.T2)
      let grid = cube(healthy.porus, side: 30, spacing: [0.4, 0.4, 0.4])
      let clean = renderSignal(
        patient.anatomy, patient.deformation, on: grid, palette: Palette(patient, a)
      ).water
      let fluid = signalTable(patient, a)[Int(Tissue.cerebrospinalFluid.rawValue)]
      guard let toIndex = grid.affine.inverse else { continue }
      // Nerves run through the canal: the brightest voxel of each cross-section counts.
      for step in -3...8 {
        let p = healthy.porus + (healthy.fundus - healthy.porus) * (Double(step) / 10)
        let c = toIndex(p).rounded(.toNearestOrEven)
        var brightest: Float = 0
        for z in -5...5 {
          for y in -5...5 {
            brightest = max(
              brightest, clean[grid.offset(Int(c.x), Int(c.y) + y, Int(c.z) + z)])
          }
        }
        #expect(brightest > 0.8 * fluid, "patient \(index), step \(step)")
      }
    }
  }

  @Test("Tumour and cochlea swap brightness between the contrasts", arguments: ["ldn", "etz"])
  func contrast(_ site: String) throws {
    let patient = Patient(
      seed: 2, index: 0, options: .init(intracanalicularFraction: 0, extraMeatalVolume: 1500))
    let grid = cube(patient.meatalPlane.point, side: 44, spacing: [0.5, 0.5, 0.8])
    let t1 = simulate(patient, try quiet(.ceT1, site: site), on: grid, seed: 1)
    let t2 = simulate(patient, try quiet(.T2, site: site), on: grid, seed: 1)
    let tumour = t1.labels.mask(of: [1, 2])
    let cochlea = t1.labels.mask(of: [3])
    #expect(mean(t1.image, tumour) > 3 * mean(t1.image, cochlea))
    #expect(mean(t2.image, cochlea) > 1.1 * mean(t2.image, tumour))
  }

  @Test("Intensities are whole numbers of a 16-bit scale")
  func integers() throws {
    let patient = Patient(seed: 3, index: 1)
    let a = try Acquisition.preset(site: "ukm", contrast: .ceT1, seed: 3, index: 1)
    let scan = simulate(patient, a.scaled(inPlane: 6), seed: 1)
    #expect(scan.image.voxels.allSatisfy { $0 == $0.rounded() && $0 >= 0 && $0 <= 32767 })
    #expect(scan.image.grid == scan.labels.grid)
  }
}
