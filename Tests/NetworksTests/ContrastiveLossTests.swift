import Foundation
import Networks
import Testing
import Torch

@Suite("The patch-wise contrastive loss")
struct ContrastiveLossTests {
  /// `count` unit vectors along the axes.
  private func axes(_ count: Int) throws -> Tensor {
    try Tensor.arange(count).oneHot(classes: count).unsqueezed(dim: 0)
  }

  @Test("is log P where all positions look alike", arguments: [1, 2, 16])
  func chance(_ count: Int) throws {
    let rows = try Tensor.full([2, count, 4], 0.5)
    // One logarithm of a float32 sum.
    #expect(
      abs(try patchContrastiveLoss(queries: rows, keys: rows).item() - log(Double(count))) < 1e-5)
  }

  @Test("is near 0 where each position resembles itself only, and large where another one")
  func extremes() throws {
    // By hand: log(1 + 3 exp(-1 / 0.07)) = 1.9e-6, and 1 / 0.07 = 14.29 more for the wrong place.
    let rows = try axes(4)
    #expect(try patchContrastiveLoss(queries: rows, keys: rows).item() < 1e-5)
    let wrong = try patchContrastiveLoss(queries: rows, keys: rows.flipped(dims: [1])).item()
    #expect(abs(wrong - 1 / 0.07) < 1e-4)
  }

  @Test("is softer at a higher temperature")
  func temperature() throws {
    // By hand: log(1 + exp(-1)).
    let rows = try axes(2)
    let loss = try patchContrastiveLoss(queries: rows, keys: rows, temperature: 1).item()
    #expect(abs(loss - 0.313_262) < 1e-5)
  }

  @Test("sends no gradient into the keys")
  func detachedKeys() throws {
    let queries = try scalars([1, 3, 4], seed: 1).requiringGradient()
    let keys = try scalars([1, 3, 4], seed: 2).requiringGradient()
    try patchContrastiveLoss(queries: queries, keys: keys).backward()
    #expect(keys.gradient == nil)
    #expect(try #require(queries.gradient).norm().item() > 0)
  }

  @Test("takes its negatives from the same image only, as worked row by row in Python")
  func golden() throws {
    let (queries, keys) = (try scalars([2, 4, 3], seed: 100), try scalars([2, 4, 3], seed: 101))
    let loss = try patchContrastiveLoss(
      queries: queries.normalized(dim: 2), keys: keys.normalized(dim: 2)
    ).item()
    let expected = try #require(GoldenFile.loaded?.contrastive)
    // Similarities of unit rows in float32, divided by 0.07.
    #expect(abs(loss - expected) < 1e-4)
  }
}
