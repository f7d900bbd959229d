import Imaging
import Learning
import Networks
public import Preprocessing

extension Recipe {
  /// This recipe with region, patch and network worked out from a data set, and why they are what they are;
  /// itself where its plan is fixed.
  ///
  /// The region keeps its extent in mm and gets the data's spacing; the patch and the network are nnU-Net's
  /// for images of that size, with the first stage as wide as before, and leave no more values than the patch
  /// and network they replace: one step costs about what it did.
  ///
  /// - Throws: ``RecipeError`` for no image, and where no patch keeps that budget.
  public func planned(
    on fingerprint: DatasetFingerprint
  ) throws -> (recipe: Recipe, reasons: [String]) {
    guard plan == .fingerprint else { return (self, []) }
    guard !fingerprint.images.isEmpty else {
      throw RecipeError(name: name, reason: "plan: fingerprint expects images, found none")
    }
    let target = TargetSpacing(fingerprint)
    let extent = SIMD3<Double>(region.size) * region.spacing
    // Translators halve twice.
    let size = (extent / target.spacing / 4).rounded(.up) * 4
    let features = network.channels.first ?? 1
    let planner = NetworkPlanner(
      budget: Double(
        featureMapCount(
          patch: segmentation.patch.tensorShape, strides: network.strides,
          channels: network.channels, convolutionsPerStage: network.convolutionsPerStage,
          classes: network.classes)), features: features,
      maximumFeatures: max(features, network.channels.max() ?? 1),
      convolutionsPerStage: network.convolutionsPerStage)
    guard
      let plan = planner.plan(
        spacing: target.spacing, size: size, classes: network.classes,
        images: fingerprint.images.count,
        because: target.reasons + [
          "a region of \(Int(size.x)) x \(Int(size.y)) x \(Int(size.z)) voxels: as many mm as before, "
            + "in multiples of 4"
        ])
    else {
      throw RecipeError(
        name: name,
        reason: "plan: fingerprint finds no patch that keeps the budget of "
          + "\(Int(planner.budget)) values")
    }
    var planned = self
    planned.plan = .fixed
    planned.region.spacing = target.spacing
    planned.region.size = pointwiseMax(SIMD3<Int>(size), plan.patch)
    planned.segmentation.patch = plan.patch
    planned.selfTraining.training.patch = plan.patch
    planned.fewAnnotations.training.patch = plan.patch
    planned.network.strides = plan.strides
    planned.network.kernels = plan.kernels
    planned.network.channels = plan.channels
    if let blocks = network.residualBlocks, let last = blocks.last {
      planned.network.residualBlocks = plan.channels.indices.map {
        $0 < blocks.count ? blocks[$0] : last
      }
    }
    return (planned, plan.reasons)
  }
}
