import DICOM
import Foundation

extension Study {
  /// The study that an image belongs to.
  init(_ header: ImageHeader, receivedAt date: Date) {
    self.init(uid: header.studyUID, receivedAt: date)
    patientID = header.patientID
    patientName = header.patientName
    accessionNumber = header.accessionNumber
    studyDate = header.studyDate
  }
}

/// All series of a folder and its subfolders, by identifier, with the files of each.
///
/// Headers alone are read. Files that are no DICOM objects are left out.
///
/// - Throws: ``PilotError`` where the folder cannot be read.
func findSeries(in folder: URL) throws -> [(series: CandidateSeries, files: [URL])] {
  var found: [String: (series: CandidateSeries, files: [URL])] = [:]
  for file in try regularFiles(below: folder) {
    guard let header = try? readImageHeader(file.path) else { continue }
    var known =
      found[header.seriesUID]
      ?? (CandidateSeries(header: header, slices: 0, source: "folder:\(folder.path)"), [])
    known.series.slices += header.frames
    known.files.append(file)
    found[header.seriesUID] = known
  }
  return found.sorted { $0.key < $1.key }.map(\.value)
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
