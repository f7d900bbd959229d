import Imaging

/// Bits of successive frames, eight to a byte, the lowest first; frames are not padded.
///
/// - Source: PS3.5 8.1.1 and PS3.3 C.8.20.2.
struct PackedBits {
  private(set) var bytes: [UInt8] = []
  private var count = 0

  /// Appends a frame's bits.
  mutating func append(_ bits: ArraySlice<Bool>) {
    for bit in bits {
      if count % 8 == 0 { bytes.append(0) }
      if bit { bytes[count / 8] |= 1 << UInt8(count % 8) }
      count += 1
    }
  }

  /// The bits of a frame of `size` pixels, by its number from 0.
  static func frame(_ number: Int, size: Int, of bytes: [UInt8]) -> [Bool] {
    (number * size..<(number + 1) * size).map { bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1 }
  }
}

extension Mask {
  /// The voxels of slice `k`.
  func slice(_ k: Int) -> ArraySlice<Bool> {
    let size = grid.size.x * grid.size.y
    return voxels[(k * size)..<((k + 1) * size)]
  }

  /// The slices that hold a voxel of the mask, ascending.
  var occupiedSlices: [Int] { (0..<grid.size.z).filter { slice($0).contains(true) } }
}
