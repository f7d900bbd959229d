import Dispatch
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A client that sends exactly the bytes it is told, as no library would.
///
/// It waits on threads of its own: the tests' pool of threads serves the server as well.
struct RawClient: Sendable {
  struct Failure: Error, CustomStringConvertible { let description: String }

  let port: UInt16

  /// Sends pieces with pauses between them, then reads until the server closes or `patience` ends.
  func exchange(
    _ pieces: [Data], pause: TimeInterval = 0, patience: TimeInterval = 60
  ) async throws -> Data {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try blockingExchange(pieces, pause, patience) })
      }
    }
  }

  private func blockingExchange(
    _ pieces: [Data], _ pause: TimeInterval, _ patience: TimeInterval
  ) throws -> Data {
    #if canImport(Glibc)
      let stream = Int32(SOCK_STREAM.rawValue)
    #else
      let stream = SOCK_STREAM
    #endif
    let file = socket(AF_INET, stream, 0)
    guard file >= 0 else { throw Failure(description: "socket: \(errno)") }
    defer { close(file) }
    var limit = timeval(tv_sec: Int(patience), tv_usec: 0)
    setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else { throw Failure(description: "connect: \(errno)") }
    for (n, piece) in pieces.enumerated() {
      if n > 0 { Thread.sleep(forTimeInterval: pause) }
      // A server that closes in the meantime is an answer, too.
      let count = piece.withUnsafeBytes {
        send(file, $0.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 { break }
    }
    var answer = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = recv(file, &buffer, buffer.count, 0)
      guard count > 0 else {
        if count < 0, errno == EAGAIN { throw Failure(description: "no end of the answer") }
        return answer
      }
      answer.append(contentsOf: buffer[..<count])
    }
  }
}

/// An answer taken apart.
struct RawResponse: Sendable {
  let status: Int
  let headers: [(name: String, value: String)]
  let body: Data

  init?(_ bytes: Data) {
    guard let end = bytes.range(of: Data("\r\n\r\n".utf8)) else { return nil }
    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    guard let code = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    status = code
    headers = lines.dropFirst().compactMap { line in
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      return (line[..<colon].lowercased(), value)
    }
    body = bytes[end.upperBound...]
  }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  var text: String { String(decoding: body, as: UTF8.self) }
}
