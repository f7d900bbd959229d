@testable import Preprocessing

import Foundation
import Imaging
import Testing

@Suite("Painting from labels and clusters")
struct ClusterContrastTests {
  /// Two tissues without noise, and a structure with label 1 inside the second.
  private static func patch() -> Patch {
    let size = SIMD3(12, 10, 8)
    let grid = VoxelGrid(size.x, size.y, size.z)
    var image: [Float] = []
    var labels: [UInt8] = []
    for offset in 0..<grid.count {
      let index = grid.index(at: offset)
      image.append(index.x < 6 ? -1 : 1)
      labels.append((8...10).contains(index.x) && (3...6).contains(index.y) ? 1 : 0)
    }
    return Patch(image: [image], labels: labels, size: size)
  }

  /// No blur to speak of, no spread, no field: each tissue is one level.
  private static let flat = ClusterContrast(
    clusters: 2...2, spread: 0...0, texture: 0...0, blurSigma: 0.01...0.01, field: 0)

  private static func levels(_ patch: Patch) -> [Set<Float>] {
    var levels = [Set<Float>](repeating: [], count: 3)
    let before = Self.patch()
    for (offset, value) in patch.image[0].enumerated() {
      let tissue = before.labels[offset] == 1 ? 2 : before.image[0][offset] < 0 ? 0 : 1
      levels[tissue].insert((value * 1000).rounded())
    }
    return levels
  }

  @Test("gives each tissue one level of its own", arguments: [1, 2, 3] as [UInt64])
  func tissues(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var patch = Self.patch()
    Self.flat.apply(to: &patch, using: &random)
    let levels = Self.levels(patch)
    #expect(levels.allSatisfy { $0.count == 1 }, "\(levels)")
    #expect(Set(levels).count == 3)
    #expect(patch.labels == Self.patch().labels)
  }

  @Test("turns contrast around for about half of the draws")
  func contrast() {
    var inverted = 0
    for seed in 0..<60 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var patch = Self.patch()
      Self.flat.apply(to: &patch, using: &random)
      let levels = Self.levels(patch)
      if let dark = levels[0].first, let bright = levels[1].first, dark > bright { inverted += 1 }
    }
    // Two independent uniform levels: 30 of 60 on average, with a deviation of 3.9.
    #expect((14...46).contains(inverted), "\(inverted)")
  }

  @Test("gives labels that are joined one level, others one each")
  func joined() {
    for joins in [true, false] {
      var random = SplitMix64(seed: 4)
      var painter = Self.flat
      painter.joined = joins ? [1, 2] : []
      var patch = Self.patch()
      for offset in patch.labels.indices where patch.labels[offset] == 1 && offset % 2 == 0 {
        patch.labels[offset] = 2
      }
      let labels = patch.labels
      painter.apply(to: &patch, using: &random)
      func level(_ label: UInt8) -> Float? {
        labels.firstIndex(of: label).map { patch.image[0][$0] }
      }
      #expect((level(1) == level(2)) == joins)
    }
  }

  @Test("ends with mean 0 and deviation 1, finite, and depends on the seed alone")
  func normalised() {
    func painted(_ seed: UInt64) -> [Float] {
      var random = SplitMix64(seed: seed)
      var patch = Self.patch()
      ClusterContrast().apply(to: &patch, using: &random)
      return patch.image[0]
    }
    let values = painted(9).map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    // Sums of float32.
    #expect(abs(mean) < 1e-4 && abs(variance - 1) < 1e-3)
    #expect(painted(9) == painted(9))
    #expect(painted(9) != painted(10))
  }

  @Test("leaves the patch with probability 0, and takes flat ones")
  func edges() {
    var random = SplitMix64(seed: 1)
    var patch = Self.patch()
    ClusterContrast(probability: 0).apply(to: &patch, using: &random)
    #expect(patch.image == Self.patch().image)
    var flat = Patch(
      image: [[Float](repeating: 2, count: 8)], labels: [UInt8](repeating: 0, count: 8),
      size: SIMD3(2, 2, 2))
    ClusterContrast().apply(to: &flat, using: &random)
    #expect(flat.image[0].allSatisfy { $0.isFinite })
  }

  // Worked by hand: three tight groups; quantiles start in each of them.
  @Test("clusters are the means of groups")
  func clusters() {
    let means = intensityClusters([0, 0.2, 5, 5.2, 9, 9.2], count: 3)
    #expect(means.map { ($0 * 10).rounded() } == [1, 51, 91])
    #expect(intensityClusters([3, 3, 3], count: 4) == [3])
    #expect(intensityClusters([], count: 4) == [0])
  }
}

@Suite("A change of a structure's intensity in a file")
struct LabelIntensityChangeTests {
  private typealias Change = LabelIntensityAugmentation.Change

  @Test("is its form and its range")
  func form() throws {
    for (change, text) in [
      (Change.factor(0.5...2), #"{"factor":[0.5,2]}"#),
      (.level(0.25...0.5), #"{"level":[0.25,0.5]}"#),
    ] {
      let written = try JSONEncoder().encode(change)
      #expect(String(decoding: written, as: UTF8.self) == text)
      #expect(try JSONDecoder().decode(Change.self, from: Data(text.utf8)) == change)
    }
  }

  @Test("without a known form is refused")
  func unknown() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Change.self, from: Data(#"{"other":[0,1]}"#.utf8))
    }
  }
}
