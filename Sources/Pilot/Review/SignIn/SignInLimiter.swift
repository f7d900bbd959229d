import Foundation

/// Slows guessing: after five failures for one name or one address, signing in waits.
///
/// The wait is 30 s after the fifth failure and doubles with each further one, to 15 minutes at
/// most; a success forgets the name's failures, a quiet hour all of them. An address gets four
/// times as many attempts, since a ward may share one.
struct SignInLimiter {
  static let allowed = 5
  static let allowedPerAddress = 20
  static let firstWait: TimeInterval = 30
  static let longestWait: TimeInterval = 900
  static let memory: TimeInterval = 3600
  /// No more names and addresses than this are remembered: an attacker may invent them.
  static let capacity = 10_000

  private struct Failures {
    var count = 0
    var last = Date.distantPast
  }

  private var failures: [String: Failures] = [:]

  /// Seconds until this name may be tried from this address; 0 when it may now.
  func wait(name: String, address: String, now: Date) -> TimeInterval {
    max(
      wait(failures[Self.key(name: name)], allowed: Self.allowed, now),
      wait(failures[Self.key(address: address)], allowed: Self.allowedPerAddress, now))
  }

  mutating func failed(name: String, address: String, now: Date) {
    for key in [Self.key(name: name), Self.key(address: address)] {
      var entry = failures[key] ?? Failures()
      if now.timeIntervalSince(entry.last) > Self.memory { entry.count = 0 }
      entry.count += 1
      entry.last = now
      failures[key] = entry
    }
    guard failures.count > Self.capacity else { return }
    failures = failures.filter { now.timeIntervalSince($0.value.last) < Self.longestWait }
    if failures.count > Self.capacity {
      let oldest = failures.sorted { $0.value.last < $1.value.last }
      for (key, _) in oldest.prefix(failures.count - Self.capacity / 2) { failures[key] = nil }
    }
  }

  /// Forgets a name's failures, and the one at this address that was no failure.
  mutating func succeeded(name: String, address: String) {
    failures[Self.key(name: name)] = nil
    failures[Self.key(address: address)]?.count -= 1
  }

  private func wait(_ entry: Failures?, allowed: Int, _ now: Date) -> TimeInterval {
    guard let entry, entry.count >= allowed else { return 0 }
    let passed = now.timeIntervalSince(entry.last)
    guard passed < Self.memory else { return 0 }
    let doublings = min(entry.count - allowed, 10)
    let wait = min(Self.firstWait * Double(1 << doublings), Self.longestWait)
    return max(0, wait - passed)
  }

  private static func key(name: String) -> String { "n " + name.lowercased() }
  private static func key(address: String) -> String { "a " + address }
}
