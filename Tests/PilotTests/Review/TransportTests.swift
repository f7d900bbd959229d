import Foundation
import Testing

@testable import Pilot

@Suite("Slow, broken and oversized requests to the review server", .serialized)
struct TransportTests {
  private static func heading(_ lines: [String]) -> Data {
    Data((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  @Test("An upload beyond the limit is refused before it is read, and ends the connection")
  func oversized() async throws {
    try await ReviewWorld.with(configure: { $0.largestUpload = 1 << 16 }) { world in
      var browser = try await Browser.signedIn("rei", world)
      let path = "/cases/\(world.cases[0])/correction"
      let answer = try await browser.upload(path, Data(repeating: 7, count: 1 << 16 + 1))
      #expect(answer.status == 413)
      #expect(try await browser.get("/worklist").status == 200)
    }
  }

  @Test("Without a session not even a small file is read; what follows it is no request")
  func smuggled() async throws {
    try await ReviewWorld.with { world in
      let victim = try await Browser.signedIn("leo", world)
      let cookie = victim.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
      let inner = "GET /worklist HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie)\r\n\r\n"
      let padding = String(repeating: "x", count: 40_000)
      let request =
        Self.heading([
          "POST /cases/\(world.cases[0])/correction HTTP/1.1", "Host: localhost",
          "Content-Type: application/octet-stream", "Content-Length: \(inner.count + 40_000)",
        ]) + Data(inner.utf8) + Data(padding.utf8)
      let answer = try await RawClient(port: world.port).exchange([request])
      let text = String(decoding: answer, as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 413"))
      #expect(!text.contains("200 OK") && !text.contains("Phoebe"))
    }
  }

  @Test("A body without a stated length is refused")
  func chunked() async throws {
    try await ReviewWorld.with { world in
      let request =
        Self.heading([
          "POST /sign-in HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked",
          "Content-Type: application/x-www-form-urlencoded",
        ]) + Data("8\r\nname=rei\r\n0\r\n\r\n".utf8)
      let answer = try await RawClient(port: world.port).exchange([request])
      #expect(RawResponse(answer)?.status == 411)
    }
  }

  @Test("A file of another type than expected is refused, by what it says and by what it is")
  func wrongType() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let path = "/cases/\(world.cases[0])/correction"
      #expect(try await browser.upload(path, Data("x".utf8), type: "text/html").status == 415)
      let html = Data("<script>alert(1)</script>".utf8)
      let answer = try await browser.upload(path, html)
      #expect(answer.status == 422)
      #expect(answer.header("content-type") == "application/json")
      let kept = try FileManager.default.subpathsOfDirectory(atPath: world.folder.root.path)
      #expect(!kept.contains { $0.hasPrefix("work/") || $0.hasPrefix("corrections/") })
    }
  }

  @Test(
    "Other methods than GET and POST are refused",
    arguments: ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
  func methods(method: String) async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("leo", world)
      let answer = try await browser.send(method, "/worklist", headers: [:], body: Data())
      #expect(answer.status == 405)
    }
  }

  @Test(
    "What is no request ends the connection, and the server serves on",
    arguments: [
      "\r\n\r\n", "GET\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n", "GET / HTTP/1.1\r\nHost",
      "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
      "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
      "GET http://evil.example/worklist HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ])
  func broken(text: String) async throws {
    try await ReviewWorld.with(configure: { $0.clientLimit = .seconds(1) }) { world in
      let answer = try await RawClient(port: world.port).exchange([Data(text.utf8)])
      #expect(!String(decoding: answer, as: UTF8.self).contains("200 OK"))
      var browser = Browser(world)
      #expect(try await browser.get("/healthz").text == "ok\n")
    }
  }

  @Test("Whoever sends a request drop by drop is cut off, and others are served meanwhile")
  func slow() async throws {
    try await ReviewWorld.with(configure: { $0.clientLimit = .seconds(2) }) { world in
      let port = world.port
      let start = ContinuousClock.now
      let drops = "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX: aaaaaaaaaaaaaaaaaaaaaa".map {
        Data(String($0).utf8)
      }
      let slow = Task { try await RawClient(port: port).exchange(drops, pause: 0.1) }
      let silent = Task { try await RawClient(port: port).exchange([]) }
      var browser = Browser(world)
      let meanwhile = try await browser.get("/sign-in")
      let (late, nothing) = (try await slow.value, try await silent.value)
      #expect(meanwhile.status == 200)
      #expect(late.isEmpty && nothing.isEmpty)
      // All drops would take 6.5 s; the machine may be busy.
      #expect(start.duration(to: .now) < .seconds(30))
    }
  }

  @Test("More waiting clients than allowed are turned away; the server serves on afterwards")
  func crowd() async throws {
    try await ReviewWorld.with(configure: { $0.clientLimit = .seconds(2) }) { world in
      let port = world.port
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<300 {
          group.addTask { _ = try? await RawClient(port: port).exchange([], patience: 20) }
        }
        try await group.waitForAll()
      }
      var browser = Browser(world)
      #expect(try await browser.get("/healthz").text == "ok\n")
    }
  }

  @Test("Every answer has the headers that bound what a browser does with it")
  func headers() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      for path in ["/worklist", "/assets/review.js", "/nowhere", "/cases/\(world.cases[0])"] {
        let answer = try await browser.get(path)
        #expect(answer.header("content-security-policy")?.hasPrefix("default-src 'none'") == true)
        #expect(answer.header("x-content-type-options") == "nosniff")
        #expect(answer.header("x-frame-options") == "DENY")
        #expect(answer.header("referrer-policy") == "same-origin")
        #expect(answer.header("cache-control") == "no-store")
      }
    }
  }
}
