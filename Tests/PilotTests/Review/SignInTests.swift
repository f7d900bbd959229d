import Foundation
import Testing

@testable import Pilot

@Suite("Signing in to the review page")
struct SignInTests {
  @Test("scrypt derives what RFC 7914 says")
  func scrypt() throws {
    // RFC 7914, section 12: scrypt("pleaseletmein", "SodiumChloride", N 16384, r 8, p 1), of whose
    // 64 bytes the first 32 are those of a key of 32 bytes.
    let hash = try PasswordHash(
      of: "pleaseletmein", salt: Array("SodiumChloride".utf8), rounds: 16384, blockSize: 8,
      parallelism: 1)
    let key = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
    let stored = hash.description.split(separator: "$").last.flatMap {
      Data(base64Encoded: String($0))
    }
    #expect(stored.map { hexadecimal($0) } == key)
  }

  @Test("A stored hash verifies its password and no other, and two hashes of one password differ")
  func roundTrip() throws {
    let hash = try PasswordHash(of: "correct horse battery")
    let read = try #require(PasswordHash(hash.description))
    #expect(read == hash)
    #expect(read.matches("correct horse battery"))
    #expect(!read.matches("correct horse batterz"))
    #expect(!read.matches(""))
    #expect(try PasswordHash(of: "correct horse battery") != hash)
  }

  @Test("A password typed in another composition of the same characters is the same")
  func composition() throws {
    let hash = try PasswordHash(of: "Zu\u{308}rich 2026", salt: [1], rounds: 16)
    #expect(hash.matches("Z\u{FC}rich 2026"))
  }

  @Test(
    "What is no hash is not read",
    arguments: [
      "", "plain", "scrypt$16$8$1$AAAA$AAAA", "bcrypt$16$8$1$AAAA$AAAA",
      "scrypt$15$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      "scrypt$1073741824$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    ])
  func malformed(text: String) { #expect(PasswordHash(text) == nil) }

  @Test("After five failures a name waits: 30 s, doubled each time, 15 minutes at most")
  func limiter() {
    var limiter = SignInLimiter()
    var now = Date(timeIntervalSince1970: 0)
    for _ in 0..<5 {
      #expect(limiter.wait(name: "rei", address: "a", now: now) == 0)
      limiter.failed(name: "Rei", address: "a", now: now)
    }
    var waits: [Double] = []
    for _ in 0..<7 {
      waits.append(limiter.wait(name: "rei", address: "b", now: now))
      now += waits.last ?? 0
      #expect(limiter.wait(name: "rei", address: "b", now: now) == 0)
      limiter.failed(name: "rei", address: "b", now: now)
    }
    // Worked by hand: 30 · 2ⁿ, no more than 900.
    #expect(waits == [30, 60, 120, 240, 480, 900, 900])
    #expect(limiter.wait(name: "ren", address: "c", now: now) == 0)
    limiter.succeeded(name: "rei", address: "b")
    #expect(limiter.wait(name: "rei", address: "c", now: now) == 0)
  }

  @Test("An address waits after twenty failures with whatever names, and an hour forgets all")
  func addresses() {
    var limiter = SignInLimiter()
    let now = Date(timeIntervalSince1970: 0)
    for n in 0..<20 { limiter.failed(name: "name\(n)", address: "a", now: now) }
    #expect(limiter.wait(name: "fresh", address: "a", now: now) == 30)
    #expect(limiter.wait(name: "fresh", address: "b", now: now) == 0)
    #expect(limiter.wait(name: "fresh", address: "a", now: now + 3600) == 0)
  }

  @Test("A session ends 30 minutes after its last request, and 8 hours after its first")
  func sessions() {
    var sessions = Sessions()
    let start = Date(timeIntervalSince1970: 0)
    let account = Account(
      name: "rei", displayName: "Rei", role: .reader, passwordHash: "x", createdAt: start)
    let token = sessions.start(account, now: start)
    #expect(sessions.session(of: token, now: start + 1799)?.user == "rei")
    #expect(sessions.session(of: token, now: start + 1799 + 1800) == nil)
    #expect(sessions.session(of: token, now: start + 1) == nil)
    let other = sessions.start(account, now: start)
    for minute in stride(from: 20.0, to: 480, by: 20) {
      #expect(sessions.session(of: other, now: start + minute * 60) != nil)
    }
    #expect(sessions.session(of: other, now: start + 8 * 3600) == nil)
    #expect(sessions.session(of: "", now: start) == nil)
  }

  @Test("The wrong password, an unknown name and a closed account look alike")
  func failures() async throws {
    try await ReviewWorld.with { world in
      try world.registry.changeAccount("ren", by: "test", [:]) { $0.isActive = false }
      var texts: Set<String> = []
      for (name, password) in [
        ("rei", "wrong"), ("nobody", "wrong"), ("ren", ReviewWorld.password), ("' OR 1=1 --", "x"),
      ] {
        var browser = Browser(world)
        let answer = try await browser.post("/sign-in", ["name": name, "password": password])
        #expect(answer.status == 401)
        #expect(browser.cookies.isEmpty)
        texts.insert(answer.text)
      }
      #expect(texts.count == 1)
    }
  }

  @Test("The sixth attempt waits, even with the right password")
  func limited() async throws {
    try await ReviewWorld.with { world in
      var browser = Browser(world)
      for _ in 0..<5 {
        let answer = try await browser.post("/sign-in", ["name": "rei", "password": "wrong"])
        #expect(answer.status == 401)
      }
      let answer = try await browser.post(
        "/sign-in", ["name": "rei", "password": ReviewWorld.password])
      #expect(answer.status == 429)
      #expect(Int(answer.header("retry-after") ?? "") ?? 0 > 0)
    }
  }

  @Test("The cookie is for this host alone, hidden from scripts, and ends with the session")
  func cookie() async throws {
    try await ReviewWorld.with { world in
      var browser = Browser(world)
      let answer = try await browser.post(
        "/sign-in", ["name": "rei", "password": ReviewWorld.password])
      let cookie = try #require(answer.header("set-cookie"))
      for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=28800"] {
        #expect(cookie.contains(part))
      }
      _ = try await browser.get("/help")
      let before = browser.cookies
      #expect(try await browser.post("/sign-out", [:]).status == 303)
      #expect(browser.cookies.isEmpty)
      let id = before.map { "\($0)=\($1)" }.joined()
      #expect(try await browser.get("/worklist", headers: ["Cookie": id]).status == 303)
    }
  }

  @Test("A new password ends all sessions of its account, whichever process set it")
  func newPassword() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      try world.registry.setPassword("another horse battery", of: "rei", by: "command line")
      #expect(try await browser.get("/worklist").header("location") == "/sign-in")
    }
  }

  @Test("Somebody who knows the present password changes it and stays signed in there alone")
  func changedPassword() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      var elsewhere = try await Browser.signedIn("rei", world)
      func fields(_ old: String, _ new: String, _ again: String) -> [String: String] {
        ["old": old, "new": new, "again": again]
      }
      let new = "another horse battery"
      for wrong in [
        fields("wrong", new, new), fields(ReviewWorld.password, new, "differs from it"),
        fields(ReviewWorld.password, "short", "short"),
      ] {
        #expect(try await browser.post("/password", wrong).status == 422)
      }
      let right = fields(ReviewWorld.password, new, new)
      #expect(try await browser.post("/password", right).status == 303)
      #expect(try await browser.get("/worklist").status == 200)
      #expect(try await elsewhere.get("/worklist").header("location") == "/sign-in")
      var old = Browser(world)
      let sign = ["name": "rei", "password": ReviewWorld.password]
      #expect(try await old.post("/sign-in", sign).status == 401)
      #expect(
        try await old.post("/sign-in", ["name": "rei", "password": new]).status == 303)
    }
  }

  @Test("Behind a proxy, cookies travel over TLS alone")
  func proxy() async throws {
    try await ReviewWorld.with(configure: {
      $0.isBehindProxy = true
      $0.hosts = ["review.example"]
    }) { world in
      var browser = Browser(world)
      let answer = try await browser.post(
        "/sign-in", ["name": "rei", "password": ReviewWorld.password],
        headers: ["Host": "review.example", "Origin": "https://review.example"])
      let cookie = try #require(answer.header("set-cookie"))
      #expect(cookie.hasPrefix("__Host-kakehashi=") && cookie.contains("; Secure"))
      #expect(answer.header("strict-transport-security") != nil)
    }
  }
}
