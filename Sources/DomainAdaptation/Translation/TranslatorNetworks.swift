import Networks
import Torch

extension TranslationSettings {
  /// What the translator sees at once.
  var window: SliceWindow { SliceWindow(view: view, depth: view == .slice ? 1 : depth) }

  var dimensions: Int { view == .block ? 3 : 2 }

  /// The optimiser of generators and of critics, with the moments that suit adversaries.
  func makeOptimizer(of tensors: [Tensor]) throws(TorchError) -> AdamW {
    try AdamW(
      parameters: tensors, learningRate: learningRate, betas: (0.5, 0.999), epsilon: 1e-8,
      weightDecay: 0)
  }

  /// The generators' learning rate: constant for the first half, then falling to 0.
  ///
  /// - Parameter progress: the part of all steps that is done, from 0 to 1.
  func learningRate(at progress: Double) -> Double { learningRate * min(1, 2 * (1 - progress)) }

  /// A generator for a number of styles.
  func makeGenerator(
    styles: Int, seed: UInt64, device: Device
  ) throws(TorchError) -> any StyleTranslator {
    let inputs = view == .slab ? depth : 1
    switch generator {
    case .skip:
      return try StyleGenerator(
        .init(width: generatorWidth, blocks: generatorBlocks, sites: styles, inputs: inputs),
        seed: seed, device: device)
    case .antiAliased:
      return try AntiAliasedGenerator(
        .init(
          dimensions: dimensions, inputs: inputs, width: generatorWidth, blocks: generatorBlocks,
          codeLength: styles), seed: seed, device: device)
    }
  }

  /// A discriminator of images, or of images and places.
  func makeDiscriminator(seed: UInt64, device: Device) throws(TorchError) -> PatchDiscriminator {
    try PatchDiscriminator(
      inputs: discriminatorSeesPlace ? 4 : 1, width: discriminatorWidth, dimensions: dimensions,
      seed: seed, device: device)
  }

  /// Why these settings cannot be run on a region; `nil` when they can.
  func problem(region size: SIMD3<Int>) -> String? {
    guard method != .none else { return nil }
    if size.x % 4 != 0 || size.y % 4 != 0 {
      return "translation expects region.size whose first two numbers are multiples of 4"
    }
    switch view {
    case .slice: break
    case .slab:
      if depth < 3 || depth % 2 == 0 { return "translation.depth of a slab expects 3, 5, 7 ..." }
      if method != .oneWay { return "translation.view slab expects translation.method one-way" }
    case .block:
      if generator == .skip {
        return "translation.view block expects translation.generator anti-aliased"
      }
      if depth < 8 || depth % 4 != 0 || depth > size.z {
        return "translation.depth of a block expects a multiple of 4 in 8...\(size.z)"
      }
    }
    return nil
  }
}
