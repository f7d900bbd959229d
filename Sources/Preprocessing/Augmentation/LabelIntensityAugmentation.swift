public import Imaging

/// A random brightness of labelled structures, since a translator shows fewer than there are.
///
/// - Source: jwc-rad 2021 (a copy with the tumour at half intensity gave 11.6 points of VS Dice);
///   Vandy365 2023 (tumour times 1.2...2, cochlea times 0.5...1).
public struct LabelIntensityAugmentation: Codable, Hashable, Sendable {
  /// How intensities change; 0 is the patch's fifth percentile, 1 its 98th.
  public enum Change: Codable, Hashable, Sendable {
    /// Each intensity is multiplied, so that dark parts of the structure stay dark.
    case factor(ClosedRange<Double>)
    /// The structure's mean is set to a level; its texture is kept at a random strength in 0...1.
    case level(ClosedRange<Double>)
  }

  /// The labels that change together.
  public var labels: [UInt8]
  /// The part of patches that are changed.
  public var probability: Double
  /// What is drawn.
  public var change: Change
  /// The part of changed patches in which the structure gets a bright rim of fluid.
  ///
  /// T2 shows the film of CSF between a tumour and the brain, which is too thin and dark for ceT1 and
  /// so for what is translated from it.
  public var rimProbability: Double

  /// An augmentation.
  public init(
    labels: [UInt8], probability: Double, change: Change, rimProbability: Double = 0
  ) {
    self.labels = labels
    self.probability = probability
    self.change = change
    self.rimProbability = rimProbability
  }

  /// Changes the structures' intensities by one random draw.
  ///
  /// The border is soft: a voxel changes by the part of it that the structure fills, as
  /// `Mask.partialVolume()` estimates it.
  public func apply(to patch: inout Patch, using generator: inout SplitMix64) {
    let happens = Double.random(in: 0..<1, using: &generator) < probability
    let drawn =
      switch change {
      case .factor(let range), .level(let range): Float(Double.random(in: range, using: &generator))
      }
    let texture = Float.random(in: 0...1, using: &generator)
    let hasRim = Double.random(in: 0..<1, using: &generator) < rimProbability
    let rim = Rim(using: &generator)
    guard happens else { return }
    var isMember = [Bool](repeating: false, count: 256)
    for label in labels { isMember[Int(label)] = true }
    let size = patch.size
    let grid = VoxelGrid(size.x, size.y, size.z)
    let mask = Mask(grid: grid, voxels: patch.labels.map { isMember[Int($0)] })
    guard mask.voxels.contains(true) else { return }
    let parts = mask.partialVolume()
    for channel in patch.image.indices {
      let sample = stride(from: 0, to: patch.image[channel].count, by: 17)
        .map { patch.image[channel][$0] }.sorted()
      let base = sample[sample.count / 20]
      let top = sample[sample.count - 1 - sample.count / 50]
      let level = base + drawn * (top - base)
      let mean = mean(of: patch.image[channel], where: mask.voxels)
      for (offset, part) in parts.enumerated() where part > 0 {
        let old = patch.image[channel][offset]
        let change =
          switch change {
          case .factor: part * (old - base) * (drawn - 1)
          // A voxel at the border is part surroundings, whose intensity must not be drawn in.
          case .level: part * (level - mean) + max(0, 2 * part - 1) * (texture - 1) * (old - mean)
          }
        patch.image[channel][offset] = old + change
      }
      if hasRim { rim.paint(around: mask, on: &patch.image[channel], base: base, top: top) }
    }
  }

  /// A film of fluid of random brightness and thickness around a structure, but not in bone.
  private struct Rim {
    /// The brightness; 0 is the patch's fifth percentile, 1 its 98th.
    let level: Float
    /// The thickness in voxels, about.
    let thickness: Float
    /// What is darker than this, on the same scale, is bone or air.
    static let bone: Float = 0.08

    init(using generator: inout SplitMix64) {
      level = Float.random(in: 0.5...1.1, using: &generator)
      thickness = Float.random(in: 0.3...2, using: &generator)
    }

    func paint(around mask: Mask, on image: inout [Float], base: Float, top: Float) {
      var film = mask.dilated(.faces)
      let darkest = base + Self.bone * (top - base)
      for offset in image.indices where mask.voxels[offset] || image[offset] < darkest {
        film.voxels[offset] = false
      }
      let value = base + level * (top - base)
      for (offset, part) in film.partialVolume().enumerated() where part > 0 {
        image[offset] += min(1, thickness * part) * (value - image[offset])
      }
    }
  }

  private func mean(of image: [Float], where isMember: [Bool]) -> Float {
    var sum: Float = 0
    var count: Float = 0
    for offset in image.indices where isMember[offset] {
      sum += image[offset]
      count += 1
    }
    return sum / max(1, count)
  }
}
