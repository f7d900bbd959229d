import Imaging
import Testing

@Suite("Connected components")
struct ConnectedComponentsTests {
  @Test("A voxel has 6, 18 or 26 neighbours", arguments: Connectivity.allCases)
  func steps(_ connectivity: Connectivity) {
    #expect(connectivity.steps.count == connectivity.rawValue)
    #expect(Set(connectivity.steps).count == connectivity.rawValue)
    #expect(!connectivity.steps.contains(SIMD3(0, 0, 0)))
    #expect(Set(connectivity.steps.map { SIMD3(0, 0, 0) &- $0 }) == Set(connectivity.steps))
  }

  // By the definitions: a face is one step along one axis, an edge along two, a corner along three.
  @Test(
    "Voxels that share a face, an edge or a corner are one or two components",
    arguments: [
      (SIMD3(1, 0, 0), [1, 1, 1]), (SIMD3(0, 0, -1), [1, 1, 1]), (SIMD3(1, -1, 0), [2, 1, 1]),
      (SIMD3(0, 1, 1), [2, 1, 1]), (SIMD3(1, 1, 1), [2, 2, 1]), (SIMD3(-1, 1, -1), [2, 2, 1]),
    ])
  func pairs(_ example: (step: SIMD3<Int>, counts: [Int])) {
    let mask = Mask(VoxelGrid(3, 3, 3), [SIMD3(1, 1, 1), SIMD3(1, 1, 1) &+ example.step])
    let counts = [Connectivity.faces, .edges, .corners].map {
      mask.connectedComponents($0).components.count
    }
    #expect(counts == example.counts)
  }

  @Test("Large comes before small and ties by the first voxel, worked by hand")
  func order() {
    let mask = Mask(
      picture: [
        "#..##",
        "...##",
        "##...",
        "....#",
      ], spacing: SIMD3(0.5, 2, 3))
    let found = mask.connectedComponents(.faces)
    #expect(
      found.labels == [
        3, 0, 0, 1, 1,
        0, 0, 0, 1, 1,
        2, 2, 0, 0, 0,
        0, 0, 0, 0, 4,
      ])
    #expect(found.components.map(\.voxelCount) == [4, 2, 1, 1])
    #expect(found.components.map(\.volume) == [12, 6, 3, 3])  // 3 mm3 a voxel
    #expect(
      found.components.map(\.centroid) == [
        SIMD3(3.5, 0.5, 0), SIMD3(0.5, 2, 0), SIMD3(0, 0, 0), SIMD3(4, 3, 0),
      ])
    #expect(
      found.components.first?.boundingBox
        == BoundingBox(lower: SIMD3(3, 0, 0), upper: SIMD3(5, 2, 1)))
  }

  @Test("Arms that meet late are one component: a comb, a spiral and a W")
  func late() {
    let comb = Mask(picture: ["#.#.#.#", "#.#.#.#", "#######"])
    let spiral = Mask(picture: [
      "#######", "......#", "#####.#", "#...#.#", "#.#.#.#", "#.###.#",
      "#.....#", "#######",
    ])
    let w = Mask(picture: ["#...#...#", ".#.#.#.#.", "..#...#.."])
    #expect(comb.connectedComponents(.faces).components.count == 1)
    #expect(spiral.connectedComponents(.faces).components.count == 1)
    #expect(w.connectedComponents(.edges).components.count == 1)
    #expect(w.connectedComponents(.faces).components.count == 9)  // each voxel alone
  }

  @Test("The largest component, by the neighbourhood asked for")
  func largest() {
    let mask = Mask(picture: ["##...", "..#..", "....#", "....#", "....#"])
    // Over the edge from (1, 0) to (2, 1) three voxels meet; the first three win the tie.
    let diagonal = Mask(picture: ["##...", "..#..", ".....", ".....", "....."])
    let column = Mask(picture: [".....", ".....", "....#", "....#", "....#"])
    #expect(mask.largestComponent(.corners) == diagonal)
    #expect(mask.largestComponent(.faces) == column)
  }

  @Test("Nothing has no component, everything has one")
  func extremes() {
    let nothing = Mask(grid: VoxelGrid(3, 2, 2), filledWith: false)
    #expect(nothing.connectedComponents().components.isEmpty)
    #expect(nothing.connectedComponents().labels == [Int32](repeating: 0, count: 12))
    #expect(nothing.largestComponent() == nothing)
    let everything = Mask(grid: VoxelGrid(3, 2, 2), filledWith: true)
    for connectivity in Connectivity.allCases {
      let found = everything.connectedComponents(connectivity)
      #expect(found.components.map(\.voxelCount) == [12])
      #expect(found.components.first?.centroid == SIMD3(1, 0.5, 0.5))
      #expect(found.mask(of: 1) == everything)
      #expect(found.mask(of: 2).isEmpty)
    }
  }

  @Test("Runs touch over a corner, at either end, and not one voxel farther")
  func runs() {
    let mask = Mask(picture: ["..##..", "##..##", "......", "####..", ".....#"])
    #expect(mask.connectedComponents(.edges).components.map(\.voxelCount) == [6, 4, 1])
    #expect(mask.connectedComponents(.faces).components.map(\.voxelCount) == [4, 2, 2, 2, 1])
  }

  @Test("Components part the mask into sets that no neighbours cross", arguments: 0..<12)
  func property(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let grid = randomGrid(&random, sizes: 3...9)
    let mask = randomMask(on: grid, oneIn: seed % 3 + 2, &random)
    var counts: [Int] = []
    for connectivity in [Connectivity.faces, .edges, .corners] {
      let found = mask.connectedComponents(connectivity)
      counts.append(found.components.count)
      #expect(found.labels.map { $0 != 0 } == mask.voxels)
      let sizes = found.components.map(\.voxelCount)
      #expect(sizes == sizes.sorted(by: >))
      #expect(sizes.reduce(0, +) == mask.count)
      for v in grid.indices where mask[v] {
        for step in connectivity.steps where grid.contains(v &+ step) && mask[v &+ step] {
          let w = v &+ step
          #expect(
            found.labels[grid.offset(v.x, v.y, v.z)]
              == found.labels[grid.offset(w.x, w.y, w.z)])
        }
      }
      for (n, component) in found.components.enumerated() {
        let part = found.mask(of: n + 1)
        #expect(part.count == component.voxelCount)
        #expect(part.boundingBox() == component.boundingBox)
        // Connected: taken alone it is still one.
        #expect(part.connectedComponents(connectivity).components.count == 1)
      }
    }
    #expect(counts == counts.sorted(by: >), "more neighbours join more")
  }
}
