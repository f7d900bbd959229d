extension VoxelGrid {
  /// The grid of a box of voxels, which may reach past this grid; world positions stay.
  public func cropped(to box: BoundingBox) -> VoxelGrid {
    var affine = affine
    affine.translation = affine(SIMD3<Double>(box.lower))
    return VoxelGrid(size: box.size, affine: affine)
  }

  /// The grid of another spacing over the same field of view, with the same centre and directions.
  ///
  /// The field of view counts half a voxel beyond the outermost centres; sizes are rounded.
  public func resampled(spacing target: SIMD3<Double>) -> VoxelGrid {
    let extent = SIMD3<Double>(size) * spacing
    let count = pointwiseMax((extent / target).rounded(.toNearestOrEven), SIMD3(repeating: 1))
    var result = affine
    for axis in 0..<3 { result[column: axis] *= target[axis] / spacing[axis] }
    let linear = Affine(x: result.x, y: result.y, z: result.z)
    result.translation = centre - linear((count - 1) / 2)
    return VoxelGrid(size: SIMD3<Int>(count), affine: result)
  }
}

extension VoxelGrid {
  /// The part of this grid around another's outermost centres, with a margin in voxels.
  ///
  /// - Parameter toIndex: from the other's voxel indices to this grid's.
  func box(
    around other: VoxelGrid, _ toIndex: Affine, margin: SIMD3<Double>
  ) -> BoundingBox {
    let last = SIMD3<Double>(other.size) - 1
    var low = SIMD3<Double>(repeating: .infinity)
    var high = -low
    for corner in 0..<8 {
      let p = toIndex(
        SIMD3(
          corner & 1 == 0 ? 0 : last.x, corner & 2 == 0 ? 0 : last.y, corner & 4 == 0 ? 0 : last.z))
      low = pointwiseMin(low, p)
      high = pointwiseMax(high, p)
    }
    let limit = SIMD3<Double>(size)
    low = (low - margin).rounded(.down).clamped(lowerBound: .zero, upperBound: limit)
    high = (high + margin).rounded(.up).clamped(lowerBound: .zero, upperBound: limit)
    return BoundingBox(lower: SIMD3<Int>(low), upper: SIMD3<Int>(high))
  }
}

extension VoxelImage {
  /// The voxels of a box: crops and pads in one, and world positions stay.
  ///
  /// - Parameter padding: the value of voxels that lie in the box and outside the image.
  public func cropped(to box: BoundingBox, padding: Scalar) -> Self {
    let target = grid.cropped(to: box)
    var result = [Scalar](repeating: padding, count: target.count)
    let inner = box.clipped(to: grid.size)
    if inner.size.min() > 0 {
      let width = inner.size.x
      for k in inner.lower.z..<inner.upper.z {
        for j in inner.lower.y..<inner.upper.y {
          let source = grid.offset(inner.lower.x, j, k)
          let start = target.offset(
            inner.lower.x - box.lower.x, j - box.lower.y, k - box.lower.z)
          result.replaceSubrange(start..<(start + width), with: voxels[source..<(source + width)])
        }
      }
    }
    return Self(grid: target, voxels: result)
  }
}

extension VoxelImage {
  /// Puts an image back where ``cropped(to:padding:)`` took it from; traps when it has another size or
  /// the box reaches past this image.
  public mutating func replace(_ box: BoundingBox, with part: Self) {
    precondition(
      part.grid.size == box.size && box.clipped(to: grid.size) == box,
      "a part of \(part.grid.size) voxels for the box \(box) of \(grid.size)")
    for k in 0..<box.size.z {
      for j in 0..<box.size.y {
        let target = grid.offset(box.lower.x, box.lower.y + j, box.lower.z + k)
        let source = part.grid.offset(0, j, k)
        voxels.replaceSubrange(
          target..<(target + box.size.x), with: part.voxels[source..<(source + box.size.x)])
      }
    }
  }
}

extension LabelMap {
  /// The part that holds every labelled voxel, with a border of one voxel of background.
  ///
  /// World positions stay, so the part can stand for the whole wherever background outside is
  /// implied; a map without labels becomes its first voxel.
  public func croppedToForeground() -> LabelMap {
    let one = SIMD3(1, 1, 1)
    guard let box = boundingBox() else {
      return cropped(to: BoundingBox(lower: .zero, upper: one), padding: 0)
    }
    return cropped(to: box.widened(by: one), padding: 0)
  }
}
