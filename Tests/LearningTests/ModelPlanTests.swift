import Foundation
import Imaging
import Learning
import Networks
import Testing

@Suite("A model's plan")
struct ModelPlanTests {
  private let plan = ModelPlan(
    recipe: "adapt", edition: "crossmoda2022", classes: ["background", "VS", "cochlea"],
    region: RegionPlan(
      spacing: SIMD3(0.1 + 0.2, 0.8, 1.25), size: SIMD3(16, 8, 4), offset: SIMD3(0, -17, 1 / 3)),
    localiser: EarLocaliser.Plan(),
    network: UNet.Configuration(classes: 3, channels: [4, 8], strides: [[1, 1, 1], [1, 2, 2]]),
    tile: SIMD3(16, 8, 4), cleanup: AnatomicalCleanup(tumour: [1], cochlea: 2), seed: .max,
    trainedBy: "1.2.3", torchVersion: "2.13.0")

  private func json() throws -> [String: Any] {
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(plan))
    return try #require(object as? [String: Any])
  }

  @Test("written as JSON and read again is the same, to the last bit")
  func roundTrip() throws {
    let data = try JSONEncoder().encode(plan)
    #expect(try JSONDecoder().decode(ModelPlan.self, from: data) == plan)
  }

  @Test("states the version of its format, 1")
  func version() throws {
    #expect(plan.formatVersion == 1)
    #expect(try json()["formatVersion"] as? Int == 1)
  }

  // The names that README and other programs read; renaming one is a new format version.
  static let keys = [
    "formatVersion", "recipe", "edition", "classes", "region", "localiser", "network", "tile",
    "cleanup", "seed", "trainedBy", "torchVersion",
  ]

  @Test("has these keys and no others")
  func names() throws {
    #expect(try Set(json().keys) == Set(Self.keys))
  }

  @Test("without one of its keys is refused with the key's name", arguments: keys)
  func lacking(key: String) throws {
    var object = try json()
    object[key] = nil
    let data = try JSONSerialization.data(withJSONObject: object)
    let error = #expect(throws: DecodingError.self) {
      _ = try JSONDecoder().decode(ModelPlan.self, from: data)
    }
    #expect(error.map { "\($0)".contains(key) } == true)
  }
}
