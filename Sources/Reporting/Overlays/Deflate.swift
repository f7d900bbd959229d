/// Bytes as one deflate stream of a single block, each byte coded by its own Huffman code.
///
/// No repeats are searched: filtered grey pictures have few, and the entropy of the differences is
/// where their size goes. The caller's picture is small, so one block serves.
///
/// - Source: RFC 1951, block type 2.
func deflated(_ data: [UInt8]) -> [UInt8] {
  var counts = [Int](repeating: 0, count: 257)
  for byte in data { counts[Int(byte)] += 1 }
  counts[256] = 1  // the end of the block
  let lengths = huffmanLengths(counts, limit: 15)
  let codes = canonicalCodes(lengths)

  var bits = BitWriter()
  bits.write(1, 1)  // the last block
  bits.write(2, 2)  // dynamic Huffman codes
  writeCodeTable(lengths, to: &bits)
  for byte in data { bits.write(codes[Int(byte)], lengths[Int(byte)]) }
  bits.write(codes[256], lengths[256])
  return bits.finished()
}

/// Writes the literal code's lengths, themselves coded with 4 bits each and without run lengths.
private func writeCodeTable(_ lengths: [Int], to bits: inout BitWriter) {
  bits.write(0, 5)  // 257 literal codes
  bits.write(0, 5)  // 1 distance code
  bits.write(15, 4)  // 19 code length codes
  // The order RFC 1951 gives: 16, 17, 18 (runs, unused here), then the lengths. Sixteen codes of
  // 4 bits are complete and need no choice of their own.
  let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
  for symbol in order { bits.write(symbol < 16 ? 4 : 0, 3) }
  let codes = canonicalCodes([Int](repeating: 4, count: 16))
  for length in lengths { bits.write(codes[length], 4) }
  bits.write(codes[1], 4)  // the one distance code, never used; RFC 1951 lets it have 1 bit
}

/// The lengths of a prefix code for symbols with these counts; 0 where the count is 0.
///
/// Huffman's code; where a code would be longer than the limit, counts are flattened and it is
/// built again. At least two symbols get a code, as decoders expect a complete one.
func huffmanLengths(_ counts: [Int], limit: Int) -> [Int] {
  var counts = counts
  while counts.count(where: { $0 > 0 }) < 2, let unused = counts.firstIndex(of: 0) {
    counts[unused] = 1
  }
  while true {
    let lengths = unlimitedLengths(counts)
    if lengths.allSatisfy({ $0 <= limit }) { return lengths }
    for n in counts.indices where counts[n] > 0 { counts[n] = counts[n] / 2 + 1 }
  }
}

private func unlimitedLengths(_ counts: [Int]) -> [Int] {
  var nodes: [(count: Int, symbols: [Int])] = counts.indices.compactMap {
    counts[$0] > 0 ? (counts[$0], [$0]) : nil
  }
  var lengths = [Int](repeating: 0, count: counts.count)
  while nodes.count > 1 {
    // A few hundred symbols at most: sorting again each time costs nothing that matters.
    nodes.sort { ($0.count, $0.symbols[0]) > ($1.count, $1.symbols[0]) }
    let first = nodes.removeLast()
    let second = nodes.removeLast()
    let merged = first.symbols + second.symbols
    for symbol in merged { lengths[symbol] += 1 }
    nodes.append((first.count + second.count, merged))
  }
  return lengths
}

/// The canonical codes of RFC 1951 section 3.2.2, bit-reversed for writing low bit first.
private func canonicalCodes(_ lengths: [Int]) -> [UInt32] {
  var codes = [UInt32](repeating: 0, count: lengths.count)
  var code: UInt32 = 0
  for length in 1...max(1, lengths.max() ?? 1) {
    for symbol in lengths.indices where lengths[symbol] == length {
      codes[symbol] = reversed(code, length)
      code += 1
    }
    code <<= 1
  }
  return codes
}

private func reversed(_ code: UInt32, _ length: Int) -> UInt32 {
  (0..<length).reduce(0) { $0 << 1 | (code >> $1 & 1) }
}

/// Packs bits into bytes, lowest bit first.
private struct BitWriter {
  private var bytes: [UInt8] = []
  private var pending: UInt32 = 0
  private var count = 0

  mutating func write(_ value: UInt32, _ length: Int) {
    pending |= value << count
    count += length
    while count >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      count -= 8
    }
  }

  func finished() -> [UInt8] {
    count > 0 ? bytes + [UInt8(truncatingIfNeeded: pending)] : bytes
  }
}
