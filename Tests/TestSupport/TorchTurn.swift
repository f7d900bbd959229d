public import Testing

/// Lets one test at a time use libtorch's global state: its random generator and its tensor count.
///
/// `.serialized` orders the tests of one suite; suites of several targets share one process, and a
/// seed set by one must not be used up by another.
public struct TorchTurn: SuiteTrait, TestTrait, TestScoping {
  /// Whether tests inside the suite take turns too: each of them does.
  public var isRecursive: Bool { true }

  /// Runs the test when no other holds the turn.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    await Turn.shared.take()
    do {
      try await function()
    } catch {
      await Turn.shared.give()
      throw error
    }
    await Turn.shared.give()
  }
}

extension Trait where Self == TorchTurn {
  /// The tests use libtorch's global state.
  public static var torchTurn: Self { Self() }
}

/// A lock that waits without blocking a thread; first come, first served.
private actor Turn {
  static let shared = Turn()

  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func take() async {
    if isTaken {
      await withCheckedContinuation { waiting.append($0) }
    } else {
      isTaken = true
    }
  }

  func give() {
    if waiting.isEmpty {
      isTaken = false
    } else {
      waiting.removeFirst().resume()
    }
  }
}
