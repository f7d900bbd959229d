import DataSets
import Imaging
import Testing

@Suite("CSV")
struct CSVTests {
  @Test(
    "Texts and their records",
    arguments: [
      ("", []), ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]), ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
      ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("\u{FEFF}a,b", [["a", "b"]]),
      ("\n\na\n\n", [["a"]]), (",\n", [["", ""]]), ("a,", [["a", ""]]),
      ("\"a,b\",\"c\nd\"", [["a,b", "c\nd"]]), ("\"a\r\nb\"", [["a\r\nb"]]),
      ("\"say \"\"no\"\"\"", [["say \"no\""]]), ("\"never closed,\n", [["never closed,\n"]]),
      ("é,架け橋", [["é", "架け橋"]]),
    ] as [(String, [[String]])])
  func rows(_ c: (text: String, rows: [[String]])) {
    #expect(CSV.rows(c.text) == c.rows)
  }

  @Test("What is written is read back, whatever the fields hold")
  func roundTrip() {
    var random = SplitMix64(seed: 6)
    let pieces = ["a", ",", "\"", "\n", "\r\n", "\r", " ", "é", ""]
    for _ in 0..<500 {
      let rows = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (0..<3).map { _ in
          (0..<Int.random(in: 0...4, using: &random))
            .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
      }
      #expect(CSV.rows(CSV.text(rows)) == rows)
    }
  }
}
