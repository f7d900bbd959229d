import Foundation
import Networks
import Testing
import Torch

@Suite("The least-squares and edge losses")
struct AdversarialLossTests {
  @Test("The least-squares loss is the mean squared distance from the goal")
  func leastSquaresByHand() throws {
    let scores = try Tensor([1, 0.5, -1] as [Float], shape: [3])
    // (0 + 0.25 + 4) / 3 and (1 + 0.25 + 1) / 3.
    #expect(abs(try leastSquares(scores, goal: 1).item() - 4.25 / 3) < 1e-6)
    #expect(abs(try leastSquares(scores, goal: 0).item() - 0.75) < 1e-6)
  }

  @Test("The edge loss is 0 for an image and itself, and for its negative")
  func sameEdges() throws {
    let a = try scalars([2, 1, 6, 6], seed: 1)
    let ones = try Tensor.ones([2, 1, 6, 6])
    #expect(try edgeLoss(a, a, weights: ones).item() == 0)
    #expect(try edgeLoss(a, -a, weights: ones).item() == 0)
  }

  @Test("The edge loss counts only where there are weights, in proportion to them")
  func weights() throws {
    let (a, b) = (try scalars([1, 1, 6, 6], seed: 1), try scalars([1, 1, 6, 6], seed: 2))
    let loss = try edgeLoss(a, b, weights: .ones([1, 1, 6, 6])).item()
    #expect(loss > 0)
    #expect(abs(try edgeLoss(a, b, weights: .full([1, 1, 6, 6], 2)).item() - 2 * loss) < 1e-6)
    #expect(try edgeLoss(a, b, weights: .zeros([1, 1, 6, 6])).item() == 0)
  }

  @Test("The edge loss of a step against a flat image, by hand")
  func step() throws {
    // A column of ones, a step of 1 to its right: in the middle of the image Sobel gives 4 at both
    // columns that touch the step and nothing elsewhere; borders have weight 0.
    let step = try Tensor([0, 0, 0, 1, 1, 1, 1, 1] as [Float], shape: [1, 1, 1, 8])
      .expanded([1, 1, 5, 8])
    let weights = try Tensor.zeros([1, 1, 5, 8])
    try weights.narrow(dim: 2, start: 1, length: 3).narrow(dim: 3, start: 1, length: 6).fill_(1)
    let flat = try Tensor.ones([1, 1, 5, 8])
    // Six pixels of tanh(4) against tanh(0.001), 40 pixels in all.
    let expected = 6 * (tanh(4) - tanh(0.001)) / 40
    #expect(abs(try edgeLoss(step, flat, weights: weights).item() - expected) < 1e-6)
  }

  @Test("The edge loss is worked pixel by pixel in Python")
  func golden() throws {
    let loss = try edgeLoss(
      scalars([1, 1, 4, 5], seed: 100), scalars([1, 1, 4, 5], seed: 101),
      weights: scalars([1, 1, 4, 5], seed: 102, in: 0...2)
    ).item()
    #expect(abs(loss - (try #require(GoldenFile.loaded?.edge))) < 1e-6)
  }

  @Test("The edge loss of flat images has a finite gradient")
  func flat() throws {
    let leaf = try Tensor.zeros([1, 1, 5, 5]).requiringGradient()
    try edgeLoss(leaf, scalars([1, 1, 5, 5], seed: 1), weights: .ones([1, 1, 5, 5])).backward()
    #expect(try #require(leaf.gradient).allFinite())
  }
}
