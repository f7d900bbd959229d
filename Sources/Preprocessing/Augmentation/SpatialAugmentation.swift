public import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Random rotation, scaling and left-right mirroring of a patch, cut straight from its image.
public struct SpatialAugmentation: Codable, Hashable, Sendable {
  /// The largest rotation in degrees about the axes `i`, `j`, `k`.
  public var rotationDegrees: SIMD3<Double>
  /// The range of the isotropic scale; above 1 structures become larger.
  public var scale: ClosedRange<Double>
  /// The part of patches that are rotated and scaled.
  public var probability: Double
  /// The part of patches that are mirrored along `i`, left to right.
  public var mirrorProbability: Double

  /// An augmentation; the default scales as nnU-Net does.
  public init(
    rotationDegrees: SIMD3<Double> = SIMD3(10, 10, 15), scale: ClosedRange<Double> = 0.7...1.4,
    probability: Double = 0.6, mirrorProbability: Double = 0.5
  ) {
    self.rotationDegrees = rotationDegrees
    self.scale = scale
    self.probability = probability
    self.mirrorProbability = mirrorProbability
  }

  /// The patch around a continuous voxel index.
  ///
  /// Images are sampled linearly and repeat their border, labels by the nearest voxel and are 0
  /// outside. Rotation is in mm, so it is rigid on anisotropic grids too.
  ///
  /// - Parameters:
  ///   - channels: images of one grid.
  ///   - labels: on the same grid.
  public func patch(
    around centre: SIMD3<Double>, size: SIMD3<Int>, channels: [Volume], labels: LabelMap,
    using generator: inout SplitMix64
  ) -> Patch {
    let isMoved = Double.random(in: 0..<1, using: &generator) < probability
    let isMirrored = Double.random(in: 0..<1, using: &generator) < mirrorProbability
    var steps = Affine(spacing: SIMD3(1, 1, 1))
    var middle = centre
    if isMoved {
      steps = randomSteps(spacing: labels.grid.spacing, using: &generator)
    } else {
      // Whole steps from a whole start read voxels as they are.
      let half = (SIMD3<Double>(size) - 1) / 2
      middle = (centre - half).rounded(.toNearestOrEven) + half
    }
    if isMirrored { steps.x = -steps.x }
    let half = (SIMD3<Double>(size) - 1) / 2
    steps.translation = middle - (steps.x * half.x + steps.y * half.y + steps.z * half.z)
    return Patch(
      image: channels.map { sample($0, steps, size, isWhole: !isMoved) },
      labels: sample(labels, steps, size), size: size)
  }

  /// The source steps, in voxels, of one patch voxel along each axis.
  private func randomSteps(
    spacing: SIMD3<Double>, using generator: inout SplitMix64
  ) -> Affine {
    var columns = [SIMD3<Double>(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
    for axis in 0..<3 {
      let limit = rotationDegrees[axis] * .pi / 180
      let angle = Double.random(in: -1...1, using: &generator) * limit
      let (a, b) = ((axis + 1) % 3, (axis + 2) % 3)
      for n in 0..<3 {
        let (u, v) = (columns[n][a], columns[n][b])
        columns[n][a] = cos(angle) * u - sin(angle) * v
        columns[n][b] = sin(angle) * u + cos(angle) * v
      }
    }
    let zoom = 1 / Double.random(in: scale, using: &generator)
    return Affine(
      x: columns[0] * spacing.x * zoom / spacing, y: columns[1] * spacing.y * zoom / spacing,
      z: columns[2] * spacing.z * zoom / spacing)
  }

  private func sample(
    _ volume: Volume, _ toSource: Affine, _ size: SIMD3<Int>, isWhole: Bool
  ) -> [Float] {
    let limit = volume.grid.size
    let last = SIMD3<Double>(limit) - 1
    let (rowStep, sliceStep) = (limit.x, limit.x * limit.y)
    return [Float](unsafeUninitializedCapacity: size.x * size.y * size.z) { result, count in
      count = size.x * size.y * size.z
      volume.voxels.withUnsafeBufferPointer { source in
        var target = 0
        for k in 0..<size.z {
          for j in 0..<size.y {
            let start = toSource(SIMD3(0, Double(j), Double(k)))
            for i in 0..<size.x {
              let p = (start + toSource.x * Double(i)).clamped(lowerBound: .zero, upperBound: last)
              if isWhole {
                result[target] = source[Int(p.x) + rowStep * Int(p.y) + sliceStep * Int(p.z)]
              } else {
                let floor = p.rounded(.down)
                let t = SIMD3<Float>(p - floor)
                let (x, y, z) = (Int(floor.x), Int(floor.y), Int(floor.z))
                let base = x + rowStep * y + sliceStep * z
                let dx = x + 1 < limit.x ? 1 : 0
                let dy = y + 1 < limit.y ? rowStep : 0
                let dz = z + 1 < limit.z ? sliceStep : 0
                let low = SIMD4(
                  source[base], source[base + dy], source[base + dz], source[base + dy + dz])
                let high = SIMD4(
                  source[base + dx], source[base + dx + dy], source[base + dx + dz],
                  source[base + dx + dy + dz])
                let rows = low + (high - low) * t.x
                let near = rows[0] + (rows[1] - rows[0]) * t.y
                let far = rows[2] + (rows[3] - rows[2]) * t.y
                result[target] = near + (far - near) * t.z
              }
              target += 1
            }
          }
        }
      }
    }
  }

  private func sample(_ labels: LabelMap, _ toSource: Affine, _ size: SIMD3<Int>) -> [UInt8] {
    let limit = labels.grid.size
    var result = [UInt8](repeating: 0, count: size.x * size.y * size.z)
    labels.voxels.withUnsafeBufferPointer { source in
      var target = 0
      for k in 0..<size.z {
        for j in 0..<size.y {
          let start = toSource(SIMD3(0, Double(j), Double(k)))
          for i in 0..<size.x {
            let p = (start + toSource.x * Double(i)).rounded(.toNearestOrAwayFromZero)
            let (x, y, z) = (Int(p.x), Int(p.y), Int(p.z))
            if x >= 0, y >= 0, z >= 0, x < limit.x, y < limit.y, z < limit.z {
              result[target] = source[x + limit.x * (y + limit.y * z)]
            }
            target += 1
          }
        }
      }
    }
    return result
  }
}
