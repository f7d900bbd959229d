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
          let bytes = damaged(sound[round % sound.count], from: 128, using: &generator)
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

    /// Segmentations, structure sets and reports by turns.
    @Test("Changed and shortened objects of structures give structures or sentences")
    func structures() throws {
      let grid = sampleGrid()
      var generator = SplitMix64(seed: 25)
      var (read, refused) = ([0, 0, 0], [0, 0, 0])
      try withTemporaryFolder { folder in
        let sound = try Self.objects(on: grid, in: folder)
        let file = folder.appending(path: "f.dcm").path
        for round in 0..<Self.count {
          let kind = round % sound.count
          let bytes = damaged(sound[kind], from: 128, using: &generator)
          try Data(bytes).write(to: URL(fileURLWithPath: file))
          _ = try? readImageHeader(file)
          do throws(DICOMError) {
            switch kind {
            case 0:
              let found = try readSegmentation(file, on: grid)
              #expect(found.allSatisfy { $0.mask.voxels.count == grid.count })
            case 1:
              let masks = try readStructureSet(file).structures.map { $0.contours.mask(on: grid) }
              #expect(masks.allSatisfy { $0.map { $0.voxels.count == grid.count } ?? true })
            default:
              _ = try DICOMFile.read(file).root.content()
            }
            read[kind] += 1
          } catch {
            #expect(!error.message.isEmpty)
            refused[kind] += 1
          }
        }
      }
      // Most damage hits values that nobody needs.
      #expect(
        read.allSatisfy { $0 > Self.count / 60 } && refused.allSatisfy { $0 > Self.count / 60 },
        "\(read) read, \(refused) refused")
    }

    /// The bytes of a segmentation, a structure set and a report of one series.
    private static func objects(on grid: VoxelGrid, in folder: URL) throws -> [[UInt8]] {
      let structures = sampleStructures(on: grid)
      let series = try sampleSeries(on: grid, in: folder)
      let paths = ["seg", "rt", "sr"].map { folder.appending(path: "\($0).dcm").path }
      let object = try writeSegmentation(
        structures, of: series, by: sampleAlgorithm, to: paths[0])
      _ = try writeStructureSet(structures, of: series, by: sampleAlgorithm, to: paths[1])
      _ = try writeMeasurementReport(
        structures.map { MeasurementGroup($0) }, of: series,
        segmentation: (object, structures.map(\.label)), by: sampleAlgorithm, to: paths[2])
      return try paths.map { [UInt8](try Data(contentsOf: URL(fileURLWithPath: $0))) }
    }
  }
}

/// The same bytes with a few of them changed, and sometimes the end cut off.
///
/// The preamble holds nothing; half of the changes hit the header, the rest anywhere. Where the text
/// of a number stands, some changes make another number of it.
private func damaged(
  _ sound: [UInt8], from start: Int, using generator: inout SplitMix64
) -> [UInt8] {
  var bytes = sound
  for _ in 0..<Int.random(in: 1...8, using: &generator) {
    let end = Bool.random(using: &generator) ? min(bytes.count, 1000) : bytes.count
    let n = Int.random(in: start..<end, using: &generator)
    let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[n])
    let others: [UInt8] =
      isDigit && Bool.random(using: &generator)
      ? Array("0189eE+-.\\ ".utf8)
      : [0, 1, 0x7F, 0x80, 0xFF, bytes[n] ^ 1, .random(in: 0...255, using: &generator)]
    bytes[n] = others.randomElement(using: &generator) ?? 0
  }
  if Int.random(in: 0..<8, using: &generator) == 0 {
    bytes.removeLast(.random(in: 0..<bytes.count, using: &generator))
  }
  return bytes
}
