import FlyingFox
import FlyingSocks
import Foundation

/// Answers `/healthz` and `/metrics` to whoever watches the gateway; nothing in it is of a patient.
struct StatusServer: Sendable {
  let gateway: Gateway

  init(_ gateway: Gateway) { self.gateway = gateway }

  func run() async throws {
    let settings = gateway.settings
    let server = HTTPServer(
      address: try .inet(ip4: settings.statusAddress, port: settings.statusPort),
      logger: .disabled)
    await server.appendRoute("GET /healthz") { _ in await health() }
    await server.appendRoute("GET /metrics") { _ in await metrics() }
    try await server.run()
  }

  /// 200 while everything works, else 503 with what does not.
  private func health() async -> HTTPResponse {
    var problems: [String] = []
    do {
      _ = try gateway.registry.counts()
    } catch {
      problems.append(sentence(of: error))
    }
    if let free = try? freeBytes(at: gateway.folder.root),
      free < gateway.settings.minimumFreeBytes
    {
      problems.append("the disk is nearly full")
    }
    if let client = gateway.client, await !client.isReachable() {
      problems.append("Orthanc does not answer")
    }
    let body = try? JSONSerialization.data(
      withJSONObject: ["problems": problems, "status": problems.isEmpty ? "ok" : "failing"],
      options: [.sortedKeys])
    return HTTPResponse(
      statusCode: problems.isEmpty ? .ok : .serviceUnavailable,
      headers: [.contentType: "application/json"], body: body ?? Data())
  }

  private func metrics() async -> HTTPResponse {
    do {
      let isReachable = await gateway.client?.isReachable()
      let text = try metricsText(
        gateway.registry, freeBytes: freeBytes(at: gateway.folder.root),
        orthancIsReachable: isReachable)
      return HTTPResponse(
        statusCode: .ok, headers: [.contentType: "text/plain; version=0.0.4"],
        body: Data(text.utf8))
    } catch {
      return HTTPResponse(statusCode: .internalServerError)
    }
  }
}
