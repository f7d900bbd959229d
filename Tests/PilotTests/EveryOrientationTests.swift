import DICOM
import Foundation
import Imaging
import TestSupport
import Testing

@testable import Pilot

/// Whether `scripts/test-pilot` runs this: other programs start several hundred times.
private let isAsked = ProcessInfo.processInfo.environment["KAKEHASHI_TEST_PILOT"] != nil

@Suite(
  "The gateway's objects in every orientation",
  .enabled(if: isAsked, "only scripts/test-pilot asks for it"),
  .enabled(if: locate("dciodvfy") != nil, "dciodvfy is not installed"))
struct EveryOrientationTests {
  /// A head of 80 x 48 x 24 mm, its axes running as asked and tilted by `degrees` about x.
  private func grid(_ orientation: Orientation, tilt degrees: Double) -> VoxelGrid {
    let spacing: SIMD3<Double> = [2, 1.5, 1]
    let extent: SIMD3<Double> = [80, 48, 24]
    var affine = Affine(x: .zero, y: .zero, z: .zero, translation: .zero)
    var size = SIMD3<Int>.zero
    let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    for axis in 0..<3 {
      let world = orientation.worldAxes[axis]
      size[axis] = Int(extent[world] / spacing[world])
      var v = SIMD3<Double>.zero
      v[world] = Double(orientation.signs[axis]) * spacing[world]
      affine[column: axis] = SIMD3(v.x, c * v.y - s * v.z, s * v.y + c * v.z)
    }
    affine.translation = -affine((SIMD3<Double>(size) - 1) / 2)
    return VoxelGrid(size: size, affine: affine)
  }

  @Test("dciodvfy finds no error; tid1500reader and highdicom read the same, straight and oblique")
  func all() throws {
    try withTemporaryFolder { folder in
      var written: [(files: [String: String], segments: [SegmentedStructure])] = []
      for (n, orientation) in Orientation.all.enumerated() {
        let head = toyHead(
          on: grid(orientation, tilt: n % 2 == 0 ? 0 : 17), seed: UInt64(n + 1))
        let place = folder.appending(path: orientation.description)
        _ = try writeMRSeries(
          head.image, MRDescription(description: "t2"),
          of: StudyDescription(patientName: "Test^Patient", patientID: "T\(n)"),
          to: place.appending(path: "mr").path, as: n % 3 == 0 ? .enhanced : .classic)
        let series = try readSeries(in: place.appending(path: "mr"))
        let structures = PilotConfiguration().structures
        let measures = try CaseMeasures(head.labels, of: head.image, structures: structures)
        try ResultWriting(
          head.labels, structures, measures, of: series,
          by: DICOMAlgorithm(name: "test", version: "1")
        ).write(to: place)
        let names = ["seg.dcm", "rtstruct.dcm", "sr.dcm", "overview.dcm"]
        let files = Dictionary(
          uniqueKeysWithValues: names.map { ($0, place.appending(path: $0).path) })
        let segments = try readSegmentation(files["seg.dcm"] ?? "", on: series.grid)
        // The ball beside the right ear, its two halves, and both ears.
        #expect(
          segments.map(\.label) == [
            "VS right", "VS extrameatal right", "VS intrameatal right", "Cochlea left",
            "Cochlea right",
          ], "\(orientation)")
        written.append((files, segments))
      }
      #expect(written.count == 48)
      try OtherReaders.check(written)
    }
  }
}
