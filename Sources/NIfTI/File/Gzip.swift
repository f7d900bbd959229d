import CDeflate

/// Gzip through libdeflate, which works on whole buffers and checks the CRC.
enum Gzip {
  /// How hard libdeflate searches for repetitions.
  enum Level: Int32 {
    /// The fastest that still compresses: simulated sets are written often.
    case intensities = 1
    /// On long runs of one value it is both twice as fast as level 1 and smaller.
    case labels = 6
  }

  /// Deflate cannot expand a byte to more than this; a larger promise is a damaged file.
  static let largestRatio = 1032

  static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// The content of all members of a gzip file; zeros after the last one are padding.
  ///
  /// - Parameter limit: bytes of content beyond which the file is refused before they are in memory.
  static func inflate(
    _ bytes: [UInt8], path: String, limit: Int = .max
  ) throws(NIfTIError) -> [UInt8] {
    guard bytes.count >= 18 else {
      throw NIfTIError(
        .corruptGzip, path: path,
        "a gzip stream has at least 18 bytes, this file has \(bytes.count)")
    }
    var (content, used) = try member(bytes, from: 0, path: path, allowed: limit)
    while used < bytes.count, bytes[used...].contains(where: { $0 != 0 }) {
      let (more, step) = try member(
        bytes, from: used, path: path, allowed: limit - content.count)
      content += more
      used += step
    }
    return content
  }

  private static func member(
    _ bytes: [UInt8], from start: Int, path: String, allowed: Int
  ) throws(NIfTIError) -> (content: [UInt8], used: Int) {
    guard let decompressor = libdeflate_alloc_decompressor() else {
      throw NIfTIError(.unreadable, path: path, "there is no memory to decompress it")
    }
    defer { libdeflate_free_decompressor(decompressor) }
    let limit = min((bytes.count - start) * largestRatio, allowed)
    // The last four bytes hold the length modulo 2^32: exact for the usual single member, and
    // only a first guess otherwise.
    let stated = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    var capacity = max(1, min(stated, limit))
    while true {
      var result = LIBDEFLATE_BAD_DATA
      var used = 0
      let content = [UInt8](unsafeUninitializedCapacity: capacity) { out, count in
        bytes.withUnsafeBytes { source in
          let rest = UnsafeRawBufferPointer(rebasing: source[start...])
          result = libdeflate_gzip_decompress_ex(
            decompressor, rest.baseAddress, rest.count, out.baseAddress, capacity, &used, &count)
        }
        if result != LIBDEFLATE_SUCCESS { count = 0 }
      }
      if result == LIBDEFLATE_SUCCESS { return (content, used) }
      if result == LIBDEFLATE_INSUFFICIENT_SPACE, capacity >= allowed {
        throw NIfTIError(
          .corruptGzip, path: path,
          "expected at most \(allowed) bytes of content from byte \(start), found more")
      }
      guard result == LIBDEFLATE_INSUFFICIENT_SPACE, capacity < limit else {
        throw NIfTIError(
          .corruptGzip, path: path,
          "the gzip stream of \(bytes.count) bytes is cut short or damaged at or after byte \(start)"
        )
      }
      capacity = min(limit, max(capacity * 2, 1 << 16))
    }
  }

  /// At least `count` bytes from the beginning of a gzip stream, of which `bytes` may be a part;
  /// `nil` when only inflating the whole stream can tell.
  ///
  /// libdeflate has no streaming, but it fills the buffer before it reports it as too small. That
  /// is not promised, so it is done twice over different fillings: a byte that comes out alike
  /// was written. The last match may be missing from the end, hence the slack.
  static func beginning(of bytes: [UInt8], count: Int) -> [UInt8]? {
    guard bytes.count >= 18, let decompressor = libdeflate_alloc_decompressor() else { return nil }
    defer { libdeflate_free_decompressor(decompressor) }
    let longestMatch = 258
    func attempt(filledWith filling: UInt8) -> [UInt8]? {
      var out = [UInt8](repeating: filling, count: count + 2 * longestMatch)
      let capacity = out.count
      let result = libdeflate_gzip_decompress(
        decompressor, bytes, bytes.count, &out, capacity, nil)
      return result == LIBDEFLATE_INSUFFICIENT_SPACE ? Array(out[..<count]) : nil
    }
    guard let first = attempt(filledWith: 0), let second = attempt(filledWith: 0xFF),
      first == second
    else { return nil }
    return first
  }

  /// One gzip member.
  static func deflate(
    _ bytes: [UInt8], level: Level = .intensities, path: String
  ) throws(NIfTIError) -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(level.rawValue) else {
      throw NIfTIError(.unwritable, path: path, "there is no memory to compress it")
    }
    defer { libdeflate_free_compressor(compressor) }
    let bound = libdeflate_gzip_compress_bound(compressor, bytes.count)
    let out = [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      count = libdeflate_gzip_compress(
        compressor, bytes, bytes.count, buffer.baseAddress, bound)
    }
    guard !out.isEmpty else {
      throw NIfTIError(.unwritable, path: path, "\(bytes.count) bytes cannot be compressed")
    }
    return out
  }
}
