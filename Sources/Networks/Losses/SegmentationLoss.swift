public import Torch

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
/// - Returns: a scalar; 0 is perfect, about `1 + log(classes)` is chance.
/// - Source: Isensee et al., Nature Methods 18, 2021, but for absent classes.
public func diceAndCrossEntropy(
  _ logits: Tensor, target: Tensor, classWeights: Tensor? = nil, ignoreLabel: Int = 255
) throws(TorchError) -> Tensor {
  let classes = logits.shape[1]
  let kept = try target.equal(to: Double(ignoreLabel)).equal(to: 0).to(.float32).unsqueezed(dim: 1)
  // The mean over no voxel is NaN; a target to be ignored everywhere teaches nothing.
  let isKnown = try kept.sum().greater(than: 0)
  let entropy = try Tensor.where(
    isKnown,
    logits.crossEntropy(target: target, weight: classWeights, ignoreIndex: ignoreLabel),
    .zeros([], device: logits.device))
  let known = try target * kept.squeezed(dim: 1).to(.int64)
  let oneHot = try known.oneHot(classes: classes).permuted([0, 4, 1, 2, 3]) * kept
  let probability = try logits.to(.float32).softmax(dim: 1) * kept
  let axes = [0, 2, 3, 4]
  let overlap = try (probability * oneHot).sum(dims: axes)
  let truth = try oneHot.sum(dims: axes)
  let dice = try overlap * 2 / (probability.sum(dims: axes) + truth + 1e-5)
  let isPresent = try truth.greater(than: 0).to(.float32)
  let loss = try ((1.0 - dice) * isPresent).narrow(dim: 0, start: 1, length: classes - 1).sum()
  let present = try isPresent.narrow(dim: 0, start: 1, length: classes - 1).sum()
  return try entropy + loss / present.clamp(min: 1)
}

/// ``diceAndCrossEntropy(_:target:classWeights:ignoreLabel:)`` over several resolutions.
///
/// Level `i` weighs `2^-i`, the weights sum to 1; the target is reduced to each level's size by
/// nearest neighbour.
///
/// - Parameters:
///   - logits: full resolution first, as `UNet.logits(_:levels:)` gives them.
///   - voxelWeights: `[N, D, H, W]`; adds ``voxelWeightedCrossEntropy(_:target:weights:ignoreLabel:)``
///     at each level.
public func deeplySupervisedLoss(
  _ logits: [Tensor], target: Tensor, classWeights: Tensor? = nil, voxelWeights: Tensor? = nil,
  ignoreLabel: Int = 255
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
      output, target: labels, classWeights: classWeights, ignoreLabel: ignoreLabel)
    if let voxelWeights {
      term =
        try term
        + voxelWeightedCrossEntropy(
          output, target: labels, weights: isFull ? voxelWeights : reduced(voxelWeights),
          ignoreLabel: ignoreLabel)
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
  _ logits: Tensor, target: Tensor, weights: Tensor, ignoreLabel: Int = 255
) throws(TorchError) -> Tensor {
  let kept = try target.equal(to: Double(ignoreLabel)).equal(to: 0)
  let known = try (target * kept.to(.int64)).unsqueezed(dim: 1)
  let own = try logits.to(.float32).logSoftmax(dim: 1).gather(dim: 1, indices: known)
    .squeezed(dim: 1)
  let effective = try weights * kept.to(.float32)
  return try -(own * effective).sum() / effective.sum().clamp(min: 1e-6)
}
