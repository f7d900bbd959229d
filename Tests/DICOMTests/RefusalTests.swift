import Foundation
import Imaging
import TestSupport
import Testing

@testable import DICOM

/// What is done to a sound series of five slices, and how it must be refused.
private struct Refusal: Sendable, CustomTestStringConvertible {
  let kind: DICOMError.Kind
  let words: [String]
  let damage: @Sendable ([String]) throws -> Void
  var testDescription: String { kind.rawValue }

  init(
    _ kind: DICOMError.Kind, _ words: [String],
    _ damage: @escaping @Sendable ([String]) throws -> Void
  ) {
    self.kind = kind
    self.words = words
    self.damage = damage
  }
}

private func editAll(_ paths: [String], _ body: (Int, DICOMItem) throws -> Void) throws {
  for (n, path) in paths.enumerated() { try edit(path) { try body(n, $0) } }
}

private let refusals = [
  Refusal(.localiser, ["0001.dcm", "localiser", "DERIVED\\PRIMARY\\LOCALIZER"]) {
    try editAll($0) { try $1.set(.imageType, "DERIVED\\PRIMARY\\LOCALIZER") }
  },
  Refusal(.localiser, ["localiser", "AAHead_Scout"]) {
    try editAll($0) { try $1.set(.seriesDescription, "AAHead_Scout") }
  },
  Refusal(.missingSlices, ["0004.dcm", "1.5 mm", "3 mm", "1 missing"]) {
    try FileManager.default.removeItem(atPath: $0[2])
  },
  Refusal(.unevenSlices, ["slice 4 of 5", "0.3 mm"]) {
    try edit($0[3]) { try move($0, [0, 0, 0.3]) }
  },
  // Each slice 0.4 mm to the side of the one below: 15 degrees.
  Refusal(.shear, ["0.4 mm", "gantry tilt"]) {
    try editAll($0) { try move($1, [0.4 * Double($0), 0, 0]) }
  },
  Refusal(.duplicatePositions, ["second one", "0002.dcm", "0003.dcm"]) {
    let place = try DICOMFile.read($0[1]).root.text(.imagePosition)
    try edit($0[2]) { try $0.set(.imagePosition, place) }
  },
  Refusal(.mixedOrientation, ["5 in 2 directions", "has 2"]) {
    for path in $0.prefix(2) {
      try edit(path) { try $0.set(.imageOrientation, "1\\0\\0\\0\\0\\-1") }
    }
  },
  Refusal(.mixedMatrix, ["0002.dcm", "9x8 pixels of 0.5x0.75 mm", "0.6x0.75 mm"]) {
    try edit($0[1]) { try $0.set(.pixelSpacing, "0.75\\0.6") }
  },
  Refusal(.mosaic, ["mosaic", "ORIGINAL\\PRIMARY\\M\\MOSAIC"]) {
    try editAll($0) { try $1.set(.imageType, "ORIGINAL\\PRIMARY\\M\\MOSAIC") }
  },
  Refusal(.colour, ["3 samples of RGB"]) {
    try editAll($0) {
      try $1.set(.samplesPerPixel, 3)
      try $1.set(.photometricInterpretation, "RGB")
    }
  },
  Refusal(.noGeometry, ["Image Orientation", "found -12.5\\", "none and 0.75\\0.5"]) {
    try editAll($0) { try $1.set(.imageOrientation, nil) }
  },
  Refusal(.noGeometry, ["Slice Thickness"]) {
    for path in $0.dropFirst() { try FileManager.default.removeItem(atPath: path) }
    try edit($0[0]) {
      try $0.set(.sliceThickness, nil)
      try $0.set(.spacingBetweenSlices, nil)
    }
  },
  Refusal(.badHeader, ["Bits Allocated from 8 to 16, found 32"]) {
    try editAll($0) { try $1.set(.bitsAllocated, 32) }
  },
  Refusal(.badHeader, ["Rows from 1 to 65535, found none"]) {
    try editAll($0) { try $1.set(.rows, nil) }
  },
  Refusal(.notDICOM, ["whole DICOM object"]) {
    for path in $0 { try Data("not an image".utf8).write(to: URL(fileURLWithPath: path)) }
  },
]

/// Moves a slice by millimetres in LPS.
private func move(_ root: DICOMItem, _ shift: [Double]) throws {
  try root.set(.imagePosition, decimals: zip(root.numbers(.imagePosition), shift).map { $0 + $1 })
}

extension DICOMTests {
  @Suite("Refused series")
  struct RefusalTests {
    @Test("is refused with its own sentence", arguments: refusals)
    private func refuses(_ refusal: Refusal) throws {
      try withTemporaryFolder { folder in
        let grid = VoxelGrid(9, 8, 5, spacing: SIMD3(0.5, 0.75, 1.5), origin: SIMD3(12.5, 0, 0))
        try refusal.damage(try writeSample(sampleVolume(on: grid), to: folder))
        let found = try scanDICOM(folder.path)
        let error = try #require(found.refused.first).error
        #expect(found.series.isEmpty)
        #expect(error.kind == refusal.kind, "\(error)")
        for word in refusal.words { #expect("\(error)".contains(word), "\(error)") }
      }
    }

    @Test("Pixels that are cut short are refused when they are read")
    func truncated() throws {
      try withTemporaryFolder { folder in
        let paths = try writeSample(to: folder)
        try edit(paths[0]) { try $0.set(.rows, 9) }
        for path in paths.dropFirst() { try FileManager.default.removeItem(atPath: path) }
        let series = try #require(try scanDICOM(folder.path).series.first)
        do throws(DICOMError) {
          _ = try series.volume()
          Issue.record("read")
        } catch {
          #expect(error.kind == .badPixels)
          #expect("\(error)".contains("expected 162 bytes"), "\(error)")
        }
      }
    }

    @Test("A missing path is one sentence; an empty folder and other files are no error")
    func paths() throws {
      try withTemporaryFolder { folder in
        #expect(throws: DICOMError.self) { try scanDICOM(folder.path + "/nowhere") }
        try Data("hello".utf8).write(to: folder.appending(path: "a.txt"))
        try Data("hello".utf8).write(to: folder.appending(path: "b.dcm"))
        let found = try scanDICOM(folder.path)
        #expect(found.series.isEmpty)
        #expect(found.otherFiles == 1)
        #expect(found.refused.map(\.error.kind) == [.notDICOM])
      }
    }
  }
}
