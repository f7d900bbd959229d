import DICOM
package import Foundation

/// Where series come from.
package protocol SeriesSource: Sendable {
  /// Brings the files of a series into a folder.
  ///
  /// - Parameter place: what follows the kind in ``PilotCase/source``.
  /// - Throws: ``PilotError`` where the series is not there.
  func fetch(series: String, from place: String, into folder: URL) async throws
}

/// Where results go.
package protocol ResultReceiver: Sendable {
  /// Stores a file; the same object again is no error and makes no second one.
  ///
  /// - Returns: what the receiver calls it.
  func store(_ file: URL) async throws -> String
}

/// Series that lie in folders.
struct FolderSource: SeriesSource {
  func fetch(series: String, from place: String, into folder: URL) async throws {
    let found = try findSeries(in: URL(fileURLWithPath: place, isDirectory: true))
    guard let match = found.first(where: { $0.series.header.seriesUID == series }) else {
      throw PilotError("fetch: expected the series where it was found, found it gone")
    }
    for (number, file) in match.files.enumerated() {
      let target = folder.appending(path: String(format: "%06d.dcm", number + 1))
      do {
        try FileManager.default.copyItem(at: file, to: target)
      } catch {
        // The error's own words name the file, and its name may name the patient.
        throw PilotError("fetch: cannot copy file \(number + 1) of \(match.files.count)")
      }
    }
  }
}
