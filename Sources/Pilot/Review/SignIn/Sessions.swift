import Crypto
import Foundation

/// A signed-in browser.
struct Session: Hashable, Sendable {
  /// The user's name; role and standing are looked up with every request.
  let user: String
  /// What tells whether the password is still the one of the sign-in.
  let credential: String
  /// What every form must bring back.
  let csrf: String
  /// When the user signed in.
  let started: Date
  fileprivate(set) var lastSeen: Date
  /// When the user opened each case for the present reading.
  fileprivate(set) var opened: [String: Date] = [:]
}

/// The sessions of all browsers, in memory alone: a restart signs everybody out.
///
/// The cookie's token is kept only as its SHA-256, so a memory dump or a log of this table opens no
/// session. A session ends 8 hours after sign-in, or 30 minutes after its last request.
struct Sessions {
  static let lifetime: TimeInterval = 8 * 3600
  static let idleLimit: TimeInterval = 1800

  private var sessions: [String: Session] = [:]

  /// Starts a session and returns the token for the cookie.
  mutating func start(_ account: Account, now: Date) -> String {
    sessions = sessions.filter { Self.isAlive($0.value, now) }
    let token = randomName(32)
    sessions[Self.key(token)] = Session(
      user: account.name, credential: Self.credential(of: account), csrf: randomName(32),
      started: now, lastSeen: now)
    return token
  }

  /// A digest of an account's stored password.
  static func credential(of account: Account) -> String { sha256(account.passwordHash) }

  /// The living session of a token, which counts as seen now.
  mutating func session(of token: String, now: Date) -> Session? {
    let key = Self.key(token)
    guard var session = sessions[key] else { return nil }
    guard Self.isAlive(session, now) else {
      sessions[key] = nil
      return nil
    }
    session.lastSeen = now
    sessions[key] = session
    return session
  }

  /// Notes when a case was opened; opening it again does not restart the clock.
  mutating func open(_ reading: String, token: String, now: Date) {
    let key = Self.key(token)
    if sessions[key]?.opened[reading] == nil { sessions[key]?.opened[reading] = now }
  }

  /// Seconds since the case was opened, which is forgotten; `nil` when it never was.
  mutating func close(_ reading: String, token: String, now: Date) -> TimeInterval? {
    sessions[Self.key(token)]?.opened.removeValue(forKey: reading)
      .map { max(0, now.timeIntervalSince($0)) }
  }

  mutating func end(token: String) { sessions[Self.key(token)] = nil }

  /// Ends all sessions of a user.
  mutating func end(user: String) { sessions = sessions.filter { $0.value.user != user } }

  private static func isAlive(_ session: Session, _ now: Date) -> Bool {
    now.timeIntervalSince(session.started) < lifetime
      && now.timeIntervalSince(session.lastSeen) < idleLimit
  }

  private static func key(_ token: String) -> String {
    hexadecimal(SHA256.hash(data: Data(token.utf8)))
  }
}
