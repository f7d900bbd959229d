import Foundation
import GRDB
import TestSupport
import Testing

@testable import Pilot

@Suite("Health and metrics of the gateway")
struct HealthTests {
  private func withGateway(
    _ configure: (inout PilotConfiguration) -> Void = { _ in },
    _ body: (Gateway, UInt16) async throws -> Void
  ) async throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "health-\(UUID())")
    defer { try? FileManager.default.removeItem(at: root) }
    let model = root.appending(path: "model")
    try FileManager.default.createDirectory(at: model, withIntermediateDirectories: true)
    try Data("weights".utf8).write(to: model.appending(path: "weights"))
    var settings = PilotConfiguration()
    settings.folder = root.appending(path: "pilot").path
    settings.model = model.path
    settings.minimumFreeBytes = 1
    settings.statusPort = .random(in: 20_000...60_000)
    configure(&settings)
    let gateway = try Gateway(settings, log: EventLog(isQuiet: true))
    let server = Task { try await StatusServer(gateway).run() }
    defer { server.cancel() }
    try await body(gateway, settings.statusPort)
  }

  /// Asks until the server listens.
  private func get(_ path: String, _ port: UInt16) async throws -> RawResponse {
    let request = Data("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8)
    for _ in 0..<200 {
      if let bytes = try? await RawClient(port: port).exchange([request]),
        let answer = RawResponse(bytes)
      {
        return answer
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw RawClient.Failure(description: "no answer on port \(port)")
  }

  @Test("A gateway with room and a registry is well")
  func well() async throws {
    try await withGateway { _, port in
      let answer = try await get("/healthz", port)
      #expect(answer.status == 200)
      #expect(answer.text == "{\"problems\":[],\"status\":\"ok\"}")
    }
  }

  @Test("A disk that is nearly full, and an Orthanc that does not answer, are said with 503")
  func ill() async throws {
    try await withGateway({
      $0.minimumFreeBytes = .max
      $0.orthanc.url = "http://127.0.0.1:1"
    }) { _, port in
      let answer = try await get("/healthz", port)
      #expect(answer.status == 503)
      #expect(answer.text.contains("the disk is nearly full"))
      #expect(answer.text.contains("Orthanc does not answer"))
    }
  }

  @Test("Metrics count cases by state in Prometheus' format, and tell nothing of a patient")
  func metrics() async throws {
    try await withGateway { gateway, port in
      _ = try gateway.registry.finish(1..<4)
      _ = try gateway.registry.receive([arriving(9, refusal: "a localiser")], modelHash: "m")
      let answer = try await get("/metrics", port)
      #expect(answer.status == 200)
      #expect(answer.header("content-type") == "text/plain; version=0.0.4")
      let lines = answer.text.split(separator: "\n").map(String.init)
      for line in [
        "kakehashi_cases{state=\"done\"} 3.0", "kakehashi_cases{state=\"refused\"} 1.0",
        "kakehashi_cases{state=\"failed\"} 0.0", "kakehashi_stage 1.0",
        // Three cases of five steps of 36 s.
        "kakehashi_compute_seconds 540.0", "kakehashi_oldest_waiting_seconds 0.0",
      ] {
        #expect(lines.contains(line), "\(line) not in \(answer.text)")
      }
      // Each value line has a name that a HELP and a TYPE line introduced.
      let typed = Set(
        lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] })
      for line in lines where !line.hasPrefix("#") {
        #expect(typed.contains(line.prefix { $0 != "{" && $0 != " " }), "\(line)")
      }
      for planted in ["DOE", "JOHN", "P1", "2.25."] { #expect(!answer.text.contains(planted)) }
    }
  }
}
