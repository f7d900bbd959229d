import Foundation
import TestSupport
import Testing
import Torch

/// Groups of two in one process: each member on a thread of its own.
@Suite("Process groups", .enabled(if: ProcessGroup.isSupported, "libgloo-dev was not there"))
struct ProcessGroupTests {
  /// Runs both members at once and gives what they return, rank 0 first.
  private func pair<Result: Sendable>(
    timeout: Double = 60, _ body: @escaping @Sendable (ProcessGroup) throws -> Result
  ) async throws -> [Result] {
    try await pairOfThreads { rank, port in
      try body(ProcessGroup(Launch(rank: rank, size: 2, port: port), timeout: timeout))
    }
  }

  @Test("Tensors of several shapes become their sums in every process")
  func sums() async throws {
    let results = try await pair { group in
      let scale = Float(group.rank + 1)
      let a = try Tensor([1, 2, 3, 4].map { $0 * scale }, shape: [2, 2])
      let b = try Tensor([10 * scale], shape: [])
      try group.sum([a, b])
      return try a.scalars() + b.scalars()
    }
    // 1 + 2 times each value.
    #expect(results == [[3, 6, 9, 12, 30], [3, 6, 9, 12, 30]])
  }

  @Test("Tensors of more than one message are summed, each scaled by its process")
  func buckets() async throws {
    // 3 x 20 MiB: two of them do not fit into one message of 32 MiB.
    let count = 5 << 20
    let results = try await pair { group in
      let tensors = try (1...3).map { try Tensor.full([count], Double($0)) }
      try group.sum(tensors, scale: group.rank == 0 ? 0.25 : 0.5)
      return try tensors.map { tensor in
        try [0, count - 1].map { try tensor.narrow(dim: 0, start: $0, length: 1).item() }
      }
    }
    // 0.25 + 0.5 of 1, 2 and 3.
    for ends in results { #expect(ends == [[0.75, 0.75], [1.5, 1.5], [2.25, 2.25]]) }
  }

  @Test("Numbers are summed, an empty list is no work, and a barrier lets all go on")
  func numbers() async throws {
    let results = try await pair { group in
      try group.sum([])
      try group.barrier()
      // No float32 holds 2^24 + 1.
      return try [
        group.sum(Double(group.rank) + 0.5), group.first(group.rank == 0 ? 16_777_217 : 9),
      ]
        + group.sum(numbers: [1, Double(group.rank)])
    }
    #expect(results == [[2, 16_777_217, 2, 1], [2, 16_777_217, 2, 1]])
  }

  @Test("A process that is silent for too long ends the other's call with one sentence")
  func silent() async throws {
    let results = try await pair(timeout: 1) { group -> String in
      if group.rank == 1 {
        Thread.sleep(forTimeInterval: 3)
        return ""
      }
      do {
        _ = try group.sum(1)
        return "summed"
      } catch let error as TorchError {
        return error.description
      }
    }
    let sentence =
      "sum over processes: another process of this run ended, or was silent for too long; "
      + "the same command goes on from the last checkpoint"
    #expect(results == [sentence, ""])
  }
}
