public import Torch

/// From the sums over a part of a batch to those over the whole batch.
///
/// Gradients flow through the result into the part alone.
public typealias BatchSums = ([Tensor]) throws(TorchError) -> [Tensor]

/// Soft Dice loss plus cross-entropy, the usual loss of a medical segmentation network.
///
/// Dice is taken per class over the whole batch as `2 * sum(p * g) / (sum(p) + sum(g))` and averaged
/// over the foreground classes that the target holds. A class that it lacks is left to the
/// cross-entropy: its Dice would be near 0 whatever the network says, and half of all patches show
/// one ear without a tumour.
///
/// - Parameters:
///   - logits: `[N, classes, D, H, W]`.
///   - target: `[N, D, H, W]`, int64; voxels equal to `ignoreLabel` count in neither term, and a
///     target of nothing else gives 0.
///   - classWeights: one weight per class for the cross-entropy; `nil` is 1 for each.
///   - sums: where the batch goes beyond these logits; the loss is then the whole batch's.
/// - Returns: a scalar; 0 is perfect, about `1 + log(classes)` is chance.
/// - Source: Isensee et al., Nature Methods 18, 2021, but for absent classes.
public func diceAndCrossEntropy(
  _ logits: Tensor, target: Tensor, classWeights: Tensor? = nil, ignoreLabel: Int = 255,
  sums: BatchSums? = nil
) throws(TorchError) -> Tensor {
  let classes = logits.shape[1]
  let kept = try target.equal(to: Double(ignoreLabel)).equal(to: 0).to(.float32).unsqueezed(dim: 1)
  // The mean over no voxel is NaN; a target to be ignored everywhere teaches nothing.
  let isKnown = try kept.sum().greater(than: 0)
  var entropy = try Tensor.where(
    isKnown,
    logits.crossEntropy(target: target, weight: classWeights, ignoreIndex: ignoreLabel),
    .zeros([], device: logits.device))
  let known = try target * kept.squeezed(dim: 1).to(.int64)
  let oneHot = try known.oneHot(classes: classes).permuted([0, 4, 1, 2, 3]) * kept
  let probability = try logits.to(.float32).softmax(dim: 1) * kept
  let axes = [0, 2, 3, 4]
  var overlap = try (probability * oneHot).sum(dims: axes)
  var truth = try oneHot.sum(dims: axes)
  var claimed = try probability.sum(dims: axes)
  if let sums {
    // Of the cross-entropy, a weighted mean, the numerator and the weights.
    let weight = try classWeights.map { weights throws(TorchError) in try truth * weights } ?? truth
    let count = try weight.sum()
    let all = try sums([overlap, truth, claimed, entropy * count, count])
    (overlap, truth, claimed) = (all[0], all[1], all[2])
    entropy = try all[3] / all[4].clamp(min: 1e-6)
  }
  let dice = try overlap * 2 / (claimed + truth + 1e-5)
  let isPresent = try truth.greater(than: 0).to(.float32)
  let loss = try ((1.0 - dice) * isPresent).narrow(dim: 0, start: 1, length: classes - 1).sum()
  let present = try isPresent.narrow(dim: 0, start: 1, length: classes - 1).sum()
  return try entropy + loss / present.clamp(min: 1)
}

/// ``diceAndCrossEntropy(_:target:classWeights:ignoreLabel:sums:)`` over several resolutions.
///
/// Level `i` weighs `2^-i`, the weights sum to 1; the target is reduced to each level's size by
/// nearest neighbour.
///
/// - Parameters:
///   - logits: full resolution first, as `UNet.logits(_:levels:)` gives them.
///   - voxelWeights: `[N, D, H, W]`; adds ``voxelWeightedCrossEntropy(_:target:weights:ignoreLabel:sums:)``
///     at each level.
///   - sums: as for ``diceAndCrossEntropy(_:target:classWeights:ignoreLabel:sums:)``.
public func deeplySupervisedLoss(
  _ logits: [Tensor], target: Tensor, classWeights: Tensor? = nil, voxelWeights: Tensor? = nil,
  ignoreLabel: Int = 255, sums: BatchSums? = nil
) throws(TorchError) -> Tensor {
  let weights = logits.indices.map { 1 / Double(1 << $0) }
  let scale = 1 / weights.reduce(0, +)
  var loss: Tensor?
  for (level, output) in logits.enumerated() {
    let size = Array(output.shape.suffix(3))
    func reduced(_ map: Tensor) throws(TorchError) -> Tensor {
      try map.unsqueezed(dim: 1).to(.float32).interpolated(size: size, mode: .nearest)
        .squeezed(dim: 1)
    }
    let isFull = size == Array(target.shape.suffix(3))
    let labels = isFull ? target : try reduced(target).to(.int64)
    var term = try diceAndCrossEntropy(
      output, target: labels, classWeights: classWeights, ignoreLabel: ignoreLabel, sums: sums)
    if let voxelWeights {
      term =
        try term
        + voxelWeightedCrossEntropy(
          output, target: labels, weights: isFull ? voxelWeights : reduced(voxelWeights),
          ignoreLabel: ignoreLabel, sums: sums)
    }
    term = try term * (weights[level] * scale)
    loss = if let sum = loss { try sum + term } else { term }
  }
  guard let loss else {
    throw TorchError(operation: "deeplySupervisedLoss", message: "expected logits, found none")
  }
  return loss
}

/// The cross-entropy with a weight per voxel, for borders that matter more than their size.
///
/// - Parameters:
///   - logits: `[N, classes, D, H, W]`.
///   - target: `[N, D, H, W]`, int64; voxels equal to `ignoreLabel` count for nothing.
///   - weights: `[N, D, H, W]`, 0 or more.
/// - Returns: the weighted mean, a scalar; 0 when no voxel has a weight.
/// - Source: the weights round small structures of Ronneberger et al., MICCAI 2015.
public func voxelWeightedCrossEntropy(
  _ logits: Tensor, target: Tensor, weights: Tensor, ignoreLabel: Int = 255,
  sums: BatchSums? = nil
) throws(TorchError) -> Tensor {
  let kept = try target.equal(to: Double(ignoreLabel)).equal(to: 0)
  let known = try (target * kept.to(.int64)).unsqueezed(dim: 1)
  let own = try logits.to(.float32).logSoftmax(dim: 1).gather(dim: 1, indices: known)
    .squeezed(dim: 1)
  let effective = try weights * kept.to(.float32)
  var parts = [try (own * effective).sum(), try effective.sum()]
  if let sums { parts = try sums(parts) }
  return try -parts[0] / parts[1].clamp(min: 1e-6)
}
