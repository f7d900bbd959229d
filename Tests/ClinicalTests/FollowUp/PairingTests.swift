import Clinical
import Imaging
import Testing

/// A ball's finding at a place in a visit's own coordinates.
private func finding(_ volume: Double, at place: SIMD3<Double>) -> LesionFinding {
  LesionFinding(volume: volume, diameter: 10, position: place, isRightSided: place.x > 0)
}

private func visit(
  _ day: String, _ lesions: [LesionFinding], _ alignment: VisitAlignment = .unchecked
) -> VisitFindings {
  VisitFindings(
    date: date(day), sequence: "T2", sliceThickness: 1, lesions: lesions, alignment: alignment)
}

/// A registration with a known pose.
private func registered(_ pose: RigidTransform) throws -> VisitAlignment {
  // Three blobs of different size and brightness.
  let grid = VoxelGrid(40, 40, 40, spacing: SIMD3(repeating: 4))
  let blobs: [(SIMD3<Double>, Double)] = [
    ([60, 70, 80], 30), ([110, 60, 70], 18), ([70, 120, 100], 12),
  ]
  let volume = Volume(
    grid: grid,
    voxels: (0..<grid.count).map { n in
      let p = grid.world(SIMD3<Double>(grid.index(at: n)))
      return blobs.enumerated().reduce(Float(0)) { sum, blob in
        (p - blob.element.0).length < blob.element.1 ? sum + 40 * Float(blob.offset + 1) : sum
      }
    })
  // A volume whose header says that the head has moved.
  let affine = pose.affine.composed(with: volume.grid.affine)
  let moved = Volume(
    grid: VoxelGrid(size: volume.grid.size, affine: affine), voxels: volume.voxels)
  return .registered(try #require(register(moved, to: volume)))
}

@Suite("Pairing of lesions")
struct PairingTests {
  @Test("the same place after registration is the same lesion, another place a new one")
  func registeredPlaces() throws {
    let pose = RigidTransform(degrees: [0, 0, 6], shift: [10, -4, 3], about: [78, 78, 78])
    let aligned = try registered(pose)
    guard case .registered(let found) = aligned else { return }
    let place = SIMD3(60.0, 70, 80)
    let same = PatientFollowUp(
      patient: "A",
      visits: [
        visit("2020-01-01", [finding(900, at: place)], .reference),
        visit("2021-01-01", [finding(1500, at: found.transform(place))], aligned),
      ])
    #expect(same.lesions.count == 1)
    #expect(same.lesions.first?.assessment.answer == .grown)
    let other = PatientFollowUp(
      patient: "A",
      visits: [
        visit("2020-01-01", [finding(900, at: place)], .reference),
        visit("2021-01-01", [finding(1500, at: found.transform(place + [25, 0, 0]))], aligned),
      ])
    #expect(other.lesions.count == 2)
    #expect(other.lesions.map(\.assessment.answer) == [.cannotTell, .cannotTell])
    #expect(other.lesions[0].assessment.codes.contains("vanished"))
    #expect(other.lesions[1].assessment.codes.contains("new-lesion"))
  }

  @Test("two sides are two lesions, whichever comes first")
  func twoSides() {
    let (left, right) = (SIMD3(-28.0, 0, 0), SIMD3(29.0, 2, 0))
    let found = PatientFollowUp(
      patient: "NF2",
      visits: [
        visit("2020-01-01", [finding(4000, at: left), finding(3000, at: right)]),
        visit("2021-01-01", [finding(9000, at: right + 3), finding(4050, at: left - 2)]),
      ])
    #expect(found.lesions.map(\.isRightSided) == [false, true])
    #expect(found.lesions.map(\.assessment.answer) == [.stable, .grown])
    #expect(found.notes.map(\.code) == ["positions-unchecked"])
  }

  @Test("a gap in the middle is told; an empty last mask is no shrinkage")
  func gaps() {
    let place = SIMD3(20.0, 0, 0)
    let gap = PatientFollowUp(
      patient: "A",
      visits: [
        visit("2020-01-01", [finding(6000, at: place)]), visit("2021-01-01", []),
        visit("2022-01-01", [finding(6050, at: place)]),
      ])
    #expect(gap.lesions.first?.assessment.answer == .stable)
    #expect(gap.lesions.first?.assessment.codes.contains("missing-between") == true)
    let gone = PatientFollowUp(
      patient: "A",
      visits: [visit("2020-01-01", [finding(6000, at: place)]), visit("2021-01-01", [])])
    #expect(gone.lesions.first?.assessment.answer == .cannotTell)
    #expect(gone.notes.map(\.code).contains("empty-mask"))
  }

  @Test("a visit whose image is another head's is left out and named")
  func otherHead() {
    let place = SIMD3(20.0, 0, 0)
    let found = PatientFollowUp(
      patient: "A",
      visits: [
        visit("2020-01-01", [finding(6000, at: place)], .reference),
        visit("2021-01-01", [finding(12_000, at: place)], .implausible(nil)),
      ])
    #expect(found.lesions.count == 1)
    #expect(found.lesions.first?.assessment.answer == .cannotTell)
    #expect(found.lesions.first?.assessment.codes == ["other-head", "one-visit"])
    #expect(found.notes.map(\.code).contains("other-head"))
  }

  @Test("visits in any order are sorted, and it is said")
  func order() {
    let place = SIMD3(20.0, 0, 0)
    let visits = [
      visit("2022-01-01", [finding(9000, at: place)]),
      visit("2020-01-01", [finding(4000, at: place)]),
    ]
    let found = PatientFollowUp(patient: "A", visits: visits)
    #expect(found.visits.map(\.date.description) == ["2020-01-01", "2022-01-01"])
    #expect(found.lesions.first?.assessment.answer == .grown)
    #expect(found.notes.first?.code == "sorted")
  }

  @Test("no tumour at all, and no visit at all")
  func nothing() {
    let empty = PatientFollowUp(patient: "A", visits: [visit("2020-01-01", [])])
    #expect(empty.lesions.isEmpty && empty.notes.map(\.code).contains("no-tumour"))
    #expect(PatientFollowUp(patient: "A", visits: []).lesions.isEmpty)
  }
}

@Suite("Tumours of a mask")
struct LesionFindingTests {
  private let grid = VoxelGrid(
    60, 40, 30, spacing: SIMD3(0.8, 0.8, 1.5), origin: SIMD3(-24, -16, -20))

  /// A map with boxes of labels.
  private func map(_ boxes: [(label: UInt8, lower: SIMD3<Int>, upper: SIMD3<Int>)]) -> LabelMap {
    var map = LabelMap(grid: grid, filledWith: 0)
    for box in boxes {
      for k in box.lower.z..<box.upper.z {
        for j in box.lower.y..<box.upper.y {
          for i in box.lower.x..<box.upper.x { map[i, j, k] = box.label }
        }
      }
    }
    return map
  }

  @Test("volume, place and side of a tumour of two parts; the diameter is the outer part's")
  func parts() throws {
    let found = map([(1, [30, 10, 10], [40, 20, 14]), (2, [40, 12, 11], [46, 16, 13])])
      .lesionFindings()
    let tumour = try #require(found.first)
    #expect(found.count == 1)
    // By hand: 400 + 48 voxels of 0.96 mm3.
    #expect(abs(tumour.volume - 448 * 0.96) < 1e-9)
    // By hand: between the middles of a lowest and a highest face, 9 x 0.8, 9 x 0.8 and 4 x 1.5 mm
    // apart: the root of 139.68.
    #expect(abs(tumour.diameter - 11.819) < 0.001)
    #expect(tumour.isRightSided)
    // By hand: (34.5 * 400 + 42.5 * 48) / 448 = 35.357 voxels along i.
    #expect(abs(tumour.position.x - (-24 + 0.8 * 35.357)) < 1e-2)
  }

  @Test("pieces within 3 mm are one tumour, farther ones are two, specks are none")
  func pieces() {
    let near = map([(1, [5, 5, 5], [12, 12, 10]), (1, [14, 5, 5], [18, 12, 10])]).lesionFindings()
    #expect(near.count == 1)
    let far = map([(1, [5, 5, 5], [12, 12, 10]), (1, [40, 5, 5], [48, 12, 10])]).lesionFindings()
    #expect(far.count == 2)
    #expect(far.map(\.isRightSided) == [true, false])
    let speck = map([(1, [5, 5, 5], [12, 12, 10]), (1, [50, 30, 20], [52, 32, 21])])
      .lesionFindings()
    #expect(speck.count == 1)
    #expect(map([(1, [50, 30, 20], [52, 32, 21])]).lesionFindings().count == 1)
  }

  @Test("no tumour is no finding; cochleas alone are none")
  func empty() {
    #expect(map([]).lesionFindings().isEmpty)
    #expect(map([(3, [5, 5, 5], [9, 9, 9])]).lesionFindings().isEmpty)
  }

  @Test("the side is judged between the cochleas, wherever the field of view lies")
  func side() {
    // Both ears in the right half of the field: the tumour lies left of their middle.
    let found = map([
      (3, [12, 20, 10], [15, 23, 12]), (3, [55, 20, 10], [58, 23, 12]),
      (1, [31, 20, 10], [34, 26, 14]),
    ]).lesionFindings()
    #expect(found.first?.isRightSided == false)
  }

  @Test("measures do not depend on how the map is stored", arguments: ["LPS", "SRA", "AIL"])
  func orientation(name: String) throws {
    let plain = map([(1, [30, 10, 10], [40, 20, 14]), (2, [40, 12, 11], [46, 16, 13])])
    let turned = plain.reoriented(to: try #require(Orientation(name)))
    let (a, b) = (plain.lesionFindings(), turned.lesionFindings())
    #expect(a.count == b.count)
    for (first, second) in zip(a, b) {
      #expect(abs(first.volume - second.volume) < 1e-9)
      #expect(abs(first.diameter - second.diameter) < 1e-9)
      #expect((first.position - second.position).length < 1e-9)
      #expect(first.isRightSided == second.isRightSided)
    }
  }
}
