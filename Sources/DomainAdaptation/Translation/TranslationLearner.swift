import Imaging
import Learning
import Networks
import Torch

/// What every translator's training gives: a generator from ceT1 to T2.
protocol TranslatorLearner: Learner {
  var generator: any StyleTranslator { get }
}

/// Trains one generator with adversarial, alignment, local-correlation and edge losses.
///
/// One generator serves all target sites through the site code of the T2 slice it is compared with.
/// Regions are aligned at the ears, which is used twice: at first the generator also learns the
/// squared distance to another patient's T2 at the same place, whose minimum is the mean T2 there
/// and so tells it that fluid turns bright; and the discriminator sees where each pixel lies. Noise
/// on what it sees, falling to none, keeps it from judging texture before anatomy.
///
/// Which of these it uses, its weights say; so do the contrastive losses of CUT and QS-Attn, the identity
/// loss and two segmentations, all with weight 0 by default: on little computing the contrastive and the
/// identity loss hold the generator at the identity map.
///
/// - Source: Park et al., ECCV 2020 (CUT); Hu et al., CVPR 2022 (QS-Attn); site codes, source edit, edge
///   and segmentation losses as in the crossMoDA 2023 winner.
final class TranslationLearner: TranslatorLearner {
  let generator: any StyleTranslator
  private let discriminator: PatchDiscriminator
  private let projection: FeatureProjection
  private let segmentation: SegmentationTerms
  private let generatorOptimizer: AdamW
  private let discriminatorOptimizer: AdamW
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
    generator = try settings.makeGenerator(styles: sampler.sites, seed: seed, device: device)
    discriminator = try settings.makeDiscriminator(seed: seed &+ 1, device: device)
    let w = settings.generatorWidth
    projection = try FeatureProjection(
      channels: [w, 2 * w, 4 * w, 4 * w], seed: seed &+ 2, device: device)
    segmentation = try SegmentationTerms(
      settings, classes: classes, seed: seed &+ 3, device: device)
    generatorOptimizer = try settings.makeOptimizer(
      of: generator.parameters.tensors + projection.parameters.tensors + segmentation.tensors)
    discriminatorOptimizer = try settings.makeOptimizer(of: discriminator.parameters.tensors)
  }

  func step(_ index: Int) throws -> [(name: String, value: Double)] {
    var random = SplitMix64(seed: seed, keys: 0x7472_616E, UInt64(index))
    let progress = Double(index) / Double(settings.steps)
    generatorOptimizer.learningRate = settings.learningRate(at: progress)
    discriminatorOptimizer.learningRate = settings.learningRate(at: progress) / 2

    clock.start()
    // Every process draws the whole batch, so that the draws do not depend on their number.
    let batch = try sampler.batch(settings.batch, using: &random).own(share)
    let draws = try RandomGenerator(seed: random.next(), device: device)
    let a = try batch.source.to(device)
    let b = try batch.target.to(device)
    let code = try batch.code.to(device)
    let (here, there) = (try batch.sourcePlaces.to(device), try batch.targetPlaces.to(device))
    clock.lap(.load)
    let features = try generator.encode(a)
    let fake = try generator.decode(features, code: code)

    let noise = settings.discriminatorNoise * (1 - progress)
    func judged(_ x: Tensor, at places: Tensor) throws(TorchError) -> Tensor {
      let blurred = try x + share.noise(x.shape, device: device, generator: draws) * noise
      return try discriminator(
        settings.discriminatorSeesPlace ? Tensor.concatenate([blurred, places], dim: 1) : blurred)
    }
    let (shownA, shownB) = (try sampler.window.rendered(a), try sampler.window.rendered(b))
    discriminatorOptimizer.zeroGradients()
    let onReal = try leastSquares(judged(shownB, at: there), goal: 1)
    let onFake = try leastSquares(judged(fake.detached(), at: here), goal: 0)
    let discriminatorLoss = try (onReal + onFake) * 0.5
    clock.lap(.forward)
    try discriminatorLoss.backward()
    clock.lap(.backward)
    try share.averageGradients(discriminatorOptimizer)
    clock.lap(.exchange)
    try discriminatorOptimizer.step()
    clock.lap(.optimise)

    generatorOptimizer.zeroGradients()
    var terms: [(name: String, weight: Double, loss: Tensor)] = [
      ("adversarial", 1, try leastSquares(judged(fake, at: here), goal: 1))
    ]
    if settings.structureWeight > 0 {
      let loss = try localCorrelationLoss(bySlice(fake), bySlice(shownA))
      terms.append(("structure", settings.structureWeight, loss))
    }
    if settings.edgeWeight > 0 {
      let loss = try edgeLoss(fake, shownA, weights: batch.edgeWeights.to(device))
      terms.append(("edge", settings.edgeWeight, loss))
    }
    let alignment = settings.alignmentWeight * (1 - progress / settings.alignedFraction)
    if alignment > 0 { terms.append(("alignment", alignment, try (fake - shownB).square().mean())) }
    if settings.contrastiveWeight > 0 {
      let loss = try contrast(features, generator.encode(asInput(fake)), using: &random)
      terms.append(("contrast", settings.contrastiveWeight, loss))
    }
    if settings.identityWeight > 0 || settings.identityContrastWeight > 0 {
      let own = try generator.encode(b)
      let same = try generator.decode(own, code: code)
      if settings.identityWeight > 0 {
        terms.append(("identity", settings.identityWeight, try same.l1Loss(shownB)))
      }
      if settings.identityContrastWeight > 0 {
        let loss = try contrast(own, generator.encode(asInput(same)), using: &random)
        terms.append(("identityContrast", settings.identityContrastWeight, loss))
      }
    }
    terms += try segmentation(
      features: features[3], fake: fake, labels: batch.labels.to(device), progress: progress,
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
    let figures = try share.average(
      terms.map { ($0.name, try $0.loss.item()) }
        + [("discriminator", discriminatorLoss.item())])
    clock.lap(.exchange)
    return figures
  }

  /// A rendered image as the generator's input; a slab is made of one slice repeated.
  private func asInput(_ image: Tensor) throws(TorchError) -> Tensor {
    guard settings.view == .slab else { return image }
    return try Tensor.concatenate([Tensor](repeating: image, count: settings.depth), dim: 1)
  }

  /// The mean contrastive loss over the feature levels, at random positions of each, or at the deep
  /// levels at the positions that attention chooses.
  private func contrast(
    _ input: [Tensor], _ output: [Tensor], using random: inout SplitMix64
  ) throws(TorchError) -> Tensor {
    var sum = try Tensor.zeros([], device: device)
    for level in input.indices {
      if level >= 2, settings.contrastSelection == .attention {
        let rows = try querySelectedAttention(input[level], count: settings.positions)
        sum =
          try sum
          + patchContrastiveLoss(
            queries: projection(output[level], level: level, attention: rows),
            keys: projection(input[level], level: level, attention: rows))
        continue
      }
      let pixels = input[level].shape.dropFirst(2).reduce(1, *)
      let chosen = (0..<settings.positions).map { _ in
        Int64(random.next() % UInt64(pixels))
      }
      let positions = try Tensor(chosen, shape: [chosen.count]).to(device)
      let queries = try projection(output[level], level: level, positions: positions)
      let keys = try projection(input[level], level: level, positions: positions)
      sum = try sum + patchContrastiveLoss(queries: queries, keys: keys)
    }
    return try sum / Double(input.count)
  }

  func state() throws -> [String: Tensor] {
    var state = generator.parameters.state(prefix: "generator.")
    state.merge(discriminator.parameters.state(prefix: "discriminator.")) { $1 }
    state.merge(projection.parameters.state(prefix: "projection.")) { $1 }
    for (name, tensor) in segmentation.state() { state["segmentation.\(name)"] = tensor }
    for (name, tensor) in generatorOptimizer.state { state["generatorOptimizer.\(name)"] = tensor }
    for (name, tensor) in discriminatorOptimizer.state {
      state["discriminatorOptimizer.\(name)"] = tensor
    }
    return state
  }

  func restore(_ state: [String: Tensor]) throws {
    try generator.parameters.load(state, prefix: "generator.")
    try discriminator.parameters.load(state, prefix: "discriminator.")
    try projection.parameters.load(state, prefix: "projection.")
    try segmentation.restore(state.removingPrefix("segmentation."))
    try generatorOptimizer.load(state: state.removingPrefix("generatorOptimizer."))
    try discriminatorOptimizer.load(state: state.removingPrefix("discriminatorOptimizer."))
  }
}

/// A block as a batch of its slices, `[N, 1, D, H, W]` to `[N * D, 1, H, W]`; a slice as it is.
func bySlice(_ x: Tensor) throws(TorchError) -> Tensor {
  guard x.rank == 5 else { return x }
  return try x.reshaped([x.shape[0] * x.shape[2], 1, x.shape[3], x.shape[4]])
}
