#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A spacing, a patch and a network for a data set, and why.
public struct NetworkPlan: Hashable, Sendable, Codable {
  /// The spacing in mm that images are resampled to, along left-right, back-front, foot-head.
  public let spacing: SIMD3<Double>
  /// The median size of the resampled images, or of the region of interest, in voxels.
  public let size: SIMD3<Double>
  /// The patch in voxels along the same axes.
  public let patch: SIMD3<Int>
  /// Patches per step.
  public let batch: Int
  /// The stride that enters each stage, `[D, H, W]`.
  public let strides: [[Int]]
  /// The kernel of each stage, `[D, H, W]`.
  public let kernels: [[Int]]
  /// The feature channels of each stage.
  public let channels: [Int]
  /// How many values one patch leaves in the network; see ``featureMapCount(patch:strides:channels:convolutionsPerStage:classes:)``.
  public let featureMaps: Int
  /// Where the numbers come from, a sentence each.
  public let reasons: [String]
}

/// Plans a U-Net from a data set's fingerprint, as nnU-Net does.
///
/// - Source: Isensee et al., "nnU-Net: a self-configuring method for deep learning-based biomedical image
///   segmentation", Nature Methods 18, 2021; the numbers of the planner of nnU-Net 2.
public struct NetworkPlanner: Hashable, Sendable {
  /// The most values that one patch may leave in the network.
  public var budget: Double
  /// The feature channels at full resolution.
  public var features: Int
  /// The most feature channels of a stage.
  public var maximumFeatures: Int
  /// Convolutions per stage.
  public var convolutionsPerStage: Int

  /// The patches that must fit the budget together with their gradients.
  static let smallestBatch = 2
  /// nnU-Net's measure: two patches of 560 million values each take 8 GB.
  static let valuesPerGigabyte = 560e6 / 8

  /// A planner for a graphics processor of some memory in GB, by nnU-Net's measure.
  public init(gigabytes: Double = 8, features: Int = 32, maximumFeatures: Int = 320) {
    self.init(
      budget: gigabytes * Self.valuesPerGigabyte, features: features,
      maximumFeatures: maximumFeatures)
  }

  /// A planner for a number of values.
  public init(
    budget: Double, features: Int, maximumFeatures: Int = 320, convolutionsPerStage: Int = 2
  ) {
    self.budget = budget
    self.features = features
    self.maximumFeatures = maximumFeatures
    self.convolutionsPerStage = convolutionsPerStage
  }

  /// The plan for whole images.
  ///
  /// - Parameter fingerprint: of one image or more.
  /// - Returns: `nil` where no patch that can be halved at all keeps the budget.
  public func plan(_ fingerprint: DatasetFingerprint, classes: Int) -> NetworkPlan? {
    let target = TargetSpacing(fingerprint)
    let size = fingerprint.medianSize(at: target.spacing)
    return plan(
      spacing: target.spacing, size: size, classes: classes, images: fingerprint.images.count,
      because: target.reasons + [
        "images of \(text(size)) voxels: the median at that spacing"
      ])
  }

  /// The plan for images of a known spacing and size.
  ///
  /// - Parameters:
  ///   - size: in voxels, the median of all images.
  ///   - images: how many there are: a step sees at most a twentieth of all voxels, but two patches.
  ///   - reasons: why the spacing and size are what they are.
  public func plan(
    spacing: SIMD3<Double>, size: SIMD3<Double>, classes: Int, images: Int,
    because reasons: [String] = []
  ) -> NetworkPlan? {
    let (steps, full) = (torchOrder(spacing), torchOrder(size))
    // As large as a cube of 256 voxels of equal edges in mm, but no larger than the images.
    let inverse = steps.map { 1 / $0 }
    let scale = cbrt(256.0 * 256 * 256 / inverse.reduce(1, *))
    let first = zip(inverse, full).map { min(($0 * scale).rounded(.toNearestOrEven), $1) }
    var topology = NetworkTopology(spacing: steps, size: first)
    var cost = cost(topology, classes)
    let firstPatch = topology.patch
    while Double(cost) > budget {
      // The axis that is longest for the images gives way, the last of equal ones, by as little as its
      // halvings allow once it is shorter.
      let patch = topology.patch
      let parts = zip(patch, full).map { Double($0) / $1 }
      let chosen = parts.lastIndex(of: parts.max() ?? 0) ?? 0
      var trial = patch.map { Double($0) }
      trial[chosen] -= Double(topology.divisor[chosen])
      guard trial[chosen] > 0 else { return nil }
      let step = NetworkTopology(spacing: steps, size: trial).divisor[chosen]
      var shorter = patch.map { Double($0) }
      shorter[chosen] -= Double(step)
      guard shorter[chosen] > 0 else { return nil }
      topology = NetworkTopology(spacing: steps, size: shorter)
      cost = self.cost(topology, classes)
    }
    guard topology.strides.count > 1 else { return nil }
    let patch = topology.patch
    let voxels = patch.reduce(1, *)
    let fitting = (budget / Double(cost) * Double(Self.smallestBatch)).rounded(.toNearestOrEven)
    let twentieth =
      (full.reduce(1, *) * Double(images) * 0.05 / Double(voxels)).rounded(.toNearestOrEven)
    let batch = max(Self.smallestBatch, Int(min(fitting, twentieth)))
    let patchText = text(imageOrder(patch.map { Double($0) }))
    let divisorText = text(imageOrder(topology.divisor.map { Double($0) }))
    return NetworkPlan(
      spacing: spacing, size: size, patch: imageOrder(patch), batch: batch,
      strides: topology.strides, kernels: topology.kernels,
      channels: topology.channels(first: features, maximum: maximumFeatures), featureMaps: cost,
      reasons: reasons + [
        firstPatch == patch
          ? "patch \(patchText) voxels: a cube in mm of 256^3 voxels, no larger than the images, in "
            + "multiples of \(divisorText); it keeps the budget"
          : "patch \(patchText) voxels: from \(text(imageOrder(firstPatch.map { Double($0) }))), the "
            + "axis longest for the images shortened until the network's values keep the budget of "
            + "\(Int(budget))",
        "\(topology.strides.count) stages: an axis is halved while \(NetworkTopology.smallestEdge) "
          + "voxels are left and its spacing is within a factor of 2 of the finest",
        topology.kernels.allSatisfy { $0 == [3, 3, 3] }
          ? "kernels 3 x 3 x 3: no spacing is twice the finest"
          : "kernels of 1 along an axis until its spacing is within a factor of 2 of the finest",
        "batch \(batch): as many patches as keep the budget, at most a twentieth of all voxels, at "
          + "least \(Self.smallestBatch)",
        "intensities by each image's own mean and deviation: those of MR have no unit",
      ])
  }

  private func cost(_ topology: NetworkTopology, _ classes: Int) -> Int {
    featureMapCount(
      patch: topology.patch, strides: topology.strides,
      channels: topology.channels(first: features, maximum: maximumFeatures),
      convolutionsPerStage: convolutionsPerStage, classes: classes)
  }
}

private func torchOrder(_ value: SIMD3<Double>) -> [Double] { [value.z, value.y, value.x] }
private func imageOrder(_ values: [Int]) -> SIMD3<Int> { SIMD3(values[2], values[1], values[0]) }
private func imageOrder(_ values: [Double]) -> SIMD3<Double> {
  SIMD3(values[2], values[1], values[0])
}
