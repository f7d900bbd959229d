#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a file, read and written whole with the system's reason in every error.
enum FileBytes {
  /// The first `limit` bytes of a file and the number of bytes it has in all.
  static func read(
    _ path: String, limit: Int = .max
  ) throws(NIfTIError) -> (bytes: [UInt8], fileByteCount: Int) {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw NIfTIError(.unreadable, path: path, "cannot be opened: \(reason())")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw NIfTIError(.unreadable, path: path, "cannot be examined: \(reason())")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw NIfTIError(.unreadable, path: path, "is not a file")
    }
    let total = Int(status.st_size)
    let wanted = min(total, limit)
    var failure: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      while count < wanted {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        let step = systemRead(descriptor, rest.baseAddress, rest.count)
        if step < 0 { failure = reason() }
        if step <= 0 { break }
        count += step
      }
    }
    if let failure {
      throw NIfTIError(.unreadable, path: path, "cannot be read: \(failure)")
    }
    guard bytes.count == wanted else {
      throw NIfTIError(
        .unreadable, path: path,
        "ended at byte \(bytes.count) while it was read, expected \(wanted)")
    }
    return (bytes, total)
  }

  /// Writes a file under a temporary name beside it, then renames: no reader sees half of it.
  static func write(_ bytes: [UInt8], to path: String) throws(NIfTIError) {
    let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let temporary =
      "\(path[..<cut]).\(path[cut...]).\(getpid())-\(UInt32.random(in: 0 ... .max)).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o666)
    guard descriptor >= 0 else {
      throw NIfTIError(
        .unwritable, path: path,
        "cannot be written, because its folder does not take a new file: \(reason())")
    }
    var failure: String?
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
        let step = systemWrite(descriptor, rest.baseAddress, rest.count)
        guard step > 0 else {
          failure = reason()
          return
        }
        done += step
      }
    }
    if close(descriptor) != 0, failure == nil { failure = reason() }
    if failure == nil, rename(temporary, path) != 0 { failure = reason() }
    if let failure {
      unlink(temporary)
      throw NIfTIError(.unwritable, path: path, "cannot be written: \(failure)")
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}

// `read` and `write` are also the names of the two functions above.
private let systemRead: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = read
private let systemWrite: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = write
