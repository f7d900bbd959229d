import Preprocessing
public import Imaging
public import Torch

/// Segments a scan with a model: ears, region, network, original grid, clean-up.
public struct Predictor {
  /// The model.
  public let model: ModelBundle
  /// The device that computes.
  public let device: Device
  /// Whether convolutions run in bfloat16.
  public let usesBFloat16: Bool

  /// What a prediction gives.
  public struct Prediction: Sendable {
    /// The labels on the scan's own grid.
    public let labels: LabelMap
    /// Where the ears were taken to be.
    public let ears: EarLocaliser.Ears
    /// The class probabilities on the region's grid.
    public let probabilities: ProbabilityMap
  }

  /// A predictor.
  public init(model: ModelBundle, device: Device = .cpu, usesBFloat16: Bool = false) {
    self.model = model
    self.device = device
    self.usesBFloat16 = usesBFloat16
  }

  /// The labels of a scan of any size, spacing and orientation.
  ///
  /// NaN and infinite voxels count as the lowest value. Memory: the scan, one label map and the
  /// region.
  public func callAsFunction(_ volume: Volume) throws -> Prediction {
    let volume = volume.withoutNonFinite()
    let ears = try model.localiser.ears(in: volume, device: device)
    let region = model.plan.region
    let image = region.normalized(volume, on: region.grid(around: ears.points))
    let probabilities = try self.probabilities(region: image)
    let labels = model.plan.cleanup(probabilities.resampledArgmax(to: volume.grid))
    return Prediction(labels: labels, ears: ears, probabilities: probabilities)
  }

  /// The class probabilities of a region that is already cropped and normalised.
  public func probabilities(region: Volume) throws -> ProbabilityMap {
    let window = SlidingWindow(tile: model.plan.tile, usesBFloat16: usesBFloat16)
    return try window(model.segmenter, region.normalizedZScore(), device: device)
  }
}
