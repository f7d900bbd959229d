import Dispatch

/// Calls the body for every number below `count`, on all cores or on as many workers as given.
///
/// The order is not defined; bodies write to places of their own, so the result does not depend on it.
func perform(_ count: Int, workers: Int?, _ body: @Sendable (Int) -> Void) {
  guard let workers else {
    return DispatchQueue.concurrentPerform(iterations: count, execute: body)
  }
  DispatchQueue.concurrentPerform(iterations: workers) { worker in
    for number in stride(from: worker, to: count, by: workers) { body(number) }
  }
}
