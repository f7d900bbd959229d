import Evaluation
import Foundation
import Imaging
import TestSupport
import Testing

@testable import Commands

@Suite("Damaged tables of compare and evaluate --koos")
struct TableFuzzTests {
  private let challenge = """
    Case,VS_Dice,VS_ASSD,Team
    crossmoda2021_ldn_1,0.9,0.4,A
    crossmoda2021_ldn_2,0.8,0.5,A
    crossmoda2021_ldn_1,0.7,1.5,B
    """
  private let grades = "\"case\",\"class\"\na,1\nb,2\nc,4\n"
  private let truth = "crossmoda_name,group,center,koos\na,s,L,1\nb,s,L,3\nc,s,L,post-operative-L\n"

  @Test("5000 damaged score tables give scores or one sentence that names the file")
  func scores() throws {
    try expectBothOutcomes(challenge, seed: 1) { file in
      let runs = try readScores(file.path, name: nil)
      for row in runs.flatMap(\.table.rows) {
        #expect(row.dice.map { $0.isFinite && $0 >= 0 } ?? true)
        #expect(row.assd.map { $0.isFinite && $0 >= 0 } ?? true)
      }
    }
  }

  @Test("5000 damaged tables of Koos grades give scores or one sentence that names the file")
  func koos() throws {
    try withTemporaryFolder { folder in
      let reference = folder.appending(path: "truth.csv")
      try Data(truth.utf8).write(to: reference)
      try expectBothOutcomes(grades, seed: 2) { file in
        let found = try ScoredKoos(predictions: file, reference: reference, failsOnMissing: false)
        // Whatever was predicted: two cases count and the operated one does not.
        #expect(found.scores.cases == 2 && found.scores.excluded == 1)
        #expect(try #require(found.scores.macroAveragedError) <= 3)
      }
    }
  }

  /// Damages a text 5000 times; each must be read or end in a `CommandError`, and both must occur.
  private func expectBothOutcomes(
    _ sound: String, seed: UInt64, read: (URL) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "table.csv")
      var (accepted, refused) = (0, 0)
      for round in 0..<5000 {
        var random = SplitMix64(seed: seed, keys: UInt64(round))
        var bytes = Array(sound.utf8)
        for _ in 0...Int.random(in: 0...2, using: &random) {
          let n = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0...3, using: &random) {
          case 0: bytes[n] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: n)
          case 2 where bytes.count > 1: bytes.removeLast(bytes.count - max(1, n))
          default:
            bytes[n] = Array(",\"\r\n-+.0123456789eE ".utf8).randomElement(using: &random) ?? 0
          }
        }
        try Data(bytes).write(to: file)
        do {
          try read(file)
          accepted += 1
        } catch let error as CommandError {
          #expect(error.description.contains("table.csv"), "\(error)")
          refused += 1
        }
      }
      #expect(accepted > 200 && refused > 200, "\(accepted) read, \(refused) refused")
    }
  }
}
