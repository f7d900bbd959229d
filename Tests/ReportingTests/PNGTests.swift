import Imaging
import TestSupport
import Testing

@testable import Reporting

@Suite("PNG")
struct PNGTests {
  private let grey = (0..<256).map {
    PaletteColour(red: UInt8($0), green: UInt8($0), blue: UInt8($0))
  }

  @Test("Checksums are those of the string 123456789 in the standards' test values")
  func checksums() {
    let digits = Array("123456789".utf8)
    #expect(crc32(digits) == 0xCBF4_3926)  // the CRC-32/ISO-HDLC check value
    #expect(adler32(digits) == 0x091E_01DE)  // Python zlib.adler32(b"123456789")
    #expect(crc32([]) == 0)
    #expect(adler32([]) == 1)
  }

  @Test(
    "Deflate streams inflate to the same bytes",
    arguments: [
      [], [7], [UInt8](repeating: 42, count: 1000), (0...255).map { UInt8($0) },
    ] as [[UInt8]])
  func deflate(_ data: [UInt8]) throws {
    var inflater = Inflater(deflated(data))
    let found = try inflater.inflate()
    #expect(found.data == data)
    #expect(found.consumed == deflated(data).count)
  }

  @Test("Code lengths stay within the limit for counts that grow like Fibonacci's numbers")
  func lengthLimit() throws {
    var counts = [1, 1]
    while counts.count < 40 { counts.append(counts[counts.count - 1] + counts[counts.count - 2]) }
    let lengths = huffmanLengths(counts, limit: 15)
    #expect(try #require(lengths.max()) <= 15)
    // Kraft's equality: the code is complete, as decoders demand.
    #expect(lengths.reduce(0.0) { $0 + 1 / Double(1 << $1) } == 1)
  }

  @Test("Huffman's lengths for 1, 1, 2, 4 are 3, 3, 2, 1, worked by hand")
  func huffman() { #expect(huffmanLengths([1, 1, 2, 4], limit: 15) == [3, 3, 2, 1]) }

  @Test("A random picture comes back pixel by pixel", arguments: 0..<4)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var picture = IndexedPicture(width: 13 + Int(seed), height: 5)
    for n in picture.pixels.indices {
      picture.pixels[n] = UInt8.random(in: 0...255, using: &random)
    }
    let decoded = try DecodedPNG(picture.png(palette: grey))
    #expect(decoded.width == picture.width)
    #expect(decoded.height == picture.height)
    #expect(decoded.colours.map(\.red) == picture.pixels)
  }

  @Test(
    "Base 64 of RFC 4648's examples",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func base64Examples(_ example: (text: String, expected: String)) {
    #expect(base64(Array(example.text.utf8)) == example.expected)
  }
}
