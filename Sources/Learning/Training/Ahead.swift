import Dispatch
import Synchronization

/// A value that another thread makes meanwhile.
public final class Ahead<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let isMade = DispatchSemaphore(value: 0)

  /// Begins to make it.
  public init(_ make: @escaping @Sendable () -> Value) {
    DispatchQueue.global(qos: .userInitiated).async {
      let made = make()
      self.value.withLock { $0 = made }
      self.isMade.signal()
    }
  }

  /// Waits for the value and gives it up, so that its memory is free; `nil` where it was taken before.
  public func take() -> Value? {
    isMade.wait()
    defer { isMade.signal() }
    return value.withLock { value in
      defer { value = nil }
      return value
    }
  }
}
