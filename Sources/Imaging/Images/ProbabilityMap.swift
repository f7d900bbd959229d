import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The probability of each class at each voxel.
///
/// Storage is class-major, `[class, k, j, i]`, which is a `[classes, D, H, W]` tensor. Class 0 is
/// background; at each voxel the classes sum to 1.
public struct ProbabilityMap: Sendable {
  /// The physical grid of the voxels.
  public let grid: VoxelGrid
  /// The number of classes, background included.
  public let classes: Int
  /// The probabilities, class-major.
  public var values: [Float]

  /// A map from its parts; traps when the counts differ.
  public init(grid: VoxelGrid, classes: Int, values: [Float]) {
    precondition(
      values.count == classes * grid.count,
      "\(values.count) probabilities for \(classes) classes of \(grid.count) voxels")
    self.grid = grid
    self.classes = classes
    self.values = values
  }

  /// The most probable class of each voxel; ties go to the lower class.
  public func argmax() -> LabelMap {
    let count = grid.count
    var labels = [UInt8](repeating: 0, count: count)
    for offset in 0..<count {
      var best = values[offset]
      for c in 1..<classes where values[c * count + offset] > best {
        best = values[c * count + offset]
        labels[offset] = UInt8(c)
      }
    }
    return LabelMap(grid: grid, voxels: labels)
  }

  /// The most probable class at the centres of another grid, interpolating linearly.
  ///
  /// Voxels more than half a voxel outside this grid are background. Memory: one label map; the
  /// probabilities are never held on the target's grid.
  public func resampledArgmax(to target: VoxelGrid) -> LabelMap {
    var labels = [UInt8](repeating: 0, count: target.count)
    guard let toIndex = grid.affine.inverse?.composed(with: target.affine),
      let toTarget = toIndex.inverse
    else {
      return LabelMap(grid: target, voxels: labels)
    }
    // Everything outside of this box is background: a region is a small part of a scan.
    let box = target.box(
      around: grid, toTarget,
      margin: toTarget.x.magnitudes + toTarget.y.magnitudes + toTarget.z.magnitudes + 2)
    guard box.size.min() > 0 else { return LabelMap(grid: target, voxels: labels) }
    let (size, count, classes) = (grid.size, grid.count, classes)
    values.withUnsafeBufferPointer { values in
      labels.withUnsafeMutableBufferPointer { buffer in
        nonisolated(unsafe) let values = values
        nonisolated(unsafe) let labels = buffer
        DispatchQueue.concurrentPerform(iterations: box.size.z) { slice in
          let k = box.lower.z + slice
          let samplers = (0..<classes).map { c in
            VoxelSampler(
              source: UnsafeBufferPointer(rebasing: values[(c * count)..<((c + 1) * count)]),
              size: size)
          }
          for j in box.lower.y..<box.upper.y {
            let start = toIndex(SIMD3(0, Double(j), Double(k)))
            let row = target.offset(0, j, k)
            for i in box.lower.x..<box.upper.x {
              let position = start + toIndex.x * Double(i)
              if samplers[0].isOutside(position) { continue }
              var best = samplers[0].linear(position)
              for c in 1..<classes {
                let value = samplers[c].linear(position)
                if value > best {
                  best = value
                  labels[row + i] = UInt8(c)
                }
              }
            }
          }
        }
      }
    }
    return LabelMap(grid: target, voxels: labels)
  }

  /// The entropy of each voxel in nats: 0 where one class is certain, `log(classes)` at most.
  public func entropy() -> Volume {
    Volume(grid: grid, voxels: (0..<grid.count).map { Float(entropy(at: $0)) })
  }

  /// The mean entropy of a mask's voxels as a part of the largest possible, in 0...1; `nil` for an empty mask.
  public func meanEntropy(in mask: Mask) -> Double? {
    var sum = 0.0
    var voxels = 0
    for (offset, isInside) in mask.voxels.enumerated() where isInside {
      sum += entropy(at: offset)
      voxels += 1
    }
    return voxels > 0 ? sum / Double(voxels) / log(Double(classes)) : nil
  }

  private func entropy(at offset: Int) -> Double {
    var sum = 0.0
    for c in 0..<classes {
      let p = Double(values[c * grid.count + offset])
      if p > 0 { sum -= p * log(p) }
    }
    return sum
  }
}

extension SIMD3<Double> {
  /// The absolute value of each part.
  fileprivate var magnitudes: SIMD3<Double> { SIMD3(abs(x), abs(y), abs(z)) }
}
