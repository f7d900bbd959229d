public import Imaging
public import Networks
public import Preprocessing
public import Torch

extension SlidingWindow {
  /// The class probabilities on the volume's grid, ear by ear where the network was trained so.
  ///
  /// A network that has seen one side alone is not shown mirrored views.
  ///
  /// - Parameter pairing: `nil` for a network that sees both ears at once.
  public func callAsFunction(
    _ network: UNet, _ volume: Volume, pairing: EarPairing?, device: Device = .cpu
  ) throws -> ProbabilityMap {
    guard let pairing else { return try self(network, volume, device: device) }
    var window = self
    window.mirrors = false
    window.flipsAllAxes = false
    return pairing.joined(
      try pairing.halves(of: volume).map { try window(network, $0, device: device) },
      on: volume.grid)
  }
}

extension TrainingSample {
  /// The samples of a region's ears, of half the weight each; the sample itself where ears are not paired.
  ///
  /// What is read whenever a patch is drawn stays so.
  public func paired(_ pairing: EarPairing?) -> [TrainingSample] {
    guard let pairing else { return [self] }
    return [("left", false), ("right", true)].map { [contents] side, isMirrored in
      TrainingSample(id: "\(id) \(side)", weight: weight / 2, variesStructures: variesStructures) {
        let (image, labels) = contents()
        return (
          pairing.half(of: image, isMirrored: isMirrored),
          pairing.half(of: labels, isMirrored: isMirrored)
        )
      }
    }
  }
}
