import Foundation
import Learning
import NIfTI

/// A scan that is read on another thread while the one before it is segmented.
final class ReadAhead: Sendable {
  /// The file.
  let file: URL
  private let read: Ahead<Result<NIfTIImage, any Error>>

  /// Begins to read.
  init(_ file: URL) {
    self.file = file
    read = Ahead { Result { try readNIfTI(file.path) } }
  }

  /// Waits for the scan; to be asked for once.
  func scan() throws -> NIfTIImage { try read.take()?.get() ?? readNIfTI(file.path) }
}
