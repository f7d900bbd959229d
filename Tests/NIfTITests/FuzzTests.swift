import Foundation
import Imaging
import TestSupport
import Testing

@testable import NIfTI

@Suite("Random damage never traps")
struct FuzzTests {
  @Test(
    "Random bytes in the header of 7200 files give an image or a sentence",
    arguments: ["int16-le-v1", "float32-be-v1", "uint8-le-v2", "float64-be-v2"])
  func header(_ name: String) throws {
    let base = testsFolder.appending(path: "Golden/nifti/\(name).nii").path
    let plain =
      FileManager.default.fileExists(atPath: base)
      ? [UInt8](try Data(contentsOf: URL(fileURLWithPath: base)))
      : try Gzip.inflate(
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: base + ".gz"))), path: base)
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: UInt64(name.count), keys: UInt64(plain[70]))
    var (read, refused) = (0, 0)
    for round in 0..<1800 {
      var bytes = plain
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        // Mostly fields that matter, sometimes anywhere.
        let n = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[n] =
          [0, 1, 0x7F, 0x80, 0xFF, .random(in: 0...255, using: &generator)]
          .randomElement(using: &generator) ?? 0
      }
      let path = try folder.file("f.nii", bytes)
      let image: NIfTIImage
      do {
        image = try readNIfTI(path)
      } catch {
        #expect(!error.message.isEmpty)
        refused += 1
        continue
      }
      read += 1
      #expect(image.volume.voxels.count == image.header.grid.count, "round \(round)")
      _ = try? readNIfTILabels(path)
      try writeNIfTI(image.volume, to: folder.path("g.nii"), like: image.header)
    }
    #expect(read > 50 && refused > 50, "both outcomes occur: \(read) read, \(refused) refused")
  }

  @Test("Random bytes in 800 gzip streams give an image or a sentence")
  func stream() throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(seed: 11)
    let grid = VoxelGrid(16, 16, 8)
    let volume = Volume(
      grid: grid,
      voxels: (0..<grid.count).map { _ in .init(Int.random(in: 0...9, using: &generator)) })
    try writeNIfTI(volume, to: folder.path("a.nii.gz"), as: .int16)
    let sound = try folder.bytes("a.nii.gz")
    var refused = 0
    for _ in 0..<800 {
      var bytes = sound
      let n = Int.random(in: 0..<bytes.count, using: &generator)
      bytes[n] ^= UInt8(1) << UInt8.random(in: 0...7, using: &generator)
      if Bool.random(using: &generator) {
        bytes.removeLast(.random(in: 0..<bytes.count, using: &generator))
      }
      let path = try folder.file("f.nii.gz", bytes)
      _ = try? readNIfTIHeader(path)
      do {
        // Only flips in gzip's own unused fields (time, system) may pass.
        let image = try readNIfTI(path)
        #expect(image.volume == volume)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 740)
  }
}
