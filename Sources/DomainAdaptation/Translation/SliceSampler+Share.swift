import Learning
import Torch

extension SliceSampler.Batch {
  /// The slots of one process's share.
  func own(_ share: BatchShare) throws(TorchError) -> SliceSampler.Batch {
    try SliceSampler.Batch(
      source: share.own(source), edgeWeights: share.own(edgeWeights), labels: share.own(labels),
      target: share.own(target), code: share.own(code), sourcePlaces: share.own(sourcePlaces),
      targetPlaces: share.own(targetPlaces))
  }
}

extension BatchShare {
  /// Normal noise for this process's slots, drawn for the whole batch: whatever the share, a slot gets the
  /// same.
  ///
  /// - Parameter shape: of this process's slots.
  func noise(
    _ shape: [Int], device: Device, generator: RandomGenerator
  ) throws(TorchError) -> Tensor {
    let whole = [batch] + shape.dropFirst()
    return try own(Tensor.randn(whole, device: device, generator: generator))
  }
}
