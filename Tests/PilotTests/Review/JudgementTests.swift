import Foundation
import GRDB
import Imaging
import NIfTI
import Testing

@testable import Pilot

@Suite("Judging cases on the review page", .serialized)
struct JudgementTests {
  private func stored(_ world: ReviewWorld) throws -> [Judgement] {
    try world.registry.database.read { db in try Judgement.order(Column("id")).fetchAll(db) }
  }

  private func file(_ labels: LabelMap, _ world: ReviewWorld) throws -> Data {
    let url = world.root.appending(path: "upload-\(UUID()).nii.gz")
    try writeNIfTI(labels, to: url.path)
    return try Data(contentsOf: url)
  }

  private func digest(_ answer: RawResponse) throws -> String {
    struct Answer: Decodable { let digest: String? }
    return try #require(try JSONDecoder().decode(Answer.self, from: answer.body).digest)
  }

  @Test("The worklist goes from what stands out to what does not, and empties by judging")
  func worklist() async throws {
    try await ReviewWorld.with(configure: { $0.secondReading = .none }) { world in
      var browser = try await Browser.signedIn("rei", world)
      let page = try await browser.get("/worklist").text
      let order = page.matches(of: /href="\/cases\/([0-9a-f]+)"/).map { String($0.1) }
      #expect(order == world.cases)
      for (n, id) in world.cases.enumerated() {
        let answer = try await browser.judge(id, ["decision": "accept", "visible": "0.001"])
        let next = n < 2 ? "/cases/\(world.cases[n + 1])" : "/worklist"
        #expect(answer.header("location") == next)
      }
      #expect(try await browser.get("/worklist").text.contains("0 cases"))
      let judgements = try stored(world)
      #expect(judgements.map(\.caseID) == world.cases)
      // The browser saw each page for a millisecond; the server has seen it for longer.
      #expect(judgements.allSatisfy { $0.seconds == 0.001 && $0.reader == "rei" })
    }
  }

  @Test("Time is the server's where the browser claims more, and a case must have been opened")
  func time() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let id = world.cases[2]
      let path = "/cases/\(id)/judgement"
      let fields = ["decision": "accept", "turn": "first", "visible": "99999"]
      #expect(try await browser.post(path, fields).status == 403)
      _ = try await browser.get("/cases/\(id)")
      #expect(try await browser.post(path, fields).status == 303)
      let seconds = try #require(try stored(world).first?.seconds)
      #expect(seconds > 0 && seconds < 600)
    }
  }

  @Test(
    "A rejection needs a reason, and “other” needs words",
    arguments: [
      (["decision": "reject"], 422), (["decision": "reject", "code": "other"], 422),
      (["decision": "reject", "code": "nonsense", "reason": "x"], 422),
      (["decision": "reject", "code": "boundary"], 303),
      (["decision": "reject", "code": "other", "reason": "cut off"], 303),
      (["decision": "correct"], 422), (["decision": "correct", "correction": "../../x"], 422),
      ([:] as [String: String], 422),
    ])
  func reasons(fields: [String: String], status: Int) async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let answer = try await browser.judge(world.cases[0], fields)
      #expect(answer.status == status)
      #expect(try stored(world).count == (status == 303 ? 1 : 0))
    }
  }

  @Test("A correction is checked, compared with the proposal, and stored on the image's own grid")
  func correction() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let id = world.cases[0]
      _ = try await browser.get("/cases/\(id)")
      // Moved by one voxel along each axis: 3 x 3 x 3 of 64 voxels overlap, Dice 27/64.
      let upload = try await browser.upload(
        "/cases/\(id)/correction", try file(ReviewWorld.labels(start: 5), world))
      #expect(upload.status == 200)
      #expect(upload.text.contains("VS 128 → 128 mm³, Dice 0.422"))
      let answer = try await browser.post(
        "/cases/\(id)/judgement",
        ["decision": "correct", "turn": "first", "correction": try digest(upload)])
      #expect(answer.status == 303)
      let path = try #require(try stored(world).first?.correction)
      let kept = try readNIfTILabels(world.folder.root.appending(path: path).path).labels
      #expect(kept == ReviewWorld.labels(start: 5))
      let agreements = try await world.registry.database.read { db in
        try Agreement.order(Column("structure")).fetchAll(db)
      }
      #expect(agreements.map(\.structure) == ["VS", "cochlea", "extrameatal", "intrameatal"])
      let dice: [Double] = [0.421875, 1, 0.421875, 1]
      let volumes: [Double] = [128, 0, 128, 0]
      #expect(agreements.map(\.dice) == dice)
      #expect(agreements.map(\.referenceVolume) == volumes)
      #expect(Set(agreements.map(\.reference)) == ["rei"])
    }
  }

  @Test("A correction on another grid, with unknown labels or blown up beyond reason is refused")
  func refusedCorrections() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let path = "/cases/\(world.cases[0])/correction"
      let other = VoxelGrid(24, 20, 12, spacing: SIMD3(1, 1, 2))
      let moved = try await browser.upload(
        path, try file(LabelMap(grid: other, filledWith: 1), world))
      #expect(moved.status == 422 && moved.text.contains("grids differ"))
      let unknown = try await browser.upload(
        path, try file(ReviewWorld.labels(start: 4, value: 9), world))
      #expect(unknown.status == 422 && unknown.text.contains("found 9"))
      // A header of the right grid before 20 MB of zeros, in 90 kB.
      let url = world.root.appending(path: "bomb.nii")
      try writeNIfTI(LabelMap(grid: ReviewWorld.grid, filledWith: 0), to: url.path)
      let bomb = try Data(contentsOf: url) + Data(count: 20_000_000)
      try bomb.write(to: url)
      let gzip = Process()
      gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      gzip.arguments = ["gzip", "-1", url.path]
      try gzip.run()
      gzip.waitUntilExit()
      let blown = try await browser.upload(
        path, try Data(contentsOf: url.appendingPathExtension("gz")))
      #expect(blown.status == 422 && blown.text.contains("found more"))
    }
  }

  @Test("The second reader is blind; where the two differ a lead who read neither decides")
  func adjudication() async throws {
    try await ReviewWorld.with(configure: { $0.secondReading = .all }) { world in
      let id = world.cases[0]
      var first = try await Browser.signedIn("leo", world)
      #expect(
        try await first.judge(id, ["decision": "reject", "code": "boundary"]).status == 303)
      #expect(try await first.get("/cases/\(id)").status == 409)

      var second = try await Browser.signedIn("rei", world)
      let page = try await second.get("/cases/\(id)").text
      #expect(page.contains("Second reading"))
      #expect(!page.contains(">boundary<") && !page.contains("leo") && !page.contains("Leo"))
      #expect(
        try await second.judge(id, ["decision": "accept"], turn: "second").status == 303)

      var reader = try await Browser.signedIn("ren", world)
      #expect(try await reader.get("/cases/\(id)").status == 409)
      #expect(try await first.get("/cases/\(id)").status == 409)
      var lead = try await Browser.signedIn("lea", world)
      let list = try await lead.get("/worklist").text
      #expect(list.firstMatch(of: /href="\/cases\/([0-9a-f]+)"/)?.1 == id[...])
      let disputed = try await lead.get("/cases/\(id)").text
      #expect(disputed.contains("The readings differ") && disputed.contains("boundary"))
      let decided = try await lead.judge(id, ["decision": "accept"], turn: "adjudication")
      #expect(decided.status == 303)
      #expect(try stored(world).map(\.turn) == [.first, .second, .adjudication])
      #expect(!(try await lead.get("/worklist").text.contains(id)))
    }
  }

  @Test("A lead may take over one reader's correction and look at both")
  func adopted() async throws {
    try await ReviewWorld.with(configure: { $0.secondReading = .all }) { world in
      let id = world.cases[0]
      for (name, turn, start) in [("rei", "first", 5), ("ren", "second", 3)] {
        var browser = try await Browser.signedIn(name, world)
        _ = try await browser.get("/cases/\(id)")
        let upload = try await browser.upload(
          "/cases/\(id)/correction", try file(ReviewWorld.labels(start: start), world))
        let fields = ["decision": "correct", "correction": try digest(upload)]
        #expect(try await browser.judge(id, fields, turn: turn).status == 303)
      }
      var lead = try await Browser.signedIn("lea", world)
      _ = try await lead.get("/cases/\(id)")
      let slices = "/cases/\(id)/overlays/axial/5.png?labels="
      let proposed = try await lead.get(slices + "proposed").body
      #expect(try await lead.get(slices + "second").body != proposed)
      let fields = ["decision": "correct", "adopt": "second"]
      #expect(try await lead.judge(id, fields, turn: "adjudication").status == 303)
      let judgements = try stored(world)
      #expect(judgements.last?.correction == judgements[1].correction)
    }
  }

  @Test("Two readers with one case open: the one who saves later is told")
  func race() async throws {
    try await ReviewWorld.with(configure: { $0.secondReading = .none }) { world in
      let id = world.cases[2]
      var first = try await Browser.signedIn("rei", world)
      var second = try await Browser.signedIn("ren", world)
      _ = try await second.get("/cases/\(id)")
      #expect(try await first.judge(id, ["decision": "accept"]).status == 303)
      let late = try await second.post(
        "/cases/\(id)/judgement", ["decision": "accept", "turn": "first"])
      #expect(late.status == 409)
      #expect(try stored(world).count == 1)
    }
  }

  @Test("The export quotes what needs it and defuses formulas; the audit log notes it")
  func export() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      let fields = ["decision": "reject", "code": "other", "reason": "a \"b\", c"]
      #expect(try await browser.judge(world.cases[0], fields).status == 303)
      var lead = try await Browser.signedIn("leo", world)
      let answer = try await lead.get("/judgements.csv")
      #expect(answer.header("content-type") == "text/csv; charset=utf-8")
      #expect(answer.header("content-disposition")?.contains("judgements.csv") == true)
      let lines = answer.text.components(separatedBy: "\r\n")
      #expect(
        lines[0]
          == "case,turn,reader,decision,reason,seconds,correction,judged_at,stage,model,tumour_dice"
      )
      #expect(lines[1].hasPrefix("\(world.cases[0]),first,rei,reject,\"other: a \"\"b\"\", c\","))
      #expect(lines.count == 3)
      let formula = Judgement(
        caseID: "0", reader: "rei", turn: .first, decision: .reject, reason: "=HYPERLINK(1)",
        seconds: 1, judgedAt: Date())
      let row = JudgementExport.Entry(judgement: formula, model: "m", stage: 1, structures: [])
      #expect(
        JudgementExport(exportedAt: "", judgements: [row]).csv.contains(",'=HYPERLINK(1),"))
      guard case .intact(let entries, _) = try world.registry.verifyAudit() else {
        Issue.record("the audit log is broken")
        return
      }
      // Three cases added, two sign-ins, one case opened and judged, one export.
      #expect(entries == 8)
    }
  }

  @Test("Pages say their language, and the switch leads back to the same page of this server")
  func languages() async throws {
    try await ReviewWorld.with { world in
      var browser = try await Browser.signedIn("rei", world)
      #expect(try await browser.get("/worklist").text.contains("<html lang=\"en\">"))
      let answer = try await browser.post("/language", ["language": "ja", "back": "/worklist"])
      #expect(answer.header("location") == "/worklist")
      let page = try await browser.get("/worklist").text
      #expect(page.contains("<html lang=\"ja\">") && page.contains("作業リスト"))
      for back in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1"] {
        let away = try await browser.post("/language", ["language": "ja", "back": back])
        #expect(away.header("location") == "/")
      }
      var other = Browser(world)
      let accepted = try await other.get(
        "/sign-in", headers: ["Accept-Language": "fr, ja-JP;q=0.9, en;q=0.8"])
      #expect(accepted.text.contains("<html lang=\"ja\">"))
    }
  }
}
