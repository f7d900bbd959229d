@testable import Reporting

/// A PNG file read back: its chunks checked, its pixels unfiltered and looked up in the palette.
struct DecodedPNG {
  struct Malformed: Error { let reason: String }

  let width: Int
  let height: Int
  let colours: [PaletteColour]

  init(_ file: [UInt8]) throws {
    guard file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      throw Malformed(reason: "not the PNG signature")
    }
    var chunks: [String: [UInt8]] = [:]
    var names: [String] = []
    var n = 8
    while n < file.count {
      let length = Self.number(file[n..<n + 4])
      let body = Array(file[n + 4..<n + 8 + length])
      guard crc32(body) == UInt32(Self.number(file[n + 8 + length..<n + 12 + length])) else {
        throw Malformed(reason: "a chunk's CRC is wrong")
      }
      let name = String(decoding: body[..<4], as: UTF8.self)
      names.append(name)
      chunks[name] = Array(body[4...])
      n += 12 + length
    }
    guard names.filter({ $0 != "tRNS" }) == ["IHDR", "PLTE", "IDAT", "IEND"],
      let header = chunks["IHDR"],
      let palette = chunks["PLTE"], let data = chunks["IDAT"]
    else { throw Malformed(reason: "unexpected chunks \(names)") }
    guard header[8...] == [8, 3, 0, 0, 0] else { throw Malformed(reason: "unexpected header") }
    width = Self.number(header[0..<4])
    height = Self.number(header[4..<8])

    guard (Int(data[0]) * 256 + Int(data[1])) % 31 == 0, data[0] == 0x78 else {
      throw Malformed(reason: "not a zlib header")
    }
    var inflater = Inflater(Array(data[2...]))
    let (rows, consumed) = try inflater.inflate()
    guard data.count == 2 + consumed + 4,
      Self.number(data[(2 + consumed)...]) == Int(adler32(rows))
    else { throw Malformed(reason: "the zlib checksum is wrong") }
    guard rows.count == (width + 1) * height else { throw Malformed(reason: "too few rows") }
    var colours: [PaletteColour] = []
    for y in 0..<height {
      guard rows[y * (width + 1)] == 1 else { throw Malformed(reason: "unexpected filter") }
      var value: UInt8 = 0
      for x in 0..<width {
        value &+= rows[y * (width + 1) + 1 + x]
        let entry = 3 * Int(value)
        colours.append(
          PaletteColour(
            red: palette[entry], green: palette[entry + 1], blue: palette[entry + 2],
            alpha: chunks["tRNS"]?[Int(value)] ?? 255))
      }
    }
    self.colours = colours
  }

  subscript(x: Int, y: Int) -> PaletteColour { colours[x + width * y] }

  func count(of colour: PaletteColour) -> Int { colours.count { $0 == colour } }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}
