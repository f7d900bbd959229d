import Crypto
import CryptoExtras
import Foundation

/// A password as it is stored: never itself, only what scrypt derives from it.
///
/// Written as `scrypt$N$r$p$salt$key`, salt and key in base 64, so that costs can be raised later
/// and old hashes still verify.
///
/// - Source: RFC 7914; costs as OWASP's password storage cheat sheet has them (N = 2^15, r = 8,
///   p = 3: 32 MiB).
struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
  private let rounds: Int
  private let blockSize: Int
  private let parallelism: Int
  private let salt: [UInt8]
  private let key: [UInt8]

  /// Hashes a password with a new random salt.
  ///
  /// - Throws: what the library throws when it cannot allocate.
  /// - Complexity: some tenths of a second on purpose.
  init(of password: String) throws {
    try self.init(of: password, salt: randomBytes(16))
  }

  init(
    of password: String, salt: [UInt8], rounds: Int = 1 << 15, blockSize: Int = 8,
    parallelism: Int = 3
  ) throws {
    self.rounds = rounds
    self.blockSize = blockSize
    self.parallelism = parallelism
    self.salt = salt
    key = try Self.derive(password, salt, rounds, blockSize, parallelism)
  }

  /// Reads the stored form; `nil` for anything else, also for costs that no machine should pay.
  init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]),
      let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
      let salt = Data(base64Encoded: String(parts[4])),
      let key = Data(base64Encoded: String(parts[5])),
      rounds >= 2, rounds <= 1 << 20, rounds & (rounds - 1) == 0,
      (1...32).contains(blockSize), (1...16).contains(parallelism), key.count == 32
    else { return nil }
    self.rounds = rounds
    self.blockSize = blockSize
    self.parallelism = parallelism
    self.salt = [UInt8](salt)
    self.key = [UInt8](key)
  }

  /// Whether this is the hash of a password, compared in constant time.
  func matches(_ password: String) -> Bool {
    guard let found = try? Self.derive(password, salt, rounds, blockSize, parallelism) else {
      return false
    }
    return isEqualInConstantTime(found, key)
  }

  /// The stored form.
  var description: String {
    let texts = [salt, key].map { Data($0).base64EncodedString() }
    return "scrypt$\(rounds)$\(blockSize)$\(parallelism)$\(texts[0])$\(texts[1])"
  }

  private static func derive(
    _ password: String, _ salt: [UInt8], _ rounds: Int, _ blockSize: Int, _ parallelism: Int
  ) throws -> [UInt8] {
    // The same characters typed on another keyboard may be composed otherwise.
    let text = Data(password.precomposedStringWithCompatibilityMapping.utf8)
    let key = try KDF.Scrypt.deriveKey(
      from: text, salt: salt, outputByteCount: 32, rounds: rounds, blockSize: blockSize,
      parallelism: parallelism)
    return key.withUnsafeBytes { [UInt8]($0) }
  }
}

/// Bytes of the system's random generator.
func randomBytes(_ count: Int) -> [UInt8] {
  var generator = SystemRandomNumberGenerator()
  return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
}

/// A random name of so many bytes in hexadecimal digits.
func randomName(_ count: Int) -> String { hexadecimal(randomBytes(count)) }

/// Bytes as lower-case hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef")
  return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}

/// Whether two byte strings are equal, in a time that does not tell where they differ.
func isEqualInConstantTime(_ first: [UInt8], _ second: [UInt8]) -> Bool {
  guard first.count == second.count else { return false }
  return zip(first, second).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
