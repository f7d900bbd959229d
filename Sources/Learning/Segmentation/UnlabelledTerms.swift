import Foundation
import Imaging
import Networks
import Preprocessing
import Torch

/// The terms of a segmenter's loss that need no label: entropy, a mean teacher, and two adversaries.
final class UnlabelledTerms {
  private let settings: UnlabelledSettings
  private let drawing: PatchDrawing
  private let steps: Int
  private let seed: UInt64
  private let compute: ComputeSettings
  /// Of the labelled slots, as which gradients are averaged, and of the unlabelled ones.
  private let labelled: BatchShare
  private let share: BatchShare
  /// How much more this process's mean over its unlabelled slots counts than that over its labelled ones.
  private let factor: Double
  private let student: UNet
  /// The mean of the student over the steps; `nil` without the consistency term.
  let teacher: UNet?
  private let classifier: DomainClassifier?
  private let discriminator: PatchDiscriminator?
  private let optimizer: AdamW?

  init(
    _ settings: UnlabelledSettings, student: UNet, samples: [TrainingSample],
    training: SegmentationSettings, seed: UInt64, compute: ComputeSettings, labelled: BatchShare
  ) throws {
    guard !samples.isEmpty else { throw NoUnlabelledSamples() }
    let device = compute.device
    self.settings = settings
    self.student = student
    self.seed = seed
    self.compute = compute
    self.labelled = labelled
    share = try BatchShare(of: settings.batch, in: labelled.group)
    factor = share.weight / labelled.weight
    steps = training.steps
    drawing = PatchDrawing(samples, settings: training)
    if settings.consistencyWeight > 0 {
      let network = try UNet(student.configuration, seed: 0, device: device)
      try network.parameters.load(student.parameters.state())
      teacher = network
    } else {
      teacher = nil
    }
    classifier =
      settings.featureAlignmentWeight > 0
      ? try DomainClassifier(
        features: student.configuration.channels.last ?? 1, seed: seed &+ 1, device: device) : nil
    discriminator =
      settings.outputAlignmentWeight > 0
      ? try PatchDiscriminator(
        inputs: student.configuration.classes, dimensions: 3, seed: seed &+ 2, device: device) : nil
    let adversaries = [classifier?.parameters, discriminator?.parameters].compactMap { $0 }
    optimizer =
      adversaries.isEmpty
      ? nil
      : try AdamW(
        parameters: adversaries.flatMap(\.tensors), learningRate: settings.discriminatorRate,
        betas: (0.9, 0.99), epsilon: 1e-8, weightDecay: 0)
  }

  /// The terms of a step with their weights, and the adversaries' own loss, which is to be added to the
  /// whole loss with weight 1: what it sends into the network is already reversed or cut off.
  ///
  /// Of several processes each gives the terms of its share, as `BatchShare` averages them.
  ///
  /// - Parameter source: what the network gives for the step's labelled patches.
  func terms(
    _ index: Int, source: (logits: [Tensor], features: Tensor)
  ) throws -> [(name: String, weight: Double, loss: Tensor)] {
    let plain: Tensor
    let changed: Tensor
    (plain, changed) = try views(index)
    let (logits, features) = try student.outputs(
      changed, levels: 1, recomputes: compute.recomputesActivations)
    let weight = ramp(index)
    var terms: [(name: String, weight: Double, loss: Tensor)] = []
    if settings.entropyWeight > 0 {
      let loss = try entropyLoss(logits[0]) * factor
      terms.append(("entropy", weight * settings.entropyWeight, loss))
    }
    if settings.squaresWeight > 0 {
      let loss = try maximumSquaresLoss(logits[0]) * factor
      terms.append(("squares", weight * settings.squaresWeight, loss))
    }
    if let teacher {
      let goal = try withoutGradients { () throws(TorchError) in try teacher(plain) }
      terms.append(
        (
          "consistency", weight * settings.consistencyWeight,
          try consistencyLoss(student: logits[0], teacher: goal) * factor
        ))
    }
    if let classifier {
      let strength = weight * settings.featureAlignmentWeight
      func loss(_ x: Tensor, isTarget: Bool) throws(TorchError) -> Tensor {
        let reversed = try gradientReversed(x.to(.float32), strength: strength)
        return try domainLoss(classifier(reversed), isTarget: isTarget)
      }
      let both =
        try loss(source.features, isTarget: false) + loss(features, isTarget: true) * factor
      terms.append(("domain", 1, try both * 0.5))
    }
    if let discriminator {
      func loss(_ x: Tensor, isTarget: Bool) throws(TorchError) -> Tensor {
        // The source passes no gradient: the target is to become like it.
        let strength = isTarget ? weight * settings.outputAlignmentWeight : 0
        let probability = try x.to(.float32).softmax(dim: 1)
        let input =
          isTarget
          ? try gradientReversed(probability, strength: strength) : try probability.detached()
        return try domainLoss(discriminator(input), isTarget: isTarget)
      }
      let both =
        try loss(source.logits[0], isTarget: false) + loss(logits[0], isTarget: true) * factor
      terms.append(("output", 1, try both * 0.5))
    }
    return terms
  }

  /// Before the gradients of a step are computed.
  func zeroGradients() { optimizer?.zeroGradients() }

  /// After the gradients of a step were computed.
  func averageGradients() throws(TorchError) {
    if let optimizer { try labelled.averageGradients(optimizer) }
  }

  /// After the student's own step: the adversaries learn, the teacher follows.
  func step() throws(TorchError) {
    try optimizer?.step()
    if let teacher {
      try followStudent(teacher.parameters, student.parameters, decay: settings.teacherDecay)
    }
  }

  private func ramp(_ index: Int) -> Double {
    let part = Double(index) / max(1, settings.rampUp * Double(steps))
    return part >= 1 ? 1 : exp(-5 * (1 - part) * (1 - part))
  }

  /// The step's unlabelled patches, `[N, 1, D, H, W]`: as they are, and with random intensities.
  private func views(_ index: Int) throws(TorchError) -> (Tensor, Tensor) {
    var plain: [Patch] = []
    var changed: [Patch] = []
    for slot in share.slots {
      var random = SplitMix64(seed: seed, keys: 0x756E_6C61, UInt64(index), UInt64(slot))
      let pair = drawing.views(using: &random)
      plain.append(pair.plain)
      changed.append(pair.changed)
    }
    return (
      try drawing.images(plain, on: compute.device), try drawing.images(changed, on: compute.device)
    )
  }

  /// Everything that a later step depends on.
  func state() -> [String: Tensor] {
    var state = teacher?.parameters.state(prefix: "teacher.") ?? [:]
    state.merge(classifier?.parameters.state(prefix: "classifier.") ?? [:]) { $1 }
    state.merge(discriminator?.parameters.state(prefix: "discriminator.") ?? [:]) { $1 }
    for (name, tensor) in optimizer?.state ?? [:] { state["adversary.\(name)"] = tensor }
    return state
  }

  func restore(_ state: [String: Tensor]) throws {
    try teacher?.parameters.load(state, prefix: "teacher.")
    try classifier?.parameters.load(state, prefix: "classifier.")
    try discriminator?.parameters.load(state, prefix: "discriminator.")
    try optimizer?.load(state: state.removingPrefix("adversary."))
  }
}

/// A term on unlabelled images found none.
public struct NoUnlabelledSamples: Error, Hashable, Sendable, CustomStringConvertible {
  /// One sentence.
  public var description: String {
    "expected unlabelled images for the terms of `unlabelled`, found none in the data set"
  }
}
