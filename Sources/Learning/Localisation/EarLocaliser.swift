import Preprocessing
public import Imaging
public import Networks
public import Torch

/// Finds the inner ears in a head scan of any contrast, coarsely.
///
/// A small U-Net on a coarse grid marks a ball around each cochlea. It is trained on labelled
/// images whose intensities are remapped at random, so that it learns anatomy and not contrast:
/// that is what lets it work on T2 after seeing only ceT1.
public struct EarLocaliser {
  /// What is needed to build and use the localiser; stored in `plan.json`.
  public struct Plan: Codable, Hashable, Sendable {
    /// The isotropic spacing of the coarse grid in mm.
    public var spacing: Double
    /// The radius in mm of the ball around each cochlea that the network learns to mark.
    public var radius: Double
    /// The tile in voxels of the coarse grid, `(i, j, k)`.
    public var tile: SIMD3<Int>
    /// The network.
    public var network: UNet.Configuration

    /// A plan; the default runs in under a second on one CPU core.
    public init(
      spacing: Double = 5, radius: Double = 15, tile: SIMD3<Int> = SIMD3(48, 48, 16),
      network: UNet.Configuration = UNet.Configuration(
        classes: 2, channels: [12, 24, 48], strides: [[1, 1, 1], [2, 2, 2], [2, 2, 2]])
    ) {
      self.spacing = spacing
      self.radius = radius
      self.tile = tile
      self.network = network
    }
  }

  /// Where the ears are and how sure that is.
  public struct Ears: Hashable, Sendable, Codable {
    /// World positions in mm RAS+, the left ear (lower x) first.
    public let points: [SIMD3<Double>]
    /// Whether two ears at a plausible distance were found; otherwise the points are a guess.
    public let confident: Bool

    /// Ears at world positions in mm RAS+, the left one first.
    public init(points: [SIMD3<Double>], confident: Bool) {
      self.points = points
      self.confident = confident
    }
  }

  /// The plan the network was built from.
  public let plan: Plan
  /// The network.
  public let network: UNet

  /// A localiser from a trained network.
  public init(plan: Plan, network: UNet) {
    self.plan = plan
    self.network = network
  }

  /// The distance in mm between two inner ears that is believed.
  ///
  /// Cochleas lie about 75 mm apart in adults; the range leaves room for children and coarse grids.
  static let plausibleDistance = 45.0...110.0

  /// The positions of both inner ears.
  ///
  /// Falls back, with `confident` false, to one ear mirrored about the middle of the head, or to the
  /// middle of the field of view when nothing was found.
  public func ears(in volume: Volume, device: Device = .cpu) throws -> Ears {
    let coarse = Self.coarse(volume, spacing: plan.spacing)
    let window = SlidingWindow(tile: plan.tile, overlap: 0.4, mirrors: true)
    let probabilities = try window(network, coarse, device: device)
    let count = coarse.grid.count
    let ear = Array(probabilities.values[count..<(2 * count)])
    return Self.ears(probability: Volume(grid: coarse.grid, voxels: ear), head: coarse)
  }

  /// Chooses the two ears from the probability of being near a cochlea.
  static func ears(probability: Volume, head: Volume) -> Ears {
    let grid = probability.grid
    let mask = Mask(grid: grid, voxels: probability.voxels.map { $0 > 0.3 })
    let found = mask.connectedComponents(.corners)
    let labels = found.labels
    let candidates = found.components.prefix(8).enumerated().map { index, _ in
      candidate(component: Int32(index + 1), labels: labels, probability)
    }.sorted { $0.weight > $1.weight }
    for first in candidates.indices {
      for second in candidates.indices where second > first {
        let a = candidates[first]
        let b = candidates[second]
        let apart = abs(a.position.x - b.position.x)
        let level = (a.position - b.position)
        let off = (level.y * level.y + level.z * level.z).squareRoot()
        if plausibleDistance.contains(apart), off < 25, b.weight > 0.1 * a.weight {
          let points = [a.position, b.position].sorted { $0.x < $1.x }
          return Ears(points: points, confident: true)
        }
      }
    }
    let middle = centreOfHead(head)
    guard let best = candidates.first else {
      return Ears(points: [middle - SIMD3(38, 0, 0), middle + SIMD3(38, 0, 0)], confident: false)
    }
    var other = best.position
    other.x = 2 * middle.x - best.position.x
    return Ears(points: [best.position, other].sorted { $0.x < $1.x }, confident: false)
  }

  private static func candidate(
    component: Int32, labels: [Int32], _ probability: Volume
  ) -> (position: SIMD3<Double>, weight: Double) {
    var sum = SIMD3<Double>.zero
    var weight = 0.0
    for (offset, label) in labels.enumerated() where label == component {
      let p = Double(probability.voxels[offset])
      sum += SIMD3<Double>(probability.grid.index(at: offset)) * p
      weight += p
    }
    return (probability.grid.world(sum / weight), weight)
  }

  /// The mean position of voxels brighter than the image's mean.
  private static func centreOfHead(_ head: Volume) -> SIMD3<Double> {
    let mean = head.voxels.reduce(0, +) / Float(head.voxels.count)
    var sum = SIMD3<Double>.zero
    var count = 0.0
    for (offset, value) in head.voxels.enumerated() where value > mean {
      sum += SIMD3<Double>(head.grid.index(at: offset))
      count += 1
    }
    return count > 0 ? head.grid.world(sum / count) : head.grid.centre
  }

  /// The volume on an axis-aligned coarse grid over its whole field of view, without outliers, with
  /// mean 0 and standard deviation 1.
  ///
  /// Of the intensities the square root is taken: it spreads the dark tissues of a heavily weighted
  /// T2, which a random remap in training rarely crowds so much. `RandomContrast` leaves training
  /// patches with the same mean and deviation, so zero padding means the same in training and in use.
  public static func coarse(_ volume: Volume, spacing: Double) -> Volume {
    let grid = volume.grid.axisAligned(spacing: SIMD3(repeating: spacing))
    var coarse = volume.resampledWithoutAliasing(to: grid)
      .rescaledToPercentiles(0.5, 99.5, to: 0...1, clipping: true)
    for offset in coarse.voxels.indices { coarse.voxels[offset].formSquareRoot() }
    return coarse.normalizedZScore()
  }

  /// The training target: 1 within `radius` of the centre of each labelled cochlea, else 0.
  ///
  /// - Parameter cochlea: the cochleas' mask on the image's own grid, one component per ear.
  public static func target(cochlea: Mask, on grid: VoxelGrid, radius: Double) -> LabelMap {
    var target = LabelMap(grid: grid, filledWith: 0)
    for component in cochlea.connectedComponents(.corners).components where component.volume > 15 {
      let centre = cochlea.grid.world(component.centroid)
      for offset in 0..<grid.count {
        let index = SIMD3<Double>(grid.index(at: offset))
        if (grid.world(index) - centre).length <= radius { target.voxels[offset] = 1 }
      }
    }
    return target
  }
}

extension VoxelGrid {
  /// The smallest axis-aligned RAS+ grid of the given spacing that holds every voxel of this one.
  public func axisAligned(spacing: SIMD3<Double>) -> VoxelGrid {
    let last = SIMD3<Double>(size) - 1
    var low = affine(.zero)
    var high = low
    for corner in 1..<8 {
      let point = affine(
        SIMD3(
          corner & 1 == 0 ? 0 : last.x, corner & 2 == 0 ? 0 : last.y, corner & 4 == 0 ? 0 : last.z))
      low = pointwiseMin(low, point)
      high = pointwiseMax(high, point)
    }
    let count = ((high - low) / spacing).rounded(.up) + 1
    let extent = (count - 1) * spacing
    return VoxelGrid(
      size: SIMD3<Int>(count),
      affine: Affine(spacing: spacing, origin: (low + high - extent) / 2))
  }
}
