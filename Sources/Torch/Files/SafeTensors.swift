internal import Foundation

/// Reads and writes tensors in the safetensors format, which Python reads too.
///
/// A file is the header's length as 8 little-endian bytes, a JSON header that names each tensor's
/// type, shape and place, and the packed little-endian scalars.
///
/// - Source: the format description of huggingface/safetensors.
public enum SafeTensors {
  /// The longest header that is believed, in bytes; the reference reader has the same limit.
  static let longestHeader = 100_000_000

  private struct Entry: Codable {
    var dtype: String
    var shape: [Int]
    var offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype
      case shape
      case offsets = "data_offsets"
    }
  }

  private struct Header: Decodable {
    var entries: [String: Entry] = [:]
    var metadata: [String: String] = [:]

    private struct Key: CodingKey {
      var stringValue: String
      var intValue: Int? { nil }
      init?(intValue: Int) { nil }
      init(stringValue: String) { self.stringValue = stringValue }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in container.allKeys {
        if key.stringValue == "__metadata__" {
          metadata = try container.decode([String: String].self, forKey: key)
        } else {
          entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
        }
      }
    }
  }

  /// Writes tensors and metadata; the file appears whole or not at all.
  ///
  /// - Throws: ``SafeTensorsError`` when the file cannot be written or a tensor has the format's own
  ///   name; `TorchError` when a tensor cannot be read.
  public static func write(
    _ tensors: [String: Tensor], metadata: [String: String], to path: String
  ) throws {
    guard tensors["__metadata__"] == nil else {
      throw SafeTensorsError(path: path, "a tensor cannot be called __metadata__")
    }
    var entries: [String: Entry] = [:]
    var body = Data()
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let bytes = try tensor.packedBytes()
      entries[name] = Entry(
        dtype: tensor.dtype.safeTensorsName, shape: tensor.shape,
        offsets: [body.count, body.count + bytes.count])
      body.append(contentsOf: bytes)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    var header = try encoder.encode(entries)
    if !metadata.isEmpty {
      let text = try encoder.encode(["__metadata__": metadata])
      header = entries.isEmpty ? text : text.dropLast() + Data(",".utf8) + header.dropFirst()
    }
    // Scalars start at a multiple of 8 bytes, so that they can be mapped into memory.
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var file = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) }
    file.append(header)
    file.append(body)
    do {
      try file.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw SafeTensorsError(
        path: path, "the file cannot be written: \(error.localizedDescription)")
    }
  }

  /// Reads all tensors and the metadata.
  ///
  /// - Throws: ``SafeTensorsError`` for anything but a whole and consistent file.
  public static func read(
    _ path: String
  ) throws -> (tensors: [String: Tensor], metadata: [String: String]) {
    guard let file = FileManager.default.contents(atPath: path) else {
      throw SafeTensorsError(path: path, "expected a safetensors file, found none")
    }
    guard file.count >= 8 else {
      throw SafeTensorsError(path: path, "expected at least 8 bytes, found \(file.count)")
    }
    let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= longestHeader, 8 + Int(length) <= file.count else {
      throw SafeTensorsError(
        path: path, "the header promises \(length) bytes, the file has \(file.count - 8) after it")
    }
    let start = 8 + Int(length)
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: file[8..<start])
    } catch {
      throw SafeTensorsError(path: path, "expected a JSON header of tensors, found another text")
    }
    var tensors: [String: Tensor] = [:]
    var end = 0
    for (name, entry) in header.entries.sorted(by: {
      $0.value.offsets.lexicographicallyPrecedes($1.value.offsets)
    }) {
      let (dtype, range) = try place(of: name, entry, after: end, in: file.count - start, path)
      end = range.upperBound
      let bytes = [UInt8](file[(start + range.lowerBound)..<(start + range.upperBound)])
      tensors[name] = try Tensor(packed: bytes, shape: entry.shape, dtype: dtype)
    }
    guard end == file.count - start else {
      throw SafeTensorsError(
        path: path, "the header describes \(end) bytes of scalars, found \(file.count - start)")
    }
    return (tensors, header.metadata)
  }

  /// Checks one entry: known type, offsets in order and without gaps, length as the shape says.
  private static func place(
    of name: String, _ entry: Entry, after end: Int, in available: Int, _ path: String
  ) throws -> (DType, Range<Int>) {
    guard let dtype = DType.allCases.first(where: { $0.safeTensorsName == entry.dtype }) else {
      throw SafeTensorsError(path: path, "\(name) has the type \(entry.dtype), which is not known")
    }
    var expected = dtype.byteCount
    for length in entry.shape {
      let (product, overflows) = expected.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflows else {
        throw SafeTensorsError(path: path, "\(name) has the impossible shape \(entry.shape)")
      }
      expected = product
    }
    guard entry.offsets.count == 2, entry.offsets[0] == end, entry.offsets[1] <= available,
      entry.offsets[1] >= entry.offsets[0], entry.offsets[1] - entry.offsets[0] == expected
    else {
      throw SafeTensorsError(
        path: path,
        "\(name): expected \(expected) bytes from offset \(end) of \(available), "
          + "found offsets \(entry.offsets)")
    }
    return (dtype, entry.offsets[0]..<entry.offsets[1])
  }
}

extension DType {
  /// The type's name in the safetensors format.
  var safeTensorsName: String {
    switch self {
    case .float32: "F32"
    case .bfloat16: "BF16"
    case .float16: "F16"
    case .float64: "F64"
    case .int64: "I64"
    case .uint8: "U8"
    case .bool: "BOOL"
    }
  }
}

/// A safetensors file cannot be read or written.
public struct SafeTensorsError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// What was expected and found.
  public let reason: String

  init(path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  /// One sentence with the file and the reason.
  public var description: String { "\(path): \(reason)" }
}
