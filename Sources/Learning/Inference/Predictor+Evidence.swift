public import Evaluation
public import Imaging
import Preprocessing
import Torch

extension Predictor {
  /// What speaks for or against a prediction of this predictor.
  ///
  /// Views are each model's view without flips, and the mean of all others, which the prediction's own mean
  /// gives without predicting again: up to half as much time again as the prediction. Where a model sees
  /// one ear at a time, which it does without flips, the second view has tiles at other places.
  ///
  /// - Parameters:
  ///   - prediction: of the volume.
  ///   - fingerprint: of the model's training scans; `nil` where it has none.
  public func evidence(
    for prediction: Prediction, of volume: Volume, fingerprint: IntensityFingerprint?
  ) throws -> CaseEvidence {
    let mean = prediction.probabilities
    let region = model.plan.region.normalized(volume.withoutNonFinite(), on: mean.grid)
    let image = region.normalizedZScore()
    let isPaired = models.contains { $0.plan.earPairing != nil }
    let plain = try models.map { model in
      let window = SlidingWindow(
        tile: model.plan.tile, overlap: isPaired ? 0.5 : 0.25, mirrors: false,
        usesBFloat16: usesBFloat16)
      return try window(model.segmenter, image, pairing: model.plan.earPairing, device: device)
    }
    let views = plain + [isPaired ? mean : remainder(of: mean, without: plain)]
    let cleanup = model.plan.cleanup
    return try CaseEvidence(
      views: views, mean: mean, labels: cleanup(mean.argmax()), tumour: Set(cleanup.tumour),
      cochlea: cleanup.cochlea, ears: prediction.ears.points,
      earsFound: prediction.ears.confident,
      intensityDistance: fingerprint?.distance(IntensityFingerprint.quantiles(region.voxels)))
  }

  /// The mean of the views that are not among the plain ones: all views weigh alike in the mean.
  private func remainder(of mean: ProbabilityMap, without plain: [ProbabilityMap]) -> ProbabilityMap
  {
    let flips = flipsAllAxes ? 8 : 2
    let all = Float(models.count * flips)
    let rest = Float(models.count * (flips - 1))
    var values = mean.values
    for offset in values.indices {
      var sum = values[offset] * all
      for view in plain { sum -= view.values[offset] }
      values[offset] = sum / rest
    }
    return ProbabilityMap(grid: mean.grid, classes: mean.classes, values: values)
  }
}
