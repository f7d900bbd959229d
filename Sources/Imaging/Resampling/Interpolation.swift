import Dispatch

/// How a value between voxel centres is taken.
public enum Interpolation: String, Codable, Sendable, CaseIterable {
  /// The value of the nearest centre.
  case nearest
  /// Linear along each axis between neighbouring centres.
  case linear
  /// Cubic B-spline through the voxel values, twice differentiable; may overshoot at edges.
  case cubic
}

extension Volume {
  /// The image at the centres of another grid.
  ///
  /// Beyond the outermost centres linear and nearest take the nearest centre, cubic mirrors about
  /// it (as SciPy's `mode='mirror'`).
  ///
  /// - Parameter outside: the value of positions more than half a voxel beyond the outermost
  ///   centres; `nil` for none.
  /// - Complexity: O(*n*) in target voxels, plus O(*m*) in source voxels for `cubic`.
  public func resampled(
    to target: VoxelGrid, _ interpolation: Interpolation = .linear, outside: Float? = nil
  ) -> Volume {
    guard let toIndex = grid.affine.inverse?.composed(with: target.affine) else {
      return Volume(grid: target, filledWith: outside ?? 0)
    }
    if interpolation == .cubic,
      let result = separableCubic(to: target, toIndex, outside: outside)
    {
      return result
    }
    let coefficients = interpolation == .cubic ? splineCoefficients() : voxels
    var result = [Float](repeating: 0, count: target.count)
    let size = grid.size
    coefficients.withUnsafeBufferPointer { source in
      result.withUnsafeMutableBufferPointer { buffer in
        nonisolated(unsafe) let source = source
        nonisolated(unsafe) let result = buffer
        DispatchQueue.concurrentPerform(iterations: target.size.z) { k in
          let sampler = VoxelSampler(source: source, size: size)
          for j in 0..<target.size.y {
            let start = toIndex(SIMD3(0, Double(j), Double(k)))
            var offset = target.offset(0, j, k)
            for i in 0..<target.size.x {
              let position = start + toIndex.x * Double(i)
              if let outside, sampler.isOutside(position) {
                result[offset] = outside
              } else {
                switch interpolation {
                case .nearest: result[offset] = sampler.nearest(position)
                case .linear: result[offset] = sampler.linear(position)
                case .cubic: result[offset] = sampler.cubic(position)
                }
              }
              offset += 1
            }
          }
        }
      }
    }
    return Volume(grid: target, voxels: result)
  }
}

/// Reads an array of voxels at continuous indices.
struct VoxelSampler {
  let source: UnsafeBufferPointer<Float>
  let size: SIMD3<Int>
  private let last: SIMD3<Double>

  init(source: UnsafeBufferPointer<Float>, size: SIMD3<Int>) {
    self.source = source
    self.size = size
    last = SIMD3<Double>(size) - 1
  }

  /// Whether a position is more than half a voxel beyond the outermost centres.
  ///
  /// A thousandth of a voxel is forgiven: it is what affines in float32 round off.
  @inline(__always)
  func isOutside(_ p: SIMD3<Double>) -> Bool {
    any(p .< -0.501) || any(p .> last + 0.501)
  }

  @inline(__always)
  func nearest(_ p: SIMD3<Double>) -> Float {
    let q = p.clamped(lowerBound: .zero, upperBound: last).rounded(.toNearestOrAwayFromZero)
    return source[Int(q.x) + size.x * (Int(q.y) + size.y * Int(q.z))]
  }

  @inline(__always)
  func linear(_ p: SIMD3<Double>) -> Float {
    let q = p.clamped(lowerBound: .zero, upperBound: last)
    let floor = q.rounded(.down)
    let t = SIMD3<Float>(q - floor)
    let (i, j, k) = (Int(floor.x), Int(floor.y), Int(floor.z))
    let base = i + size.x * (j + size.y * k)
    let di = i + 1 < size.x ? 1 : 0
    let dj = j + 1 < size.y ? size.x : 0
    let dk = k + 1 < size.z ? size.x * size.y : 0
    let low = SIMD4(source[base], source[base + dj], source[base + dk], source[base + dj + dk])
    let high = SIMD4(
      source[base + di], source[base + di + dj], source[base + di + dk],
      source[base + di + dj + dk])
    let rows = low + (high - low) * t.x
    let near = rows[0] + (rows[1] - rows[0]) * t.y
    let far = rows[2] + (rows[3] - rows[2]) * t.y
    return near + (far - near) * t.z
  }

  @inline(__always)
  func cubic(_ p: SIMD3<Double>) -> Float {
    let floor = p.rounded(.down)
    let t = p - floor
    let (x, y, z) = (splineWeights(t.x), splineWeights(t.y), splineWeights(t.z))
    var sum = 0.0
    for c in 0..<4 {
      let k = mirrored(Int(floor.z) + c - 1, size.z)
      for b in 0..<4 {
        let j = mirrored(Int(floor.y) + b - 1, size.y)
        let row = size.x * (j + size.y * k)
        var line = 0.0
        for a in 0..<4 {
          line += x[a] * Double(source[row + mirrored(Int(floor.x) + a - 1, size.x)])
        }
        sum += z[c] * y[b] * line
      }
    }
    return Float(sum)
  }

}

/// The cubic B-spline at the four knots nearest to a position `t` in 0..<1 past the second.
@inline(__always)
func splineWeights(_ t: Double) -> SIMD4<Double> {
  let u = 1 - t
  return SIMD4(
    u * u * u / 6, 2.0 / 3 - t * t * (2 - t) / 2, 2.0 / 3 - u * u * (2 - u) / 2, t * t * t / 6)
}

/// The index mirrored about the outermost centres as often as needed.
@inline(__always)
func mirrored(_ index: Int, _ count: Int) -> Int {
  guard index < 0 || index >= count else { return index }
  guard count > 1 else { return 0 }
  let period = 2 * (count - 1)
  let folded = ((index % period) + period) % period
  return folded < count ? folded : period - folded
}
