import Foundation
import TestSupport
import Testing

@testable import Pilot

@Suite("The pilot's configuration")
struct ConfigurationTests {
  private func read(_ json: String) throws -> PilotConfiguration {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "pilot.json")
      try json.write(to: file, atomically: true, encoding: .utf8)
      return try PilotConfiguration.read(file.path)
    }
  }

  @Test("An empty object is the defaults, with paths from the file's folder")
  func defaults() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "pilot.json")
      try "{}".write(to: file, atomically: true, encoding: .utf8)
      var expected = PilotConfiguration()
      expected.folder = folder.standardizedFileURL.appending(path: "pilot").path
      expected.model = folder.standardizedFileURL.appending(path: "model").path
      #expect(try PilotConfiguration.read(file.path) == expected)
    }
  }

  @Test("What a file says changes that alone")
  func changes() throws {
    let found = try read(
      """
      {"workers": 3, "sendFrom": 4, "orthanc": {"url": "http://127.0.0.1:8042"},
       "structures": {"VS": [1]}, "gates": {"assisted": {"editRate": 0.1, "signOffs": ["lead"]}}}
      """)
    #expect(found.workers == 3)
    #expect(found.sendFrom == .routine)
    #expect(found.orthanc.url == "http://127.0.0.1:8042")
    #expect(found.orthanc.pollSeconds == OrthancSettings().pollSeconds)
    #expect(found.structures == ["VS": [1]])
    #expect(found.gates.assisted.editRate == 0.1)
    #expect(found.gates.assisted.signOffs == [.lead])
    #expect(found.gates.assisted.cases == GateSettings().assisted.cases)
  }

  @Test(
    "A slip of the pen is an error that names the key",
    arguments: [
      ("{\"worker\": 2}", "found worker"), ("{\"orthanc\": {\"URL\": \"x\"}}", "orthanc: expected"),
      ("{\"workers\": \"two\"}", "workers: expected Int"), ("{\"workers\": 0}", "more than 0"),
      ("{\"sendFrom\": 7}", "sendFrom"), ("{\"orthanc\": 5}", "orthanc: expected an object"),
      ("[1]", "expected an object"), ("{", "expected JSON"), ("{\"workers\": null}", "workers"),
      ("{\"commands\": {\"segment\": []}}", "expected a program"),
    ])
  func slips(_ json: String, _ words: String) {
    let error = #expect(throws: PilotError.self) { try read(json) }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }
}
