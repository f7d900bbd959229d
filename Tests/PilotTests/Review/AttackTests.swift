import Foundation
import GRDB
import Testing

@testable import Pilot

@Suite("Attacks on the review server", .serialized)
struct AttackTests {
  @Test(
    "Without a session every page leads to the sign-in page and tells nothing",
    arguments: [
      "/", "/worklist", "/judgements", "/judgements.csv", "/accounts", "/help", "/cases/ID",
      "/cases/ID/slices/axial/3.png", "/cases/ID/scan.nii.gz", "/cases/ID/labels.nii.gz",
    ])
  func noSession(path: String) async throws {
    try await ReviewWorld.with { world in
      var browser = Browser(world)
      let answer = try await browser.get(path.replacing("ID", with: world.cases[0]))
      #expect(answer.status == 303)
      #expect(answer.header("location") == "/sign-in")
      #expect(answer.body.isEmpty)
    }
  }

  @Test(
    "A role sees only what is its own",
    arguments: [
      ("rei", "/judgements", 403), ("rei", "/judgements.csv", 403), ("rei", "/accounts", 403),
      ("leo", "/accounts", 403), ("leo", "/judgements", 200),
      ("ada", "/worklist", 403), ("ada", "/cases/ID", 403), ("ada", "/cases/ID/scan.nii.gz", 403),
      ("ada", "/cases/ID/slices/axial/3.png", 403), ("ada", "/judgements.csv", 403),
      ("ada", "/accounts", 200), ("rei", "/cases/ID", 200),
    ])
  func wrongRole(name: String, path: String, status: Int) async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn(name, world)
      let answer = try await browser.get(path.replacing("ID", with: world.cases[0]))
      #expect(answer.status == status)
      if status == 403 { #expect(!answer.text.contains("Eve")) }
    }
  }

  @Test("A reader cannot make accounts, and closing an account ends its session at once")
  func accounts() async throws {
    try await ReviewWorld.with { world in
      var reader = try await Browser.signedIn("rei", world)
      var admin = try await Browser.signedIn("ada", world)
      let new = ["name": "eve", "display": "Eve", "role": "admin", "password": "long enough 123"]
      #expect(try await reader.post("/accounts", new).status == 403)
      #expect(try await admin.post("/accounts", new).status == 303)
      #expect(try world.registry.accounts().map(\.name).contains("eve"))
      #expect(try await admin.post("/accounts/rei/standing", ["active": "no"]).status == 303)
      #expect(try await reader.get("/worklist").header("location") == "/sign-in")
      #expect(try await admin.post("/accounts/ada/role", ["role": "reader"]).status == 403)
    }
  }

  @Test(
    "A form without its token, or with another's, changes nothing",
    arguments: ["", "0123", "other"]
  )
  func csrf(kind: String) async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let other = try await Browser.signedIn("ren", world)
      let id = world.cases[0]
      _ = try await browser.get("/cases/\(id)")
      let answer = try await browser.post(
        "/cases/\(id)/judgement",
        ["decision": "accept", "turn": "first", "csrf": kind == "other" ? other.csrf : kind])
      #expect(answer.status == 403)
      #expect(try judgements(world) == 0)
    }
  }

  @Test("A form that another site sends is refused, whatever it holds")
  func foreignOrigin() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let id = world.cases[0]
      _ = try await browser.get("/cases/\(id)")
      for headers in [["Origin": "https://evil.example"], ["Sec-Fetch-Site": "cross-site"]] {
        let answer = try await browser.post(
          "/cases/\(id)/judgement", ["decision": "accept", "turn": "first"], headers: headers)
        #expect(answer.status == 403)
      }
      #expect(try judgements(world) == 0)
    }
  }

  @Test("A server that is called by a foreign name does not answer")
  func foreignHost() async throws {
    try await ReviewWorld.with { world in
      var browser = Browser(world)
      let answer = try await browser.get("/sign-in", headers: ["Host": "evil.example"])
      #expect(answer.status == 421)
    }
  }

  @Test(
    "No path leads out of the pages",
    arguments: [
      "/../../etc/passwd", "/assets/../../../etc/passwd", "/assets/..%2f..%2fetc%2fpasswd",
      "/cases/..%2f..%2fregistry.sqlite", "/cases/%2e%2e/%2e%2e/registry.sqlite",
      "/cases/../registry.sqlite", "//etc/passwd", "/cases/%00", "/cases/ID/..%2fseries",
      "/cases/ID/slices/axial/..%2f..%2flabels.nii.gz", "/cases/ID/slices/etc/0.png",
    ])
  func traversal(path: String) async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("leo", world)
      let answer = try await browser.get(path.replacing("ID", with: world.cases[0]))
      #expect(answer.status == 404)
      #expect(!answer.text.contains("root:") && !answer.text.contains("SQLite"))
    }
  }

  @Test("A case that is not shown, as in the silent stage, does not exist")
  func silent() async throws {
    try await ReviewWorld.with(stage: .silent) { world in
      var browser = try await Browser.signedIn("leo", world)
      #expect(try await browser.get("/worklist").text.contains("0 cases"))
      #expect(try await browser.get("/cases/\(world.cases[0])").status == 404)
    }
  }

  @Test("A script in a patient's name or in a reason is shown, not run")
  func script() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let id = world.cases[0]
      for path in ["/worklist", "/cases/\(id)"] {
        let page = try await browser.get(path)
        #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!page.text.contains("<script>alert"))
        let policy = page.header("content-security-policy") ?? ""
        #expect(policy.contains("script-src 'self'") && !policy.contains("unsafe"))
      }
      let fields = [
        "decision": "reject", "code": "other", "reason": "<img src=x onerror=alert(1)>",
      ]
      #expect(try await browser.judge(id, fields).status == 303)
      var lead = try await Browser.signedIn("leo", world)
      #expect(try await lead.get("/judgements").text.contains("&lt;img src=x"))
    }
  }

  @Test("Neither log holds anything of a patient")
  func logs() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      _ = try await browser.get("/worklist?patient=Planted")
      _ = try await browser.get("/Planted/Phoebe")
      for id in world.cases {
        _ = try await browser.get("/cases/\(id)/slices/axial/3.png")
        _ = try await browser.judge(
          id, ["decision": "reject", "code": "other", "reason": "Phoebe moved"])
      }
      // A file that is gone makes an error whose text names it.
      try FileManager.default.removeItem(at: world.folder.folder(of: world.cases[1]))
      var second = try await Browser.signedIn("ren", world)
      #expect(try await second.get("/cases/\(world.cases[1])/scan.nii.gz").status == 500)
      let audit = try String(
        contentsOf: world.folder.root.appending(path: "audit.log"), encoding: .utf8)
      #expect(audit.contains("\"judge\""))
      #expect(world.log.text.contains("\"page\":\"cases\""))
      for planted in ["Eve", "Phoebe", "Planted", "Ulla", "PID-", "20260131", "alert"] {
        #expect(!world.log.text.contains(planted))
        #expect(!audit.contains(planted))
      }
    }
  }

  private func judgements(_ world: ReviewWorld) throws -> Int {
    try world.registry.database.read { db in try Judgement.fetchCount(db) }
  }
}
