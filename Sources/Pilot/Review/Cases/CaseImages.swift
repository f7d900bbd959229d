import Foundation
import Imaging
import NIfTI
import Reporting

/// The slices of the cases that were looked at last, within a limit of memory.
///
/// A case is some hundred megabytes: reading it takes a second, so whoever scrolls must find it,
/// and ten readers must not fill the machine.
actor CaseImages {
  /// The slices of one case along the three planes.
  typealias Stacks = [AnatomicalPlane: SliceStack]

  private struct Entry {
    let files: [URL]
    let reading: Task<Stacks, any Error>
    /// 0 until it was read.
    var bytes = 0
  }

  private let capacity: Int
  private let sought: Set<UInt8>
  /// The longest unused first.
  private var entries: [Entry] = []

  /// - Parameters:
  ///   - capacity: bytes of images to keep; the last one is kept however large it is.
  ///   - sought: the labels that slices and magnification look for first.
  init(capacity: Int, sought: Set<UInt8>) {
    self.capacity = capacity
    self.sought = sought
  }

  /// The slices of an image with labels; readers who ask at the same time wait for one reading.
  ///
  /// - Throws: `NIfTIError` where a file cannot be read, `GridMismatch` where they do not fit.
  func stacks(image: URL, labels: URL) async throws -> Stacks {
    let files = [image, labels]
    if let found = entries.firstIndex(where: { $0.files == files }) {
      let entry = entries.remove(at: found)
      entries.append(entry)
      return try await entry.reading.value
    }
    let reading = Task.detached { [sought] in try Self.read(image, labels, sought) }
    entries.append(Entry(files: files, reading: reading))
    let result = await reading.result
    let place = entries.firstIndex { $0.files == files }
    switch result {
    case .success(let stacks):
      if let place { entries[place].bytes = stacks.values.first?.bytes ?? 0 }
      while entries.count > 1, entries.reduce(0, { $0 + $1.bytes }) > capacity {
        entries.removeFirst()
      }
      return stacks
    case .failure(let error):
      if let place { entries.remove(at: place) }
      throw error
    }
  }

  /// How many cases are kept.
  var count: Int { entries.count }

  private static func read(_ image: URL, _ labels: URL, _ sought: Set<UInt8>) throws -> Stacks {
    let volume = try readNIfTI(image.path).volume
    let map = try readNIfTILabels(labels.path).labels
    var stacks: Stacks = [:]
    for plane in AnatomicalPlane.allCases {
      stacks[plane] = try SliceStack(image: volume, labels: map, plane: plane, sought: sought)
    }
    return stacks
  }
}
