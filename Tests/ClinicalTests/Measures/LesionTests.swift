import Clinical
import Imaging
import TestSupport
import Testing

@Suite("Which voxels are the tumour")
struct LesionTests {
  private let model = ModelTumour()

  /// The model with a ball of another tumour label, in mm.
  private func labels(with centre: SIMD3<Double>, _ radius: Double, label: UInt8 = 1) -> LabelMap {
    var map = model.labels(spacing: [1, 1, 1])
    let extra = ball(on: map.grid, centre: centre, radius: radius)
    for o in map.voxels.indices where extra.voxels[o] { map.voxels[o] = label }
    return map
  }

  @Test("No tumour is an error", arguments: [true, false])
  func none(_ hasCochleas: Bool) {
    var map = model.labels(spacing: [1, 1, 1])
    for o in map.voxels.indices where map.voxels[o] != 3 || !hasCochleas { map.voxels[o] = 0 }
    #expect(throws: MeasureError.noTumour) { try MeatalMeasures(of: map, .parts) }
    #expect("\(MeasureError.noTumour)" == "expected a tumour, found none")
  }

  @Test("Two tumours are an error that names both, unless the largest is asked for")
  func two() throws {
    let map = labels(with: [-20, 0, 0], 3)
    let found = #expect(throws: MeasureError.self) { try MeatalMeasures(of: map, .parts) }
    guard case .severalTumours(let volumes) = found else {
      Issue.record("expected two tumours, found \(String(describing: found))")
      return
    }
    // A ball of 3 mm has 113 mm3, the model 1369; both counted on voxels of 1 mm3.
    #expect(volumes.count == 2)
    #expect(abs(volumes[0] / model.volume - 1) < 0.03 && abs(volumes[1] / 113 - 1) < 0.15)
    let text = "\(MeasureError.severalTumours(volumes: [1368.7, 113]))"
    #expect(text == "expected one tumour, found 2, of 1369, 113 mm3")
    let m = try MeatalMeasures(of: map, .parts, keepsLargestOnly: true)
    #expect(m.whole.counted == volumes[0])
    #expect(m.strayVolume == volumes[1])
    #expect(m.notes.contains(.strayVoxels))
  }

  @Test("Stray voxels are left out and said to be")
  func stray() throws {
    let clean = try MeatalMeasures(of: model.labels(spacing: [1, 1, 1]), .parts)
    let m = try MeatalMeasures(of: labels(with: [-20, 0, 0], 1.2), .parts)
    #expect(m.whole == clean.whole)
    // The middle voxel and its six neighbours at most.
    #expect(m.strayVolume > 0 && m.strayVolume < 20)
    #expect(m.notes == [.strayVoxels])
  }

  @Test(
    "A piece within 3 mm belongs to the tumour, a large one beyond does not",
    arguments: [
      (1.6, true), (4.5, false),
    ])
  func gap(_ gap: Double, _ isPart: Bool) throws {
    // Before the bulb, whose middle is 5 mm and whose far side 12 mm before the plane.
    let centre = model.porus - (12 + gap + 2.5) * model.normal
    let map = labels(with: centre, 2.5)
    if isPart {
      let m = try MeatalMeasures(of: map, .parts)
      #expect(m.strayVolume == 0)
      #expect(m.whole.counted > model.volume + 50)
    } else {
      #expect(throws: MeasureError.self) { try MeatalMeasures(of: map, .parts) }
    }
  }

  @Test("A label that the coding does not have is an error")
  func unknown() {
    let map = labels(with: [0, 0, 0], 1.5, label: 4)
    #expect(throws: MeasureError.unknownLabel(found: 4, expected: [0, 1, 2, 3])) {
      try MeatalMeasures(of: map, .parts)
    }
    let parts = model.labels(spacing: [1, 1, 1])
    #expect(throws: MeasureError.unknownLabel(found: 3, expected: [0, 1, 2])) {
      try MeatalMeasures(of: parts, .whole)
    }
  }
}
