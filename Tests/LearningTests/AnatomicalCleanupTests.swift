import Imaging
import Learning
import Testing

@Suite("Anatomical clean-up")
struct AnatomicalCleanupTests {
  private let cleanup = AnatomicalCleanup(
    tumour: [1, 2], cochlea: 3, minimumCochleaVolume: 3, minimumEarDistance: 20)

  /// A row of voxels of 1 mm.
  private func row(_ labels: [UInt8]) -> LabelMap {
    LabelMap(grid: VoxelGrid(labels.count, 1, 1), voxels: labels)
  }

  @Test("keeps the largest tumour component, both parts of it together")
  func tumour() {
    let cleaned = cleanup(row([1, 0, 1, 1, 2, 0, 2, 0]))
    #expect(cleaned.voxels == [0, 0, 1, 1, 2, 0, 0, 0])
  }

  @Test(
    "keeps the largest tumour near a cochlea before a larger one far from both",
    arguments: [(5.0, 4), (4.9, 8)])
  func nearCochlea(distance: Double, kept: Int) {
    // Three voxels of tumour end 5 mm before the cochlea, two touch it, four lie far away.
    var cleanup = cleanup
    cleanup.tumourDistance = distance
    var labels = [UInt8](repeating: 0, count: 40)
    labels.replaceSubrange(2..<5, with: [1, 2, 1])
    labels.replaceSubrange(7..<9, with: [1, 1])
    labels.replaceSubrange(9..<13, with: [3, 3, 3, 3])
    labels.replaceSubrange(30..<34, with: [1, 1, 1, 1])
    let cleaned = cleanup(row(labels))
    #expect(cleaned.voxels[kept] != 0)
    #expect(cleaned.voxels.filter { $0 == 1 || $0 == 2 }.count == (kept == 4 ? 3 : 2))
    #expect(cleaned.voxels.filter { $0 == 3 }.count == 4)
  }

  @Test("keeps the largest tumour where none is near a cochlea, or no cochlea is found")
  func farFromCochlea() {
    var labels = [UInt8](repeating: 0, count: 60)
    labels.replaceSubrange(2..<4, with: [1, 1])
    labels.replaceSubrange(6..<9, with: [1, 1, 1])
    var expected = labels
    expected.replaceSubrange(2..<4, with: [0, 0])
    #expect(cleanup(row(labels)).voxels == expected)
    labels.replaceSubrange(50..<54, with: [3, 3, 3, 3])
    expected.replaceSubrange(50..<54, with: [3, 3, 3, 3])
    #expect(cleanup(row(labels)).voxels == expected)
  }

  @Test("a dropped speck of cochlea draws no tumour to itself")
  func speck() {
    var labels = [UInt8](repeating: 0, count: 60)
    labels[0] = 3  // below the 3 mm3 of a cochlea
    labels.replaceSubrange(1..<3, with: [1, 1])
    labels.replaceSubrange(40..<43, with: [1, 1, 1])
    labels.replaceSubrange(45..<49, with: [3, 3, 3, 3])
    var expected = labels
    expected.replaceSubrange(0..<3, with: [0, 0, 0])
    #expect(cleanup(row(labels)).voxels == expected)
  }

  @Test("keeps one cochlea an ear and drops specks")
  func cochleas() {
    var labels = [UInt8](repeating: 0, count: 40)
    labels.replaceSubrange(0..<4, with: [3, 3, 3, 3])  // one ear
    labels.replaceSubrange(8..<11, with: [3, 3, 3])  // too close to it
    labels[20] = 3  // a speck
    labels.replaceSubrange(34..<37, with: [3, 3, 3])  // the other ear
    var expected = labels
    expected.replaceSubrange(8..<11, with: [0, 0, 0])
    expected[20] = 0
    #expect(cleanup(row(labels)).voxels == expected)
  }

  @Test("leaves an empty map empty")
  func empty() {
    #expect(cleanup(row([0, 0, 0])).voxels == [0, 0, 0])
  }

  @Test("counts volumes in mm3, not in voxels", arguments: [(1.0, true), (0.9, false)])
  func volumes(spacing: Double, isKept: Bool) {
    // Three voxels of 1 mm3 reach the 3 mm3, three of 0.729 mm3 do not.
    let labels = LabelMap(
      grid: VoxelGrid(5, 1, 1, spacing: SIMD3(repeating: spacing)), voxels: [0, 3, 3, 3, 0])
    #expect(cleanup(labels).voxels.contains(3) == isKept)
  }

  @Test(
    "counts distances between ears in mm along any axis", arguments: [(2.5, true), (2.4, false)])
  func distances(spacing: Double, isKept: Bool) {
    // Centres eight slices apart: 20 mm are enough, 19.2 are not; the smaller one is dropped.
    var labels = LabelMap(
      grid: VoxelGrid(2, 2, 12, spacing: SIMD3(1, 1, spacing)), filledWith: 0)
    for (i, j) in [(0, 0), (1, 0), (0, 1), (1, 1)] { labels[i, j, 1] = 3 }
    for (i, j) in [(0, 0), (1, 0), (0, 1)] { labels[i, j, 9] = 3 }
    let cleaned = cleanup(labels)
    #expect(cleaned.voxels.prefix(8) == labels.voxels.prefix(8))
    #expect(cleaned.voxels.suffix(12).contains(3) == isKept)
  }

  @Test("keeps the two largest of three far cochleas")
  func three() {
    var labels = [UInt8](repeating: 0, count: 90)
    labels.replaceSubrange(0..<3, with: [3, 3, 3])
    labels.replaceSubrange(40..<45, with: [3, 3, 3, 3, 3])
    labels.replaceSubrange(80..<84, with: [3, 3, 3, 3])
    var expected = labels
    expected.replaceSubrange(0..<3, with: [0, 0, 0])
    #expect(cleanup(row(labels)).voxels == expected)
  }

  @Test("joins tumour voxels that touch at a corner")
  func corners() {
    var labels = LabelMap(grid: VoxelGrid(5, 2, 2), filledWith: 0)
    for (i, j, k) in [(0, 0, 0), (1, 1, 1), (4, 0, 0)] { labels[i, j, k] = 1 }
    var expected = labels
    expected[4, 0, 0] = 0
    #expect(cleanup(labels) == expected)
  }

  @Test("leaves every other label alone, 255 too")
  func others() {
    let labels: [UInt8] = [4, 0, 255, 4, 0, 1, 1, 0, 1]
    #expect(cleanup(row(labels)).voxels == [4, 0, 255, 4, 0, 1, 1, 0, 0])
  }

  @Test("only ever turns labels to background, and done twice is done once", arguments: 1...10)
  func properties(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let grid = VoxelGrid(30, 6, 5, spacing: SIMD3(1.5, 1, 2))
    let labels = LabelMap(
      grid: grid,
      voxels: (0..<grid.count).map { _ in
        Int.random(in: 0..<3, using: &random) == 0 ? UInt8.random(in: 1...3, using: &random) : 0
      })
    let cleaned = cleanup(labels)
    #expect(cleaned != labels)
    #expect(zip(cleaned.voxels, labels.voxels).allSatisfy { $0 == $1 || $0 == 0 })
    #expect(cleanup(cleaned) == cleaned)
    #expect(cleaned.mask(of: [1, 2]).connectedComponents(.corners).components.count == 1)
    #expect(cleaned.mask(of: [3]).connectedComponents(.corners).components.count <= 2)
  }
}
