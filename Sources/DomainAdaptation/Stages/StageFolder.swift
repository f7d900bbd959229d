import Foundation

/// The folder of one stage: what it made, and a marker that it is complete.
///
/// The marker holds a fingerprint of everything the result depends on. A stage whose marker has the
/// same fingerprint is not run again; one with another fingerprint is refused.
struct StageFolder {
  let url: URL
  let fingerprint: String

  private struct Marker: Codable {
    let fingerprint: String
    let seconds: Double
    var processorSeconds: Double?
    var peakMemoryMiB: Double?

    init(fingerprint: String, cost: StageCost) {
      self.fingerprint = fingerprint
      seconds = cost.seconds
      processorSeconds = cost.processorSeconds
      peakMemoryMiB = cost.peakMemoryMiB
    }

    var cost: StageCost {
      StageCost(
        seconds: seconds, processorSeconds: processorSeconds, peakMemoryMiB: peakMemoryMiB)
    }
  }

  private var markerFile: URL { url.appending(path: "stage.json") }
  /// What a stage that was stopped has cost so far.
  private var pauseFile: URL { url.appending(path: "paused.json") }

  /// What the stage took; `nil` when it is not complete.
  ///
  /// - Throws: ``StageMismatch`` when it was completed with other settings or data.
  func completed() throws -> StageCost? {
    guard let data = try? Data(contentsOf: markerFile) else { return nil }
    let marker = try JSONDecoder().decode(Marker.self, from: data)
    guard marker.fingerprint == fingerprint else {
      throw StageMismatch(folder: url.path)
    }
    return marker.cost
  }

  /// Adds what a stopped stage has cost to what it had cost before.
  func pause(_ cost: StageCost) throws {
    let sum = pausedCost.map { $0 + cost } ?? cost
    try JSONEncoder().encode(sum).write(to: pauseFile, options: .atomic)
  }

  private var pausedCost: StageCost? {
    (try? Data(contentsOf: pauseFile)).flatMap {
      try? JSONDecoder().decode(StageCost.self, from: $0)
    }
  }

  /// The fingerprint that a complete stage in another run's folder has; the folder's path where
  /// there is no marker.
  static func fingerprint(in folder: URL) -> String {
    let data = try? Data(contentsOf: folder.appending(path: "stage.json"))
    let marker = data.flatMap { try? JSONDecoder().decode(Marker.self, from: $0) }
    return marker?.fingerprint ?? folder.path
  }

  /// Takes over the same stage, complete and of the same fingerprint, from the first of other runs that has it.
  ///
  /// - Returns: whether one had it.
  func adopt(_ stage: Stage, from runs: [URL]) throws -> Bool {
    let files = FileManager.default
    guard !files.fileExists(atPath: url.path) else { return false }
    for run in runs {
      for name in (try? files.contentsOfDirectory(atPath: run.path).sorted()) ?? []
      where name.hasSuffix("-\(stage.rawValue)") {
        let folder = run.appending(path: name)
        guard Self.fingerprint(in: folder) == fingerprint else { continue }
        try files.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        // Under another name first, so that a kill leaves no half of a stage.
        let part = url.appendingPathExtension("part")
        try? files.removeItem(at: part)
        // A complete stage is never written to again, so both runs may hold the same files.
        do { try files.linkItem(at: folder, to: part) } catch {
          try? files.removeItem(at: part)
          try files.copyItem(at: folder, to: part)
        }
        try files.moveItem(at: part, to: url)
        return true
      }
    }
    return false
  }

  func create() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func complete(_ cost: StageCost) throws {
    let marker = Marker(fingerprint: fingerprint, cost: pausedCost.map { $0 + cost } ?? cost)
    try JSONEncoder().encode(marker).write(to: markerFile, options: .atomic)
    try? FileManager.default.removeItem(at: pauseFile)
  }
}

/// A run folder holds a stage that was made with other settings or other data.
public struct StageMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// The stage's folder.
  public let folder: String

  /// One sentence with the folder and what to do.
  public var description: String {
    "\(folder) was made with other settings, data or seed than this run's; "
      + "choose another output folder or delete it"
  }
}

/// A 64-bit FNV-1a hash in hexadecimal; stable across runs and machines, unlike `Hashable`.
///
/// - Source: Fowler, Noll, Vo; offset basis and prime of the 64-bit variant.
func stableHash(_ text: String) -> String { stableHash(bytes: text.utf8) }

/// A 64-bit FNV-1a hash of any bytes in hexadecimal.
public func stableHash(bytes: some Sequence<UInt8>) -> String {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in bytes {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
