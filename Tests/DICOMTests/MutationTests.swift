import Foundation
import Imaging
import TestSupport
import Testing

@testable import DICOM

extension DICOMTests {
  @Suite("Random damage never crashes")
  struct MutationTests {
    /// 600 files in `make test`; scripts/fuzz-dicom asks for more.
    private static let count =
      ProcessInfo.processInfo.environment["KAKEHASHI_FUZZ_FILES"].flatMap { Int($0) } ?? 600

    @Test("Changed and shortened files give images or sentences")
    func damage() throws {
      let golden = testsFolder.appending(path: "Golden/dicom")
      let names = try FileManager.default.contentsOfDirectory(atPath: golden.path)
        .filter { $0.hasSuffix(".dcm") }.sorted()
      #expect(names.count == 24)
      let sound = try names.map { [UInt8](try Data(contentsOf: golden.appending(path: $0))) }
      var generator = SplitMix64(seed: 24)
      var (read, refused) = (0, 0)
      try withTemporaryFolder { folder in
        let file = folder.appending(path: "f.dcm")
        for round in 0..<Self.count {
          var bytes = sound[round % sound.count]
          // The preamble holds nothing; half of the changes hit the header, the rest anywhere.
          for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let end = Bool.random(using: &generator) ? min(bytes.count, 1000) : bytes.count
            let n = Int.random(in: 128..<end, using: &generator)
            bytes[n] =
              [0, 1, 0x7F, 0x80, 0xFF, bytes[n] ^ 1, .random(in: 0...255, using: &generator)]
              .randomElement(using: &generator) ?? 0
          }
          if Int.random(in: 0..<8, using: &generator) == 0 {
            bytes.removeLast(.random(in: 0..<bytes.count, using: &generator))
          }
          try Data(bytes).write(to: file)
          let found = try scanDICOM(file.path)
          for series in found.series {
            do throws(DICOMError) {
              let volume = try series.volume()
              #expect(volume.voxels.count == series.grid.count)
              read += 1
            } catch {
              #expect(!error.message.isEmpty)
              refused += 1
            }
          }
          refused += found.refused.count
        }
      }
      #expect(
        read > Self.count / 10 && refused > Self.count / 10, "\(read) read, \(refused) refused")
    }
  }
}
