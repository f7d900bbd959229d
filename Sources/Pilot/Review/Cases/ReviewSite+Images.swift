import FlyingFox
import Foundation
import Reporting

/// What the case page's pictures are made of.
extension ReviewSite {
  /// A slice in grey, or the labels that lie on it: `slices/PLANE/NUMBER.png` and
  /// `overlays/PLANE/NUMBER.png`.
  func picture(_ request: PageRequest, _ open: OpenCase) async throws -> PageResponse {
    guard let plane = AnatomicalPlane(rawValue: request.path[3]),
      let number = Int(request.path[4].replacing(/\.png$/, with: ""))
    else { throw PageRefusal.missing }
    let isOverlay = request.path[2] == "overlays"
    let stacks = try await images.stacks(
      image: cases.files.image(open.case.id), labels: labels(request.query["labels"], open))
    guard let stack = stacks[plane] else { throw PageRefusal.missing }
    let zoom = request.number("zoom", 1...8, 1)
    let pixels = Int(request.number("pixels", 64...1344, 448))
    let file =
      isOverlay
      ? stack.overlayPNG(slice: number, zoom: zoom, pixels: pixels)
      : stack.png(
        slice: number,
        look: SliceLook(
          level: request.number("level", -0.5...1.5, 0.5),
          window: request.number("window", 0.05...4, 1), zoom: zoom), pixels: pixels)
    return PageResponse(contentType: "image/png", body: Data(file))
  }

  /// Where a point of one plane's picture lies in all three, for the script.
  func point(_ request: PageRequest, _ open: OpenCase) async throws -> PageResponse {
    struct Position: Encodable {
      let slice: Int
      let x: Double
      let y: Double
    }
    let stacks = try await images.stacks(
      image: cases.files.image(open.case.id), labels: cases.files.labels(open.case.id))
    guard let plane = request.query["plane"].flatMap(AnatomicalPlane.init(rawValue:)),
      let stack = stacks[plane]
    else { throw PageRefusal.missing }
    let zoom = request.number("zoom", 1...8, 1)
    let world = stack.world(
      x: request.number("x", 0...1, 0.5), y: request.number("y", 0...1, 0.5),
      slice: Int(request.number("slice", 0...1e6, 0)), zoom: zoom)
    var answer: [String: Position] = [:]
    for (plane, stack) in stacks {
      let found = stack.position(of: world, zoom: zoom)
      answer[plane.rawValue] = Position(slice: found.slice, x: found.x, y: found.y)
    }
    return try .json(answer, status: .ok)
  }

  /// The labels to show: the proposal, or for a lead who adjudicates one reader's correction.
  private func labels(_ name: String?, _ open: OpenCase) throws(PageRefusal) -> URL {
    guard let name, name != "proposed" else { return cases.files.labels(open.case.id) }
    guard open.turn == .adjudication, let turn = Judgement.Turn(rawValue: name),
      let correction = open.readings.judgement(turn)?.correction
    else { throw .missing }
    return cases.files.url(correction)
  }
}

extension PageRequest {
  /// A number of the query, clamped to a range; the usual one where it is missing or none.
  fileprivate func number(
    _ name: String, _ range: ClosedRange<Double>, _ usual: Double
  ) -> Double {
    let found = query[name].flatMap(Double.init) ?? usual
    return found.isFinite ? min(max(found, range.lowerBound), range.upperBound) : usual
  }
}
