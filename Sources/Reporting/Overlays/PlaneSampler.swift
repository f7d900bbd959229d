import Imaging

/// Samples a square of world space, pixel by pixel, from voxels on a grid.
struct PlaneSampler {
  /// The width and height of the picture in pixels.
  let pixels: Int
  private let size: SIMD3<Int>
  private let origin: SIMD3<Double>
  private let alongRow: SIMD3<Double>
  private let alongColumn: SIMD3<Double>

  init(grid: VoxelGrid, plane: AnatomicalPlane, focus: OverlayFocus, pixels: Int) {
    self.pixels = pixels
    size = grid.size
    let step = focus.fieldOfView / Double(pixels)
    // A singular grid has no inverse; every sample then falls on its first voxel.
    let toIndex =
      grid.affine.inverse ?? Affine(x: .zero, y: .zero, z: .zero, translation: .zero)
    let half = Double(pixels - 1) / 2
    let corner =
      focus.centre - plane.rightward * (step * half) - plane.downward * (step * half)
    origin = toIndex(corner)
    alongRow = toIndex(corner + plane.rightward * step) - origin
    alongColumn = toIndex(corner + plane.downward * step) - origin
  }

  /// The values at the pixels, row by row, by trilinear interpolation; 0 outside of the grid.
  ///
  /// A sample up to half a voxel past the outermost centres takes the border's value, so that a
  /// single slice still shows.
  func sample(_ voxels: [Float]) -> [Float] { sample(voxels) { $0 } }

  /// The share of a label at the pixels, in 0...1, interpolated like an intensity.
  func share(of label: UInt8, in voxels: [UInt8]) -> [Float] {
    sample(voxels) { $0 == label ? 1 : 0 }
  }

  /// The share of a mask at the pixels, in 0...1, interpolated like an intensity.
  func share(of mask: [Bool]) -> [Float] { sample(mask) { $0 ? 1 : 0 } }

  private func sample<Value>(_ voxels: [Value], _ value: (Value) -> Float) -> [Float] {
    var result = [Float](repeating: 0, count: pixels * pixels)
    let last = SIMD3<Double>(size &- 1)
    voxels.withUnsafeBufferPointer { voxels in
      for y in 0..<pixels {
        for x in 0..<pixels {
          let index = origin + alongRow * Double(x) + alongColumn * Double(y)
          let isInside =
            index.x > -0.5 && index.y > -0.5 && index.z > -0.5 && index.x < last.x + 0.5
            && index.y < last.y + 0.5 && index.z < last.z + 0.5
          guard isInside else { continue }
          let inner = pointwiseMin(pointwiseMax(index, .zero), last)
          let base = SIMD3<Int>(
            Int(inner.x), Int(inner.y), Int(inner.z))
          let weight = SIMD3<Float>(inner - SIMD3<Double>(base))
          result[x + pixels * y] = interpolated(voxels, base, weight, value)
        }
      }
    }
    return result
  }

  private func interpolated<Value>(
    _ voxels: UnsafeBufferPointer<Value>, _ base: SIMD3<Int>, _ weight: SIMD3<Float>,
    _ value: (Value) -> Float
  ) -> Float {
    var sum: Float = 0
    for corner in 0..<8 {
      let (dx, dy, dz) = (corner & 1, corner >> 1 & 1, corner >> 2)
      let share =
        (dx == 0 ? 1 - weight.x : weight.x) * (dy == 0 ? 1 - weight.y : weight.y)
        * (dz == 0 ? 1 - weight.z : weight.z)
      // A corner past the border has no weight; skipping it also keeps a NaN neighbour out.
      guard share > 0 else { continue }
      sum += share * value(voxels[base.x + dx + size.x * (base.y + dy + size.y * (base.z + dz))])
    }
    return sum
  }
}
