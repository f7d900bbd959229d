import Foundation
import Imaging
import TestSupport
import Testing

@testable import DICOM

extension DICOMTests {
  /// Files of scripts/oracles/dicom.py: pydicom 3.0.2, DCMTK 3.6.7.
  @Suite("Transfer syntaxes")
  struct TransferSyntaxTests {
    static let names = [
      "implicit", "explicit", "big-endian", "deflated", "rle", "jpeg-lossless", "jpeg-ls",
      "jpeg-2000",
    ]

    private func file(_ name: String) -> String {
      testsFolder.appending(path: "Golden/dicom/\(name).dcm").path
    }

    @Test(
      "An image has the same intensities in every transfer syntax", arguments: names, [false, true])
    func classic(_ name: String, _ isSigned: Bool) throws {
      let folder = try scanDICOM(file("\(isSigned ? "signed" : "unsigned")-\(name)"))
      let volume = try #require(folder.series.first).volume()
      #expect(volume.grid.size == SIMD3(36, 33, 1))
      // In LPS (1, 2, 3); Pixel Spacing 0.5\0.25 is between rows first.
      #expect(volume.grid.affine.translation == SIMD3(-1, -2, 3))
      #expect(volume.grid.spacing == SIMD3(0.25, 0.5, 2))
      let stored = pattern(
        count: 36 * 33, seed: isSigned ? 2 : 1, in: isSigned ? -1000...1047 : 0...4095)
      #expect(volume.voxels == stored.map { $0.rounded(.toNearestOrEven) * 0.5 - 3 })
    }

    @Test("Frames of an enhanced image are put in order of their places", arguments: names)
    func enhanced(_ name: String) throws {
      let folder = try scanDICOM(file("enhanced-\(name)"))
      let volume = try #require(folder.series.first).volume()
      #expect(volume.grid.size == SIMD3(36, 33, 3))
      // Frames go from z = 3 down to z = -1; the lowest comes first.
      #expect(volume.grid.affine.translation == SIMD3(-1, -2, -1))
      #expect(volume.grid.affine.z == SIMD3(0, 0, 2))
      let stored = pattern(count: 3 * 36 * 33, seed: 3, in: 0...4095)
        .map { $0.rounded(.toNearestOrEven) * 0.5 - 3 }
      let frames = (0..<3).map { Array(stored[($0 * 1188)..<(($0 + 1) * 1188)]) }
      #expect(volume.voxels == frames[2] + frames[1] + frames[0])
    }
  }
}
