import TestSupport
import Testing
import Torch

@Suite("Channels-last memory")
struct ChannelsLastTests {
  init() { TorchRuntime.setThreads(1) }

  @Test(
    "keeps shape and scalars and changes their order in memory",
    arguments: [[2, 3, 4, 5], [2, 3, 2, 4, 5]])
  func values(_ shape: [Int]) throws {
    let x = try Tensor(pattern(count: shape.reduce(1, *), seed: 1), shape: shape)
    let last = try x.toChannelsLast()
    #expect(last.shape == shape)
    #expect(!last.isContiguous)
    #expect(try last.scalars() == x.scalars())
    #expect(try last.contiguous().isContiguous)
  }

  @Test("gives the convolution that row-major memory gives")
  func convolution() throws {
    let x = try Tensor(pattern(count: 3 * 64, seed: 1), shape: [1, 3, 4, 4, 4])
    let weight = try Tensor(pattern(count: 2 * 3 * 27, seed: 2), shape: [2, 3, 3, 3, 3])
    func convolved(_ x: Tensor, _ weight: Tensor) throws -> [Float] {
      try x.conv3d(weight: weight, bias: nil, stride: [1, 1, 1], padding: [1, 1, 1]).scalars()
    }
    expectClose(
      try convolved(x.toChannelsLast(), weight.toChannelsLast()), try convolved(x, weight))
  }

  @Test("is for images and volumes only", arguments: [[4], [2, 3, 4], [1, 1, 1, 1, 1, 1]])
  func refusals(_ shape: [Int]) throws {
    let error = #expect(throws: TorchError.self) { try Tensor.zeros(shape).toChannelsLast() }
    #expect(error?.message == "channels last needs 4 or 5 axes, found \(shape.count)")
  }
}
