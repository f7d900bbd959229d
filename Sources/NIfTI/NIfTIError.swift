/// Why a NIfTI file could not be read or written, in one sentence.
public struct NIfTIError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is; the message says the rest.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The file is missing, a folder, or not permitted.
    case unreadable
    /// The bytes are not those of a single-file NIfTI-1 or NIfTI-2 image.
    case notNIfTI
    /// A NIfTI image of a kind this module does not read: pairs, complex numbers, colours, series.
    case unsupported
    /// A header field holds a value that cannot be.
    case badHeader
    /// The affine is singular or not finite.
    case badGeometry
    /// The file ends before its voxels do.
    case truncated
    /// The gzip stream is cut short, damaged, or followed by something else.
    case corruptGzip
    /// A voxel of a label image is not a whole number from 0 to 255.
    case badLabel
    /// The image cannot be written: the folder, the disk, or a value the data type cannot hold.
    case unwritable
  }

  /// What kind of failure it is.
  public let kind: Kind
  /// The file, as the caller named it.
  public let path: String
  /// What was expected and what was found, without the path.
  public let message: String

  init(_ kind: Kind, path: String, _ message: String) {
    self.kind = kind
    self.path = path
    self.message = message
  }

  /// The path and the message in one sentence.
  public var description: String { "\(path): \(message)" }
}
