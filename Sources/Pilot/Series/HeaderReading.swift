import Foundation

/// Finds the series of a folder by reading each file's header with a program.
struct HeaderReader {
  let command: [String]
  let timeout: Double
  let now: @Sendable () -> Date

  /// One file's header; `nil` where the program says that it is no DICOM image.
  func header(of file: URL) async throws -> SeriesHeader? {
    let result = try await runProgram(
      command.map { $0 == "{file}" ? file.path : $0 }, timeout: timeout, capture: true)
    guard result.status == 0 else { return nil }
    return try? SeriesHeader(dicomJSON: result.output, at: now())
  }

  /// All series of a folder and its subfolders, by identifier, with the files of each.
  func series(in folder: URL) async throws -> [(series: CandidateSeries, files: [URL])] {
    var found: [String: (series: CandidateSeries, files: [URL])] = [:]
    for file in try regularFiles(below: folder) {
      guard let header = try await header(of: file) else { continue }
      var known =
        found[header.seriesUID]
        ?? (CandidateSeries(header: header, slices: 0, source: "folder:\(folder.path)"), [])
      known.series.slices += header.frames
      known.files.append(file)
      found[header.seriesUID] = known
    }
    return found.sorted { $0.key < $1.key }.map(\.value)
  }
}

/// The regular files below a folder in order of their paths; hidden ones and links are left out.
func regularFiles(below folder: URL) throws -> [URL] {
  guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder.path) else {
    throw PilotError("expected a folder that can be read, found none")
  }
  return names.sorted().compactMap { name in
    let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
    let url = folder.appending(path: name)
    let type = try? FileManager.default.attributesOfItem(atPath: url.path)[.type]
    return !isHidden && type as? FileAttributeType == .typeRegular ? url : nil
  }
}
