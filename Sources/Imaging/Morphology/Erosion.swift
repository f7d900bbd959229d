extension Mask {
  /// The voxels all of whose neighbours are in the mask too; outside the grid is background.
  public func eroded(_ connectivity: Connectivity = .faces) -> Mask {
    stepped(connectivity, keepingWhen: { $0 && $1 })
  }

  /// The voxels of the mask and their neighbours.
  public func dilated(_ connectivity: Connectivity = .faces) -> Mask {
    stepped(connectivity, keepingWhen: { $0 || $1 })
  }

  /// The voxels of the mask that have a neighbour outside the mask or outside the grid.
  public func surface(_ connectivity: Connectivity = .faces) -> Mask {
    let inside = eroded(connectivity)
    return Mask(grid: grid, voxels: zip(voxels, inside.voxels).map { $0 && !$1 })
  }

  /// The smallest box that holds every voxel of the mask; `nil` when it is empty.
  public func boundingBox() -> BoundingBox? { boundingBox { $0 } }

  @inline(__always)
  private func stepped(
    _ connectivity: Connectivity, keepingWhen combine: (Bool, Bool) -> Bool
  ) -> Mask {
    let size = grid.size
    let steps = connectivity.steps
    var result = voxels
    voxels.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { target in
        for k in 0..<size.z {
          for j in 0..<size.y {
            for i in 0..<size.x {
              let offset = i + size.x * (j + size.y * k)
              var value = source[offset]
              for step in steps {
                let (x, y, z) = (i + step.x, j + step.y, k + step.z)
                let isInside =
                  x >= 0 && x < size.x && y >= 0 && y < size.y && z >= 0 && z < size.z
                value = combine(value, isInside && source[x + size.x * (y + size.y * z)])
              }
              target[offset] = value
            }
          }
        }
      }
    }
    return Mask(grid: grid, voxels: result)
  }
}

extension LabelMap {
  /// The smallest box that holds every voxel but background; `nil` when there is none.
  public func boundingBox() -> BoundingBox? { boundingBox { $0 != 0 } }
}

extension VoxelImage {
  /// The smallest box that holds every voxel for which `isInside` is true.
  @inline(__always)
  func boundingBox(_ isInside: (Scalar) -> Bool) -> BoundingBox? {
    var lower = grid.size
    var upper = SIMD3<Int>.zero
    voxels.withUnsafeBufferPointer { voxels in
      for k in 0..<grid.size.z {
        for j in 0..<grid.size.y {
          let row = grid.size.x * (j + grid.size.y * k)
          guard let first = (0..<grid.size.x).first(where: { isInside(voxels[row + $0]) }),
            let last = (0..<grid.size.x).last(where: { isInside(voxels[row + $0]) })
          else { continue }
          lower = pointwiseMin(lower, SIMD3(first, j, k))
          upper = pointwiseMax(upper, SIMD3(last + 1, j + 1, k + 1))
        }
      }
    }
    return upper == .zero ? nil : BoundingBox(lower: lower, upper: upper)
  }
}
