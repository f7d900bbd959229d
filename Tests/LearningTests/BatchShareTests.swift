import Learning
import TestSupport
import Testing
import Torch

@Suite("Shares of a batch")
struct BatchShareTests {
  @Test("of one process alone are the whole batch, as it is")
  func alone() throws {
    let share = try BatchShare(of: 1)
    #expect(share.slots == 0..<1)
    #expect(share.weight == 1)
    #expect(share.sums == nil)
    #expect(try share.average([("a", 0.3)]).map(\.value) == [0.3])
    #expect(try share.own(Tensor([1.0, 2], shape: [2])).scalars() == [1, 2])
  }

  @Test(
    "of two processes are dealt in order; sums and means are the whole batch's",
    .enabled(if: ProcessGroup.isSupported, "libgloo-dev was not there"))
  func pair() async throws {
    let results = try await pairOfThreads { rank, port -> [[Float]] in
      let group = try ProcessGroup(Launch(rank: rank, size: 2, port: port), timeout: 60)
      let share = try BatchShare(of: 3, in: group)
      let x = try share.own(Tensor([1.0, 2, 4], shape: [3])).requiringGradient()
      let sums = try #require(share.sums)
      // (1 + 2 + 4)^2, whose gradient is 14 at each.
      let square = try sums([x.sum()])[0].square()
      try square.backward()
      let mean = try share.average([("a", x.mean().item())])[0].value
      #expect(throws: BatchTooSmall(batch: 1, processes: 2)) { try BatchShare(of: 1, in: group) }
      return [
        try x.scalars(), [try Float(square.item()), Float(mean)],
        try #require(x.gradient).scalars().map { $0 * Float(share.weight) },
      ]
    }
    // Slots 0 and 1..2; the gradients as they are averaged.
    #expect(results.map { $0[0] } == [[1], [2, 4]])
    for result in results {
      for (found, expected) in zip(result[1], [49, 7.0 / 3] as [Float]) {
        #expect(abs(found - expected) < 1e-5 * expected, "\(found), expected \(expected)")
      }
      for slope in result[2] { #expect(abs(slope - 14) < 1e-4) }
    }
    #expect(results.map { $0[2].count } == [1, 2])
  }
}
