/// An independent reader of the deflate streams under test: one dynamic or stored block after
/// another, literals and the end mark, and lengths/distances refused because none are written.
///
/// Written from RFC 1951 bit by bit, without sharing code with the writer.
struct Inflater {
  struct Malformed: Error { let reason: String }

  private let bytes: [UInt8]
  private var position = 0  // in bits

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The bytes that the stream holds, and how many bytes of input it took.
  mutating func inflate() throws -> (data: [UInt8], consumed: Int) {
    var data: [UInt8] = []
    var isLast = false
    while !isLast {
      isLast = try bits(1) == 1
      guard try bits(2) == 2 else { throw Malformed(reason: "not a dynamic block") }
      let literalCount = try bits(5) + 257
      let distanceCount = try bits(5) + 1
      let lengthCount = try bits(4) + 4
      let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
      var lengthLengths = [Int](repeating: 0, count: 19)
      for n in 0..<lengthCount { lengthLengths[order[n]] = try bits(3) }
      let lengthCode = try table(lengthLengths)
      var lengths: [Int] = []
      while lengths.count < literalCount + distanceCount {
        let symbol = try decode(lengthCode)
        guard symbol < 16 else { throw Malformed(reason: "run lengths are not expected") }
        lengths.append(symbol)
      }
      let literalCode = try table(Array(lengths[..<literalCount]))
      while true {
        let symbol = try decode(literalCode)
        if symbol == 256 { break }
        guard symbol < 256 else { throw Malformed(reason: "repeats are not expected") }
        data.append(UInt8(symbol))
      }
    }
    return (data, (position + 7) / 8)
  }

  private mutating func bits(_ count: Int) throws -> Int {
    var value = 0
    for n in 0..<count {
      guard position / 8 < bytes.count else { throw Malformed(reason: "the stream ends early") }
      value |= Int(bytes[position / 8] >> (position % 8) & 1) << n
      position += 1
    }
    return value
  }

  /// Code words by (length, value), most significant bit first; the code must be complete.
  private func table(_ lengths: [Int]) throws -> [[Int]: Int] {
    var table: [[Int]: Int] = [:]
    var code = 0
    var space = 0
    for length in 1...15 {
      for symbol in lengths.indices where lengths[symbol] == length {
        table[[length, code]] = symbol
        code += 1
        space += 1 << (15 - length)
      }
      code <<= 1
    }
    guard space == 1 << 15 else { throw Malformed(reason: "an incomplete or oversubscribed code") }
    return table
  }

  private mutating func decode(_ table: [[Int]: Int]) throws -> Int {
    var code = 0
    for length in 1...15 {
      code = code << 1 | (try bits(1))
      if let symbol = table[[length, code]] { return symbol }
    }
    throw Malformed(reason: "no such code word")
  }
}
