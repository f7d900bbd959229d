/// An indexed-colour picture: one byte per pixel, naming an entry of a palette.
struct IndexedPicture: Hashable, Sendable {
  /// The width in pixels.
  let width: Int
  /// The height in pixels.
  let height: Int
  /// The pixels, row by row from the top left.
  var pixels: [UInt8]

  init(width: Int, height: Int) {
    precondition(width > 0 && height > 0, "a picture has at least one pixel")
    self.width = width
    self.height = height
    pixels = [UInt8](repeating: 0, count: width * height)
  }
}

/// A colour of a palette.
struct PaletteColour: Hashable, Sendable {
  let red: UInt8
  let green: UInt8
  let blue: UInt8
  /// 0 for transparent, 255 for opaque.
  var alpha: UInt8 = 255
}

extension IndexedPicture {
  /// The picture as a PNG file.
  ///
  /// - Source: W3C PNG 3rd edition; RFC 1950 (zlib) and RFC 1951 (deflate).
  func png(palette: [PaletteColour]) -> [UInt8] {
    var header = bigEndian(UInt32(width)) + bigEndian(UInt32(height))
    header += [8, 3, 0, 0, 0]  // 8 bits, indexed colour, deflate, adaptive filters, no interlace
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", header)
    file += chunk("PLTE", palette.flatMap { [$0.red, $0.green, $0.blue] })
    if palette.contains(where: { $0.alpha < 255 }) { file += chunk("tRNS", palette.map(\.alpha)) }
    file += chunk("IDAT", zlib(filteredRows()))
    file += chunk("IEND", [])
    return file
  }

  /// Each row after its filter byte: 1, the difference to the pixel on the left.
  ///
  /// Neighbours of a smooth grey ramp differ by little, so the differences are few values and
  /// code well; that halves the file.
  private func filteredRows() -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity((width + 1) * height)
    for y in 0..<height {
      rows.append(1)
      var left: UInt8 = 0
      for x in 0..<width {
        let pixel = pixels[y * width + x]
        rows.append(pixel &- left)
        left = pixel
      }
    }
    return rows
  }
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}

private func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
  let body = Array(name.utf8) + data
  return bigEndian(UInt32(data.count)) + body + bigEndian(crc32(body))
}

private func zlib(_ data: [UInt8]) -> [UInt8] {
  // 0x78 0x01: deflate with a 32 KiB window, fastest; the two bytes are a multiple of 31.
  [0x78, 0x01] + deflated(data) + bigEndian(adler32(data))
}

/// The CRC-32 of PNG and gzip (polynomial 0xEDB88320, reflected).
func crc32(_ bytes: [UInt8]) -> UInt32 {
  var table: [UInt32] = []
  for index in 0..<UInt32(256) {
    var value = index
    for _ in 0..<8 {
      let isOdd = value & 1 == 1
      value >>= 1
      if isOdd { value ^= 0xEDB8_8320 }
    }
    table.append(value)
  }
  var crc: UInt32 = 0xFFFF_FFFF
  for byte in bytes { crc = table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ (crc >> 8) }
  return crc ^ 0xFFFF_FFFF
}

/// The Adler-32 checksum of zlib.
func adler32(_ bytes: [UInt8]) -> UInt32 {
  var a: UInt32 = 1
  var b: UInt32 = 0
  for byte in bytes {
    a = (a + UInt32(byte)) % 65521
    b = (b + a) % 65521
  }
  return b << 16 | a
}
