import Synchronization

/// A count that closures on any thread may raise.
public final class Counter: Sendable {
  private let count = Atomic<Int>(0)

  /// A counter at 0.
  public init() {}

  /// Adds one.
  public func add() { count.add(1, ordering: .relaxed) }

  /// The count.
  public var value: Int { count.load(ordering: .relaxed) }
}
