import Evaluation
import Foundation
import Imaging
import TestSupport
import Testing

@Suite("Metric definitions")
struct DefinitionTests {
  private let structures = [ScoredStructure(name: "VS", labels: [1])]

  private func row(
    _ prediction: LabelMap?, _ reference: LabelMap, _ definitions: MetricDefinitions
  ) throws -> CaseScore {
    let rows = try score(
      prediction: prediction, reference: reference, case: "a", site: "s", structures: structures,
      definitions: definitions)
    return try #require(rows.first)
  }

  @Test("Presets have distinct names, are found by them, and survive JSON")
  func presets() throws {
    let names = MetricDefinitions.presets.map(\.name)
    #expect(Set(names).count == names.count)
    for preset in MetricDefinitions.presets {
      #expect(MetricDefinitions.preset(named: preset.name) == preset)
      let data = try JSONEncoder().encode(preset)
      #expect(try JSONDecoder().decode(MetricDefinitions.self, from: data) == preset)
    }
    #expect(MetricDefinitions.preset(named: "magic") == nil)
  }

  @Test("The challenge's ASSD is the mean of directed means (MedPy 0.4), later MedPy's is pooled")
  func averages() throws {
    // Prediction {0, 3}, reference {0} on a line of 1 mm: distances (0, 3) there and (0) back.
    let grid = VoxelGrid(4, 1, 1)
    let prediction = mask(grid, [0, 3]).labelled()
    let reference = mask(grid, [0]).labelled()
    for preset in [MetricDefinitions.crossMoDA2021, .crossMoDA2022, .crossMoDA2023] {
      #expect(try row(prediction, reference, preset).assd == 0.75)
    }
    #expect(try row(prediction, reference, .medPy).assd == 1)
    // Directed percentiles: 2.85 and 0.
    #expect(abs(try #require(try row(prediction, reference, .monai).hd95) - 2.85) < 1e-12)
  }

  @Test("The quirk takes the affine's diagonal, which an oblique grid makes smaller")
  func quirk() throws {
    // Rotated by 60 degrees about k: columns of 1 mm with 0.5 on the diagonal.
    let s = 0.75.squareRoot()
    let affine = Affine(x: SIMD3(0.5, s, 0), y: SIMD3(-s, 0.5, 0), z: SIMD3(0, 0, 2))
    let grid = VoxelGrid(size: SIMD3(6, 1, 1), affine: affine)
    let prediction = mask(grid, [0]).labelled()
    let reference = mask(grid, [4]).labelled()
    let right = try row(prediction, reference, .crossMoDA2022)
    #expect(abs(try #require(right.assd) - 4) < 1e-12)
    let published = MetricDefinitions.crossMoDA2022.with { $0.spacing = .affineDiagonal }
    #expect(try row(prediction, reference, published).assd == 2)
  }

  @Test("Further scores of a small case, worked by hand")
  func further() throws {
    let grid = VoxelGrid(8, 1, 1, spacing: SIMD3(0.5, 1, 2))
    // Prediction {0, 1, 6}, reference {1, 2}: one voxel shared of three and two.
    let found = try row(
      mask(grid, [0, 1, 6]).labelled(), mask(grid, [1, 2]).labelled(), .medPy)
    let further = try #require(found.further)
    #expect(further.truePositives == 1)
    #expect(further.falsePositives == 2)
    #expect(further.falseNegatives == 1)
    #expect(further.jaccard == 0.25)
    #expect(further.sensitivity == 0.5)
    #expect(further.precision == 1.0 / 3)
    // Distances 0.5, 0, 2 there and 0, 0.5 back; within 1 mm are four of five.
    #expect(further.hd == 2)
    #expect(further.nsd == 0.8)
    #expect(further.absoluteVolumeError == 1)
    #expect(further.relativeVolumeError == 0.5)
    #expect(
      further.lesions == LesionCounts(truePositives: 1, falsePositives: 1, falseNegatives: 0))
  }

  @Test("Undefined ratios are nil, a missed structure is penalised in every metric")
  func undefined() throws {
    let grid = VoxelGrid(4, 1, 1)
    let something = mask(grid, [1]).labelled()
    let nothing = mask(grid, []).labelled()
    let missed = try row(nothing, something, .medPy)
    #expect(missed.further?.jaccard == 0)
    #expect(missed.further?.sensitivity == 0)
    #expect(missed.further?.precision == nil)
    #expect(missed.further?.hd == 350)
    #expect(missed.further?.nsd == 0)
    #expect(missed.further?.relativeVolumeError == -1)
    let invented = try row(something, nothing, .medPy)
    #expect(invented.further?.jaccard == nil)
    #expect(invented.further?.nsd == nil)
    #expect(invented.further?.relativeVolumeError == nil)
    #expect(invented.further?.lesions.falsePositives == 1)
    let empty = try row(nothing, nothing, .medPy)
    #expect(empty.dice == nil && empty.further?.nsd == nil && empty.further?.sensitivity == nil)
  }

  @Test("A row survives JSON as one flat object")
  func flat() throws {
    let grid = VoxelGrid(4, 1, 1)
    let found = try row(mask(grid, [1]).labelled(), mask(grid, [1, 2]).labelled(), .medPy)
    let data = try JSONEncoder().encode(found)
    #expect(try JSONDecoder().decode(CaseScore.self, from: data) == found)
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    #expect(object?["case"] as? String == "a")
    #expect(object?["jaccard"] as? Double == 0.5)
  }

  @Test("A census counts labels and bounds them", arguments: [1, 7, 31, 32, 33, 70])
  func census(width: Int) {
    var random = SplitMix64(seed: UInt64(width))
    let grid = VoxelGrid(width, 5, 4)
    let map = LabelMap(
      grid: grid,
      voxels: (0..<grid.count).map { _ in
        random.next() % 9 == 0 ? UInt8(random.next() % 4) * 85 : 0
      })
    let census = LabelCensus(map)
    #expect(census.counts.reduce(0, +) == grid.count)
    for label in [0, 85, 170, 255] as [UInt8] {
      let mask = map.mask(of: [label])
      #expect(census.count(of: [label]) == mask.count)
      if label > 0 { #expect(census.box(of: [label]) == mask.boundingBox()) }
    }
    #expect(census.box(of: [85, 170]) == map.mask(of: [85, 170]).boundingBox())
  }
}
