public import Imaging

/// How often each label of a map occurs and in which box it lies, from one pass over the voxels.
///
/// Everything that is measured of a structure afterwards looks into its box alone.
///
/// - Complexity: O(*n*) in voxels, eight at a time where there is background.
public struct LabelCensus: Sendable {
  /// The number of voxels of each of the 256 labels.
  public let counts: [Int]
  private let boxes: [BoundingBox?]

  /// The census of a map.
  public init(_ map: LabelMap) {
    let size = map.grid.size
    var counts = [Int](repeating: 0, count: 256)
    // Per label: lower i, j, k and upper i, j, k, all inclusive.
    var limits = [Int](repeating: .max, count: 256 * 3) + [Int](repeating: -1, count: 256 * 3)
    map.voxels.withUnsafeBytes { bytes in
      counts.withUnsafeMutableBufferPointer { counts in
        limits.withUnsafeMutableBufferPointer { limits in
          for k in 0..<size.z {
            for j in 0..<size.y {
              let row = size.x * (j + size.y * k)
              var i = 0
              while i < size.x {
                if i + 32 <= size.x, isBlank(bytes, row + i) {
                  i += 32
                  continue
                }
                let end = min(i + 32, size.x)
                while i < end {
                  let label = Int(bytes[row + i])
                  if label != 0 {
                    counts[label] += 1
                    let low = 3 * label
                    let high = low + 768
                    limits[low] = min(limits[low], i)
                    limits[low + 1] = min(limits[low + 1], j)
                    limits[low + 2] = min(limits[low + 2], k)
                    limits[high] = max(limits[high], i)
                    limits[high + 1] = max(limits[high + 1], j)
                    limits[high + 2] = max(limits[high + 2], k)
                  }
                  i += 1
                }
              }
            }
          }
        }
      }
    }
    counts[0] = map.grid.count - counts.reduce(0, +)
    boxes = (0..<256).map { label in
      guard label != 0 else {
        return counts[0] > 0 ? BoundingBox(lower: .zero, upper: size) : nil
      }
      guard counts[label] > 0 else { return nil }
      let low = 3 * label
      let high = low + 768
      return BoundingBox(
        lower: SIMD3(limits[low], limits[low + 1], limits[low + 2]),
        upper: SIMD3(limits[high] + 1, limits[high + 1] + 1, limits[high + 2] + 1))
    }
    self.counts = counts
  }

  /// The labels that occur besides the background, in ascending order.
  public var labels: [UInt8] { (1...255).filter { counts[$0] > 0 }.map { UInt8($0) } }

  /// The number of voxels that carry one of the labels.
  public func count(of labels: Set<UInt8>) -> Int { labels.reduce(0) { $0 + counts[Int($1)] } }

  /// The smallest box around the labels; `nil` where none of them occurs.
  ///
  /// For the background it is the whole grid.
  public func box(of labels: Set<UInt8>) -> BoundingBox? {
    labels.compactMap { boxes[Int($0)] }.reduce(nil) { $0?.union($1) ?? $1 }
  }
}

/// Whether 32 bytes are zero.
@inline(__always)
private func isBlank(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
  let first = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
  return first == .zero
}
