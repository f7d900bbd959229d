internal import Foundation

/// A safetensors file whose scalars stay where they are until they are asked for.
///
/// Mapped into memory, a file costs no memory of the process: the system reads its pages when they are
/// looked at, keeps them while there is room, and shares them between processes.
public struct SafeTensorsFile: Sendable {
  /// The longest header that is believed, in bytes; the reference reader has the same limit.
  static let longestHeader = 100_000_000

  struct Entry: Codable {
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

  /// The file's metadata.
  public let metadata: [String: String]
  private let path: String
  private let data: Data
  private let places: [String: (dtype: DType, shape: [Int], range: Range<Int>)]

  /// Maps a file into memory.
  ///
  /// - Throws: ``SafeTensorsError`` for anything but a whole and consistent file.
  public init(mapping path: String) throws {
    guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    else {
      throw SafeTensorsError(path: path, "expected a safetensors file, found none")
    }
    try self.init(data, path: path)
  }

  init(_ file: Data, path: String) throws {
    guard file.count >= 8 else {
      throw SafeTensorsError(path: path, "expected at least 8 bytes, found \(file.count)")
    }
    let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= Self.longestHeader, 8 + Int(length) <= file.count else {
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
    var places: [String: (dtype: DType, shape: [Int], range: Range<Int>)] = [:]
    var end = 0
    for (name, entry) in header.entries.sorted(by: {
      $0.value.offsets.lexicographicallyPrecedes($1.value.offsets)
    }) {
      let (dtype, range) = try Self.place(
        of: name, entry, after: end, in: file.count - start, path)
      end = range.upperBound
      places[name] = (dtype, entry.shape, (start + range.lowerBound)..<(start + end))
    }
    guard end == file.count - start else {
      throw SafeTensorsError(
        path: path, "the header describes \(end) bytes of scalars, found \(file.count - start)")
    }
    metadata = header.metadata
    self.path = path
    data = file
    self.places = places
  }

  /// The shape of a tensor; `nil` when the file has none of that name.
  public func shape(of name: String) -> [Int]? { places[name]?.shape }

  /// All tensors, copied.
  func tensors() throws(TorchError) -> [String: Tensor] {
    var tensors: [String: Tensor] = [:]
    for (name, place) in places {
      tensors[name] = try Tensor(
        packed: [UInt8](data[place.range]), shape: place.shape, dtype: place.dtype)
    }
    return tensors
  }

  /// The float32 scalars of a tensor, still in the file.
  ///
  /// - Throws: ``SafeTensorsError`` when there is no such tensor of that type.
  public func floats(_ name: String) throws -> StoredScalars<Float> {
    try stored(name, .float32)
  }

  /// The uint8 scalars of a tensor, still in the file.
  ///
  /// - Throws: ``SafeTensorsError`` when there is no such tensor of that type.
  public func bytes(_ name: String) throws -> StoredScalars<UInt8> { try stored(name, .uint8) }

  private func stored<Scalar>(_ name: String, _ dtype: DType) throws -> StoredScalars<Scalar> {
    guard let place = places[name], place.dtype == dtype else {
      throw SafeTensorsError(path: path, "expected \(name) of type \(dtype.safeTensorsName)")
    }
    return StoredScalars(bytes: data[place.range])
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

/// Row-major scalars in a file.
public struct StoredScalars<Scalar: BitwiseCopyable & Sendable>: Sendable {
  let bytes: Data

  /// The number of scalars.
  public var count: Int { bytes.count / MemoryLayout<Scalar>.stride }

  /// The scalars in memory.
  public func copied() -> [Scalar] {
    [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      initialized = count
    }
  }
}
