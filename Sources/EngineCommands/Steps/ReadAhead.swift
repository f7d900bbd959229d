import Dispatch
import Foundation
import NIfTI
import Synchronization

/// A scan that is read on another thread while the one before it is segmented.
final class ReadAhead: Sendable {
  /// The file.
  let file: URL
  private let result = Mutex<Result<NIfTIImage, any Error>?>(nil)
  private let isRead = DispatchSemaphore(value: 0)

  /// Begins to read.
  init(_ file: URL) {
    self.file = file
    DispatchQueue.global().async {
      let read = Result<NIfTIImage, any Error> { try readNIfTI(file.path) }
      self.result.withLock { $0 = read }
      self.isRead.signal()
    }
  }

  /// Waits for the scan; to be asked for once.
  func scan() throws -> NIfTIImage {
    isRead.wait()
    let read = result.withLock { result in
      defer { result = nil }
      return result
    }
    return try read?.get() ?? readNIfTI(file.path)
  }
}
