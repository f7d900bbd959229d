@testable import DomainAdaptation

import Foundation
import Imaging
import Learning
import TestSupport
import Testing
import Torch

@Suite("The rendering gate")
struct RenderingGateTests {
  private static let grid = VoxelGrid(9, 9, 9)
  /// A bright cube of label 3 in the middle.
  private static let labels = LabelMap(
    grid: grid,
    voxels: (0..<grid.count).map { offset in
      let index = grid.index(at: offset)
      return (0..<3).allSatisfy { (3...5).contains(index[$0]) } ? 3 : 0
    })
  private static let source = Volume(
    grid: grid, voxels: labels.voxels.map { $0 == 3 ? 0.5 : -0.5 })

  private func judge(_ voxels: [Float], minimum: Double = 0.5) throws -> RenderingJudgement {
    try RenderingGate(minimum: minimum, tumour: [1, 2], cochlea: 3).judge(
      id: "a", style: "b", source: Self.source,
      rendering: Volume(grid: Self.grid, voxels: voxels), labels: Self.labels)
  }

  @Test("gives 1 to any linear change of contrast, inverted too")
  func linear() throws {
    for (slope, shift) in [(1, 0), (0.2, 0.3), (-0.7, 0.1)] as [(Float, Float)] {
      let found = try judge(Self.source.voxels.map { slope * $0 + shift })
      // Sums of float32 values.
      #expect(abs(try #require(found.cochlea) - 1) < 1e-6)
      #expect(found.isKept && found.tumour == nil)
    }
  }

  // Worked by hand: 27 voxels in the cube; the ring of two steps over faces has 27 more at each of the
  // six faces at distance 1 (9 each: 54) and beyond; a rendering that is flat agrees by 0.
  @Test("gives 0 to a structure painted over, and rejects it")
  func paintedOver() throws {
    let found = try judge([Float](repeating: 0.2, count: Self.grid.count))
    #expect(found.cochlea == 0 && !found.isKept)
    #expect(try judge([Float](repeating: 0.2, count: Self.grid.count), minimum: 0).isKept)
  }

  @Test("falls when the structure moves")
  func moved() throws {
    func shifted(_ by: Int) -> [Float] {
      (0..<Self.grid.count).map { offset in
        var index = Self.grid.index(at: offset)
        index.x -= by
        return index.x < 0 ? -0.5 : Self.source[index.x, index.y, index.z]
      }
    }
    let agreements = try (0...2).map { try #require(judge(shifted($0)).cochlea) }
    #expect(agreements[0] > agreements[1] && agreements[1] > agreements[2])
  }

  @Test("leaves a judgement of every rendering, and no rejected one teaches", .torchTurn)
  func inRun() throws {
    TorchRuntime.setThreads(1)
    try withTemporaryFolder { folder in
      let runner = try TinyRecipes.runner("default", folder)
      try runner.run(through: .synthesise)
      var judgements = try RenderingJudgement.read(in: runner.url(.synthesise))
      #expect(judgements.map(\.id) == ["source_1", "source_1", "source_2", "source_2"])
      #expect(judgements.map(\.style) == ["a", "b", "a", "b"])
      #expect(judgements.allSatisfy { ($0.cochlea ?? 0) > 0 && $0.isKept })
      judgements[1].isKept = false
      try RenderingJudgement.write(judgements, in: runner.url(.synthesise))
      #expect(
        try runner.labelledSamples(weight: 1).map(\.id) == [
          "source_1_as_a", "source_2_as_a", "source_2_as_b",
        ])
      for index in judgements.indices { judgements[index].isKept = false }
      try RenderingJudgement.write(judgements, in: runner.url(.synthesise))
      #expect(throws: NoRenderingKept.self) { try runner.labelledSamples(weight: 1) }
    }
  }
}
