import Imaging
import Learning
import Networks
import Torch

/// Trains two generators, ceT1 to T2 and back, whose round trips must end where they began.
///
/// With `method: shared-encoder` a discriminator has no eyes of its own: a critic reads the deepest
/// features of the generator that starts from its domain. Those encoders learn from the critics alone, and
/// the generators' losses change the decoders alone.
///
/// There is no pool of earlier fakes: a step depends on the learner's state and its index only.
///
/// - Source: Zhu et al., ICCV 2017 (CycleGAN); Chen et al., "Reusing discriminators for encoding", CVPR 2020
///   (NICE-GAN), here with one critic per domain on one level and without attention.
final class CycleTranslationLearner: TranslatorLearner {
  var generator: any StyleTranslator { toTarget }
  private let toTarget: any StyleTranslator
  private let toSource: any StyleTranslator
  /// Of T2, and of ceT1.
  private let critics: [PatchDiscriminator]
  private let segmentation: SegmentationTerms
  private let generatorOptimizer: AdamW
  private let criticOptimizer: AdamW
  private let settings: TranslationSettings
  private let share: BatchShare
  let clock = StepClock()
  private let sampler: SliceSampler
  private let seed: UInt64
  private let device: Device

  init(
    _ settings: TranslationSettings, sampler: SliceSampler, classes: Int = 2, seed: UInt64,
    device: Device, group: ProcessGroup? = nil
  ) throws {
    self.settings = settings
    share = try BatchShare(of: settings.batch, in: group)
    self.sampler = sampler
    self.seed = seed
    self.device = device
    let toTarget = try settings.makeGenerator(styles: sampler.sites, seed: seed, device: device)
    let toSource = try settings.makeGenerator(styles: 1, seed: seed &+ 1, device: device)
    let shares = settings.method == .sharedEncoder
    critics = try [2, 3].map { (n: UInt64) in
      shares
        ? try PatchDiscriminator(
          inputs: 4 * settings.generatorWidth, width: settings.discriminatorWidth,
          dimensions: settings.dimensions, seed: seed &+ n, device: device)
        : try settings.makeDiscriminator(seed: seed &+ n, device: device)
    }
    segmentation = try SegmentationTerms(
      settings, classes: classes, seed: seed &+ 4, device: device)
    let translators = [toTarget, toSource]
    generatorOptimizer = try settings.makeOptimizer(
      of: translators.flatMap { shares ? $0.decoderTensors : $0.parameters.tensors }
        + segmentation.tensors)
    criticOptimizer = try settings.makeOptimizer(
      of: critics.flatMap(\.parameters.tensors)
        + (shares ? translators.flatMap(\.encoderTensors) : []))
    self.toTarget = toTarget
    self.toSource = toSource
  }

  func step(_ index: Int) throws -> [(name: String, value: Double)] {
    var random = SplitMix64(seed: seed, keys: 0x6379_636C, UInt64(index))
    let progress = Double(index) / Double(settings.steps)
    generatorOptimizer.learningRate = settings.learningRate(at: progress)
    criticOptimizer.learningRate = settings.learningRate(at: progress) / 2

    clock.start()
    // Every process draws the whole batch, so that the draws do not depend on their number.
    let batch = try sampler.batch(settings.batch, using: &random).own(share)
    let draws = try RandomGenerator(seed: random.next(), device: device)
    let noise = settings.discriminatorNoise * (1 - progress)
    let (a, b) = (try batch.source.to(device), try batch.target.to(device))
    let code = try batch.code.to(device)
    let plain = try Tensor.ones([a.shape[0], 1], device: device)
    let (here, there) = (try batch.sourcePlaces.to(device), try batch.targetPlaces.to(device))
    clock.lap(.load)

    /// What the critic of a domain says; a T2 is read by the encoder that starts from T2.
    func judged(_ x: Tensor, isTarget: Bool, at places: Tensor) throws(TorchError) -> Tensor {
      let critic = critics[isTarget ? 0 : 1]
      let blurred = try x + share.noise(x.shape, device: device, generator: draws) * noise
      if settings.method == .sharedEncoder {
        return try critic((isTarget ? toSource : toTarget).encode(blurred)[3])
      }
      return try critic(
        settings.discriminatorSeesPlace ? Tensor.concatenate([blurred, places], dim: 1) : blurred)
    }

    let features = try toTarget.encode(a)
    let fakeB = try toTarget.decode(features, code: code)
    let fakeA = try toSource(b, code: plain)
    generatorOptimizer.zeroGradients()
    let adversarial =
      try leastSquares(judged(fakeB, isTarget: true, at: here), goal: 1)
      + leastSquares(judged(fakeA, isTarget: false, at: there), goal: 1)
    let roundTrip =
      try toSource(fakeB, code: plain).l1Loss(a) + toTarget(fakeA, code: code).l1Loss(b)
    var terms: [(name: String, weight: Double, loss: Tensor)] = [
      ("adversarial", 1, adversarial), ("cycle", settings.cycleWeight, roundTrip),
    ]
    if settings.identityWeight > 0 {
      let same = try toTarget(b, code: code).l1Loss(b) + toSource(a, code: plain).l1Loss(a)
      terms.append(("identity", settings.identityWeight, same))
    }
    if settings.structureWeight > 0 {
      let loss = try localCorrelationLoss(bySlice(fakeB), bySlice(a))
      terms.append(("structure", settings.structureWeight, loss))
    }
    if settings.edgeWeight > 0 {
      let loss = try edgeLoss(fakeB, a, weights: batch.edgeWeights.to(device))
      terms.append(("edge", settings.edgeWeight, loss))
    }
    terms += try segmentation(
      features: features[3], fake: fakeB, labels: batch.labels.to(device), progress: progress,
      sums: share.sums)
    var loss = try terms[0].loss * terms[0].weight
    for term in terms.dropFirst() { loss = try loss + term.loss * term.weight }
    clock.lap(.forward)
    try loss.backward()
    clock.lap(.backward)
    try share.averageGradients(generatorOptimizer)
    clock.lap(.exchange)
    try generatorOptimizer.step()
    clock.lap(.optimise)

    // What the generators' loss sent into the critics, and into encoders that they own, is forgotten.
    criticOptimizer.zeroGradients()
    let real =
      try leastSquares(judged(b, isTarget: true, at: there), goal: 1)
      + leastSquares(judged(a, isTarget: false, at: here), goal: 1)
    let fake =
      try leastSquares(judged(fakeB.detached(), isTarget: true, at: here), goal: 0)
      + leastSquares(judged(fakeA.detached(), isTarget: false, at: there), goal: 0)
    let criticLoss = try (real + fake) * 0.25
    clock.lap(.forward)
    try criticLoss.backward()
    clock.lap(.backward)
    try share.averageGradients(criticOptimizer)
    clock.lap(.exchange)
    try criticOptimizer.step()
    clock.lap(.optimise)
    let figures = try share.average(
      terms.map { ($0.name, try $0.loss.item()) } + [("discriminator", criticLoss.item())])
    clock.lap(.exchange)
    return figures
  }

  private var stores: [(name: String, store: ParameterStore)] {
    [
      ("generator.", toTarget.parameters), ("toSource.", toSource.parameters),
      ("targetCritic.", critics[0].parameters), ("sourceCritic.", critics[1].parameters),
    ]
  }

  func state() throws -> [String: Tensor] {
    var state: [String: Tensor] = [:]
    for (name, store) in stores { state.merge(store.state(prefix: name)) { $1 } }
    for (name, tensor) in segmentation.state() { state["segmentation.\(name)"] = tensor }
    for (name, tensor) in generatorOptimizer.state { state["generatorOptimizer.\(name)"] = tensor }
    for (name, tensor) in criticOptimizer.state { state["criticOptimizer.\(name)"] = tensor }
    return state
  }

  func restore(_ state: [String: Tensor]) throws {
    for (name, store) in stores { try store.load(state, prefix: name) }
    try segmentation.restore(state.removingPrefix("segmentation."))
    try generatorOptimizer.load(state: state.removingPrefix("generatorOptimizer."))
    try criticOptimizer.load(state: state.removingPrefix("criticOptimizer."))
  }
}
