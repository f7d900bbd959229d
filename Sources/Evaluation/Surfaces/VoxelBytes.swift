import Imaging

/// The voxels of a label map or a mask as bytes, and which byte values count as inside.
///
/// Labels are a byte each and so is `Bool` (0 or 1), so one loop serves both without a copy. Rows
/// are read eight voxels at a time: tumour and cochlea fill a thousandth of a head scan, so most
/// words are zero and are skipped.
struct VoxelBytes {
  let bytes: UnsafeRawBufferPointer
  let size: SIMD3<Int>
  /// For each of the 256 values whether it is inside.
  let isInside: [Bool]

  /// Calls `body` for each voxel inside, in storage order, with its index and its offset.
  @inline(__always)
  func forEach(in box: BoundingBox, _ body: (_ i: Int, _ j: Int, _ k: Int, _ offset: Int) -> Void) {
    let skipsZero = !isInside[0]
    isInside.withUnsafeBufferPointer { isInside in
      for k in box.lower.z..<box.upper.z {
        for j in box.lower.y..<box.upper.y {
          let row = size.x * (j + size.y * k)
          var i = box.lower.x
          while i < box.upper.x {
            if skipsZero, i + 8 <= box.upper.x,
              bytes.loadUnaligned(fromByteOffset: row + i, as: UInt64.self) == 0
            {
              i += 8
              continue
            }
            let end = min(i + 8, box.upper.x)
            while i < end {
              if isInside[Int(bytes[row + i])] { body(i, j, k, row + i) }
              i += 1
            }
          }
        }
      }
    }
  }
}

extension LabelMap {
  /// Calls `body` with the map's bytes, of which those of `labels` count as inside.
  func withBytes<Result>(_ labels: Set<UInt8>, _ body: (VoxelBytes) -> Result) -> Result {
    var isInside = [Bool](repeating: false, count: 256)
    for label in labels { isInside[Int(label)] = true }
    return voxels.withUnsafeBytes {
      body(VoxelBytes(bytes: $0, size: grid.size, isInside: isInside))
    }
  }
}

extension Mask {
  /// Calls `body` with the mask's bytes.
  func withBytes<Result>(_ body: (VoxelBytes) -> Result) -> Result {
    var isInside = [Bool](repeating: false, count: 256)
    isInside[1] = true
    return voxels.withUnsafeBytes {
      body(VoxelBytes(bytes: $0, size: grid.size, isInside: isInside))
    }
  }
}

extension BoundingBox {
  /// The smallest box that holds both.
  func union(_ other: BoundingBox) -> BoundingBox {
    BoundingBox(
      lower: pointwiseMin(lower, other.lower), upper: pointwiseMax(upper, other.upper))
  }

  /// The voxels in both; `nil` when there are none.
  func intersection(_ other: BoundingBox) -> BoundingBox? {
    let lower = pointwiseMax(lower, other.lower)
    let upper = pointwiseMin(upper, other.upper)
    return (upper &- lower).min() > 0 ? BoundingBox(lower: lower, upper: upper) : nil
  }
}
