import Preprocessing
public import Imaging
public import Torch

/// Segments a scan with a model or several: ears, region, networks, original grid, clean-up.
public struct Predictor {
  /// The models, whose class probabilities are averaged; the first finds the ears and cleans up.
  public let models: [ModelBundle]
  /// The device that computes.
  public let device: Device
  /// Whether convolutions run in bfloat16.
  public let usesBFloat16: Bool
  /// Whether all eight flips are averaged, not only the left-right mirrored view.
  public let flipsAllAxes: Bool

  /// The first model.
  public var model: ModelBundle { models[0] }

  /// What a prediction gives.
  public struct Prediction: Sendable {
    /// The labels on the scan's own grid.
    public let labels: LabelMap
    /// Where the ears were taken to be.
    public let ears: EarLocaliser.Ears
    /// The class probabilities on the region's grid.
    public let probabilities: ProbabilityMap
  }

  /// A predictor with one model.
  public init(model: ModelBundle, device: Device = .cpu, usesBFloat16: Bool = false) {
    self.init(checked: [model], device: device, usesBFloat16: usesBFloat16, flipsAllAxes: false)
  }

  /// A predictor with one or more models.
  ///
  /// - Throws: ``EnsembleError`` when there is none, or they differ in classes or region.
  public init(
    models: [ModelBundle], device: Device = .cpu, usesBFloat16: Bool = false,
    flipsAllAxes: Bool = false
  ) throws(EnsembleError) {
    guard let first = models.first?.plan else { throw EnsembleError("found none") }
    for plan in models.dropFirst().map(\.plan) {
      guard plan.classes == first.classes, plan.edition == first.edition else {
        throw EnsembleError(
          "found classes \(first.classes) of \(first.edition) and \(plan.classes) of "
            + plan.edition)
      }
      guard plan.region == first.region else {
        throw EnsembleError("found regions of \(first.region.size) and \(plan.region.size) voxels")
      }
    }
    self.init(
      checked: models, device: device, usesBFloat16: usesBFloat16, flipsAllAxes: flipsAllAxes)
  }

  private init(
    checked models: [ModelBundle], device: Device, usesBFloat16: Bool, flipsAllAxes: Bool
  ) {
    self.models = models
    self.device = device
    self.usesBFloat16 = usesBFloat16
    self.flipsAllAxes = flipsAllAxes
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

  /// The class probabilities of a region that is already cropped and normalised: the mean over models.
  public func probabilities(region: Volume) throws -> ProbabilityMap {
    let image = region.normalizedZScore()
    func map(_ model: ModelBundle) throws -> ProbabilityMap {
      let window = SlidingWindow(
        tile: model.plan.tile, flipsAllAxes: flipsAllAxes, usesBFloat16: usesBFloat16)
      return try window(
        model.segmenter, image, pairing: model.plan.earPairing, device: device)
    }
    let first = try map(model)
    guard models.count > 1 else { return first }
    var sums = first.values
    for model in models.dropFirst() {
      let values = try map(model).values
      for offset in sums.indices { sums[offset] += values[offset] }
    }
    return ProbabilityMap(
      grid: first.grid, classes: first.classes, values: sums.map { $0 / Float(models.count) })
  }
}

/// Models cannot be used together.
public struct EnsembleError: Error, Hashable, Sendable, CustomStringConvertible {
  private let found: String

  init(_ found: String) { self.found = found }

  /// One sentence with what differs.
  public var description: String {
    "an ensemble expects models of the same classes and region, \(found)"
  }
}
