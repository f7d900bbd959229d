import Foundation

/// What a folder holds: volumes, series that were refused and why, and everything else.
public struct DICOMFolder: Sendable {
  /// A series, or part of one, that was not read.
  public struct Refused: Hashable, Sendable {
    /// What the series says about itself; `nil` where not even that could be read.
    public let identity: SeriesIdentity?
    /// The number of slices or files that are refused for this reason.
    public let count: Int
    /// The reason.
    public let error: DICOMError
  }

  /// The volumes, by series number and then in the order of their files.
  public let series: [DICOMSeries]
  /// What was refused, in order of series number.
  public let refused: [Refused]
  /// DICOM objects that hold no image, by modality, as "SR".
  public let otherObjects: [String: Int]
  /// The number of files that are not DICOM.
  public let otherFiles: Int
}

/// Finds all series of a folder and its subfolders, or of one file.
///
/// Headers alone are read. Files that are not DICOM are counted and left alone; so is `DICOMDIR`.
///
/// - Throws: ``DICOMError`` where the path is missing or not permitted; a folder without a readable
///   series is not an error.
public func scanDICOM(_ path: String) throws(DICOMError) -> DICOMFolder {
  var collected = Collected()
  let files = try files(at: path)
  for file in files { collected.add(file, isOnlyOne: files.count == 1) }
  return collected.result()
}

private func files(at path: String) throws(DICOMError) -> [String] {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    throw DICOMError(
      .unreadable, path: path, "expected a DICOM file or a folder of them, found nothing")
  }
  guard isFolder.boolValue else {
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw DICOMError(.unreadable, path: path, "expected a file that may be read, found it closed")
    }
    return [path]
  }
  guard FileManager.default.isReadableFile(atPath: path),
    let walk = FileManager.default.enumerator(atPath: path)
  else {
    throw DICOMError(.unreadable, path: path, "expected a folder that may be read, found it closed")
  }
  var result: [String] = []
  let base = path.hasSuffix("/") ? String(path.dropLast()) : path
  while let name = walk.nextObject() as? String {
    guard walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
    result.append("\(base)/\(name)")
  }
  return result.sorted()
}

/// What has been found so far.
private struct Collected {
  private var order: [String] = []
  private var frames: [String: [FrameHeader]] = [:]
  private var refused: [String: (identity: SeriesIdentity?, error: DICOMError, count: Int)] = [:]
  private var otherObjects: [String: Int] = [:]
  private var otherFiles = 0

  mutating func add(_ path: String, isOnlyOne: Bool) {
    let file: DICOMFile
    do {
      file = try DICOMFile.read(path)
    } catch {
      if isOnlyOne || (path as NSString).pathExtension.lowercased() == "dcm" {
        refuse(nil, error)
      } else {
        otherFiles += 1
      }
      return
    }
    // The index of a disc names files and holds none.
    if file.root.text(.sopClassUID) == "1.2.840.10008.1.3.10" { return }
    do {
      let headers = try FrameHeader.read(file)
      let uid = headers[0].series.seriesUID
      if frames[uid] == nil { order.append(uid) }
      frames[uid, default: []] += headers
    } catch {
      if error.kind == .notImage {
        otherObjects[file.root.text(.modality) ?? "unknown", default: 0] += 1
      } else {
        refuse(try? SeriesIdentity(file.root), error)
      }
    }
  }

  /// Files of one series that are refused for one kind of reason make one entry.
  private mutating func refuse(
    _ identity: SeriesIdentity?, _ error: DICOMError, count: Int = 1
  ) {
    let key = "\(identity?.seriesUID ?? error.path) \(error.kind)"
    if refused[key] == nil {
      refused[key] = (identity, error, count)
    } else {
      refused[key]?.count += count
    }
  }

  mutating func result() -> DICOMFolder {
    var series: [DICOMSeries] = []
    for uid in order {
      let (stacks, failures) = stacks(of: frames[uid] ?? [])
      let identity = frames[uid]?.first?.series
      for (error, count) in failures { refuse(identity, error, count: count) }
      for stack in stacks {
        do {
          series.append(try DICOMSeries(stack))
        } catch {
          refuse(identity, error, count: stack.frames.count)
        }
      }
    }
    let number = { (identity: SeriesIdentity?) in identity?.number ?? Int.max }
    let entries = refused.sorted {
      (number($0.value.identity), $0.key) < (number($1.value.identity), $1.key)
    }
    return DICOMFolder(
      series: series.enumerated().sorted {
        (number($0.element.identity), $0.offset) < (number($1.element.identity), $1.offset)
      }.map(\.element),
      refused: entries.map {
        .init(identity: $0.value.identity, count: $0.value.count, error: $0.value.error)
      },
      otherObjects: otherObjects, otherFiles: otherFiles)
  }
}
