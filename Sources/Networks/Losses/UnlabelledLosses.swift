public import Torch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The mean entropy of a segmentation's class probabilities, as a part of the largest possible.
///
/// Minimised on unlabelled images it pushes the decision border out of where they lie.
///
/// - Parameter logits: `[N, classes, ...]`, two or more classes.
/// - Returns: a scalar in 0...1; 1 where all classes are equally likely.
/// - Source: Vu et al., "ADVENT: adversarial entropy minimization for domain adaptation", CVPR 2019.
public func entropyLoss(_ logits: Tensor) throws(TorchError) -> Tensor {
  let logProbability = try logits.to(.float32).logSoftmax(dim: 1)
  let terms = try (logProbability.exp() * logProbability).sum(dims: [1])
  return try terms.mean() * (-1 / log(Double(logits.shape[1])))
}

/// Minus half the mean sum of squared class probabilities.
///
/// Like the entropy it is least where the network is sure, but its gradient does not grow without bounds
/// where it is nearly so, so that easy background counts less.
///
/// - Parameter logits: `[N, classes, ...]`.
/// - Returns: a scalar from -1/2, sure everywhere, to `-1 / (2 classes)`.
/// - Source: Chen et al., "Domain adaptation for semantic segmentation with maximum squares loss",
///   ICCV 2019.
public func maximumSquaresLoss(_ logits: Tensor) throws(TorchError) -> Tensor {
  try logits.to(.float32).softmax(dim: 1).square().sum(dims: [1]).mean() * -0.5
}

/// The mean squared distance of a student's class probabilities from a teacher's.
///
/// - Parameters:
///   - student: logits, `[N, classes, ...]`.
///   - teacher: logits of the same shape; no gradient flows into them.
/// - Returns: a scalar in 0...1.
/// - Source: Tarvainen and Valpola, "Mean teachers are better role models", NIPS 2017.
public func consistencyLoss(
  student: Tensor, teacher: Tensor
) throws(TorchError) -> Tensor {
  let goal = try teacher.detached().to(.float32).softmax(dim: 1)
  return try student.to(.float32).softmax(dim: 1).meanSquaredError(goal)
}

/// The same values, with gradients that come back multiplied by `-strength`.
///
/// Whatever a classifier behind it learns to tell, the network before it learns to hide.
///
/// - Source: Ganin et al., JMLR 17, 2016 (gradient reversal layer).
public func gradientReversed(_ x: Tensor, strength: Double) throws(TorchError) -> Tensor {
  // (1 + s) x - s x, of which only the second part passes gradients.
  try x.detached() * (1 + strength) - x * strength
}

/// The mean binary cross-entropy of a domain classifier's logits, with one truth for all of them.
///
/// - Parameter isTarget: whether the images are of the target domain.
public func domainLoss(_ logits: Tensor, isTarget: Bool) throws(TorchError) -> Tensor {
  try logits.bceWithLogits(
    Tensor.full(logits.shape, isTarget ? 1 : 0, device: logits.device))
}

/// Moves a teacher's parameters towards a student's: `decay * teacher + (1 - decay) * student`.
///
/// - Precondition: both stores belong to networks of one architecture.
public func followStudent(
  _ teacher: ParameterStore, _ student: ParameterStore, decay: Double
) throws(TorchError) {
  precondition(teacher.names == student.names, "teacher and student differ in architecture")
  try withoutGradients { () throws(TorchError) in
    for (slow, fast) in zip(teacher.tensors, student.tensors) {
      try slow.mul_(decay)
      try slow.add_(fast, scale: 1 - decay)
    }
  }
}
