internal import Foundation

/// Reads and writes tensors in the safetensors format, which Python reads too.
///
/// A file is the header's length as 8 little-endian bytes, a JSON header that names each tensor's
/// type, shape and place, and the packed little-endian scalars.
///
/// - Source: the format description of huggingface/safetensors.
public enum SafeTensors {
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
    var entries: [String: SafeTensorsFile.Entry] = [:]
    var body = Data()
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      let bytes = try tensor.packedBytes()
      entries[name] = SafeTensorsFile.Entry(
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
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SafeTensorsError(path: path, "expected a safetensors file, found none")
    }
    let file = try SafeTensorsFile(data, path: path)
    return (try file.tensors(), file.metadata)
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
