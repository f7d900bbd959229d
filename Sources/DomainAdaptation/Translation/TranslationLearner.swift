import Imaging
import Learning
import Networks
import Torch

/// Trains the translator with adversarial, alignment, local-correlation and edge losses.
///
/// One generator serves all target sites through the site code of the T2 slice it is compared with.
/// Regions are aligned at the ears, which is used twice: at first the generator also learns the
/// squared distance to another patient's T2 at the same place, whose minimum is the mean T2 there
/// and so tells it that fluid turns bright; and the discriminator sees where each pixel lies. Noise
/// on what it sees, falling to none, keeps it from judging texture before anatomy.
///
/// The contrastive and identity losses of CUT are there too, with weight 0 by default: on this little
/// computing they hold the generator at the identity map.
///
/// - Source: Park et al., ECCV 2020 (CUT); site codes, source edit and edge loss as in the crossMoDA
///   2023 winner, on axial slices.
final class TranslationLearner: Learner {
  let generator: StyleGenerator
  private let discriminator: PatchDiscriminator
  private let projection: FeatureProjection
  private let generatorOptimizer: AdamW
  private let discriminatorOptimizer: AdamW
  private let settings: TranslationSettings
  private let sampler: SliceSampler
  private let seed: UInt64
  private let device: Device

  init(
    _ settings: TranslationSettings, sampler: SliceSampler, seed: UInt64, device: Device
  ) throws {
    self.settings = settings
    self.sampler = sampler
    self.seed = seed
    self.device = device
    generator = try StyleGenerator(
      settings.generator(sites: sampler.sites), seed: seed, device: device)
    discriminator = try PatchDiscriminator(
      inputs: 4, width: settings.discriminatorWidth, seed: seed &+ 1, device: device)
    let w = settings.generatorWidth
    projection = try FeatureProjection(
      channels: [w, 2 * w, 4 * w, 4 * w], seed: seed &+ 2, device: device)
    generatorOptimizer = try AdamW(
      parameters: generator.parameters.tensors + projection.parameters.tensors,
      learningRate: settings.learningRate, betas: (0.5, 0.999), epsilon: 1e-8, weightDecay: 0)
    discriminatorOptimizer = try AdamW(
      parameters: discriminator.parameters.tensors, learningRate: settings.learningRate,
      betas: (0.5, 0.999), epsilon: 1e-8, weightDecay: 0)
  }

  func step(_ index: Int) throws -> [(name: String, value: Double)] {
    var random = SplitMix64(seed: seed, keys: 0x7472_616E, UInt64(index))
    let progress = Double(index) / Double(settings.steps)
    let factor = min(1, 2 * (1 - progress))
    generatorOptimizer.learningRate = settings.learningRate * factor
    discriminatorOptimizer.learningRate = settings.learningRate * factor / 2

    let batch = try sampler.batch(settings.batch, using: &random)
    let draws = try RandomGenerator(seed: random.next(), device: device)
    let a = try batch.source.to(device)
    let b = try batch.target.to(device)
    let code = try batch.code.to(device)
    let features = try generator.encode(a)
    let fake = try generator.decode(features, code: code)

    let noise = settings.discriminatorNoise * (1 - progress)
    let (here, there) = (try batch.sourcePlaces.to(device), try batch.targetPlaces.to(device))
    func judged(_ x: Tensor, at places: Tensor) throws(TorchError) -> Tensor {
      let blurred = try x + Tensor.randn(x.shape, device: device, generator: draws) * noise
      return try discriminator(Tensor.concatenate([blurred, places], dim: 1))
    }
    discriminatorOptimizer.zeroGradients()
    let onReal = try leastSquares(judged(b, at: there), goal: 1)
    let onFake = try leastSquares(judged(fake.detached(), at: here), goal: 0)
    let discriminatorLoss = try (onReal + onFake) * 0.5
    try discriminatorLoss.backward()
    try discriminatorOptimizer.step()

    generatorOptimizer.zeroGradients()
    var terms: [(name: String, weight: Double, loss: Tensor)] = [
      ("adversarial", 1, try leastSquares(judged(fake, at: here), goal: 1)),
      ("structure", settings.structureWeight, try localCorrelationLoss(fake, a)),
      (
        "edge", settings.edgeWeight,
        try edgeLoss(fake, a, weights: batch.edgeWeights.to(device))
      ),
    ]
    let alignment = settings.alignmentWeight * (1 - progress / settings.alignedFraction)
    if alignment > 0 { terms.append(("alignment", alignment, try (fake - b).square().mean())) }
    if settings.contrastiveWeight > 0 {
      let loss = try contrast(features, generator.encode(fake), using: &random)
      terms.append(("contrast", settings.contrastiveWeight, loss))
    }
    if settings.identityWeight > 0 {
      terms.append(("identity", settings.identityWeight, try generator(b, code: code).l1Loss(b)))
    }
    var loss = try terms[0].loss * terms[0].weight
    for term in terms.dropFirst() { loss = try loss + term.loss * term.weight }
    try loss.backward()
    try generatorOptimizer.step()
    return try terms.map { ($0.name, try $0.loss.item()) }
      + [("discriminator", try discriminatorLoss.item())]
  }

  /// The mean contrastive loss over the feature levels, at random positions of each.
  private func contrast(
    _ input: [Tensor], _ output: [Tensor], using random: inout SplitMix64
  ) throws(TorchError) -> Tensor {
    var sum = try Tensor.zeros([], device: device)
    for level in input.indices {
      let pixels = input[level].shape[2] * input[level].shape[3]
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
    try generatorOptimizer.load(state: state.removingPrefix("generatorOptimizer."))
    try discriminatorOptimizer.load(state: state.removingPrefix("discriminatorOptimizer."))
  }
}
