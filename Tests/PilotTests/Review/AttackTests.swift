import Foundation
import GRDB
import Imaging
import NIfTI
import TestSupport
import Testing

@testable import Pilot

@Suite("Attacks on the review server", .serialized)
struct AttackTests {
  @Test(
    "Without a session every page leads to the sign-in page and tells nothing",
    arguments: [
      "/", "/worklist", "/judgements", "/judgements.csv", "/judgements.json", "/status",
      "/accounts", "/password", "/help", "/cases/ID", "/cases/ID/slices/axial/3.png",
      "/cases/ID/overlays/axial/3.png", "/cases/ID/point?plane=axial", "/cases/ID/scan.nii.gz",
      "/cases/ID/labels.nii.gz",
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
      ("ada", "/accounts", 200), ("rei", "/cases/ID", 200), ("rei", "/judgements.json", 403),
      ("ada", "/judgements.json", 403), ("rei", "/status", 403), ("leo", "/status", 200),
      ("ada", "/status", 200), ("ada", "/cases/ID/overlays/axial/3.png", 403),
      ("ada", "/cases/ID/point?plane=axial", 403),
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

  @Test("An account whose role is none of ours sees no page, whatever its password")
  func noRole() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      try await world.registry.database.write { db in
        try db.execute(sql: "UPDATE account SET role = 'guest' WHERE name IN ('rei', 'ren')")
      }
      for path in ["/worklist", "/cases/\(world.cases[0])", "/help"] {
        #expect(try await browser.get(path).header("location") == "/sign-in")
      }
      var other = Browser(world)
      let answer = try await other.post(
        "/sign-in", ["name": "ren", "password": ReviewWorld.password])
      #expect(answer.status != 303 && other.cookies.isEmpty)
    }
  }

  @Test("A session that somebody planted before the sign-in is not the one that opens")
  func fixation() async throws {
    try await ReviewWorld.with { world in
      var browser = Browser(world)
      let planted = String(repeating: "a", count: 64)
      let answer = try await browser.send(
        "POST", "/sign-in",
        headers: [
          "Cookie": "kakehashi=\(planted)", "Content-Type": "application/x-www-form-urlencoded",
        ], body: Data("name=rei&password=correct+horse+battery".utf8))
      #expect(answer.status == 303)
      #expect(browser.cookies["kakehashi"]?.count == 64)
      #expect(browser.cookies["kakehashi"] != planted)
      var attacker = Browser(world)
      let other = try await attacker.get("/worklist", headers: ["Cookie": "kakehashi=\(planted)"])
      #expect(other.header("location") == "/sign-in")
      // Signing in once more ends the session before.
      let first = browser.cookies["kakehashi"] ?? ""
      _ = try await browser.post("/sign-in", ["name": "rei", "password": ReviewWorld.password])
      let again = try await attacker.get("/worklist", headers: ["Cookie": "kakehashi=\(first)"])
      #expect(again.header("location") == "/sign-in")
    }
  }

  @Test("Uploads that are cut, changed in some bytes or of another kind are refused; none crashes")
  func malformed() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let path = "/cases/\(world.cases[0])/correction"
      let url = world.root.appending(path: "valid.nii")
      try writeNIfTI(ReviewWorld.labels(start: 5), to: url.path)
      let valid = try Data(contentsOf: url)
      var random = SplitMix64(seed: 3)
      var statuses: [Int: Int] = [:]
      for round in 0..<120 {
        var bytes = valid
        if round % 4 == 0 { bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &random)) }
        for _ in 0..<(1 + round % 7) where !bytes.isEmpty {
          // Mostly the header, where sizes, types and offsets are.
          let end = round % 2 == 0 ? min(352, bytes.count) : bytes.count
          let place = bytes.startIndex + Int.random(in: 0..<end, using: &random)
          bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
        let status = try await browser.upload(path, Data(bytes)).status
        statuses[status, default: 0] += 1
      }
      #expect(Set(statuses.keys).isSubset(of: [200, 422]), "\(statuses)")
      #expect(statuses[422] ?? 0 > 30)
      // What a viewer might save instead: a DICOM file.
      let dicom = Data(count: 128) + Data("DICM".utf8) + Data(repeating: 2, count: 400)
      let answer = try await browser.upload(path, dicom)
      #expect(answer.status == 422 && answer.text.contains("NIfTI"))
      #expect(try await browser.get("/worklist").status == 200)
    }
  }

  @Test("What readers write is stored without the patient's name, and no export or page tells it")
  func exports() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let fields = [
        "decision": "reject", "code": "other",
        "reason": "PHOEBE planted (PID-1, 20260131) moved; phoebes did not",
      ]
      #expect(try await browser.judge(world.cases[1], fields).status == 303)
      var lead = try await Browser.signedIn("leo", world)
      let csv = try await lead.get("/judgements.csv").text
      #expect(csv.contains("[patient] [patient] ([patient], [patient]) moved; phoebes did not"))
      for path in ["/judgements.csv", "/judgements.json", "/judgements", "/status"] {
        let text = try await lead.get(path).text
        for planted in ["PHOEBE", "planted", "Planted", "PID-", "20260131", "Eve", "Ulla"] {
          #expect(!text.contains(planted), "\(planted) in \(path)")
        }
      }
    }
  }

  @Test(
    "Names are found as whole words, in either case where they are long, and in Japanese anywhere",
    arguments: [
      ("Tanaka^Hanako", "tanaka moved, TANAKA's", "[patient] moved, [patient]'s"),
      ("LI^AN", "an artefact of LI", "an artefact of [patient]"),
      ("Yamada^Taro=山田^太郎", "山田さんが動いた", "[patient]さんが動いた"),
      ("A.*^B", "anything (A.*)", "anything ([patient])"), ("", "nothing", "nothing"),
    ])
  func redaction(name: String, text: String, expected: String) {
    var study = Study(uid: "1", receivedAt: Date())
    study.patientName = name
    #expect(study.withoutPatient(text) == expected)
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
