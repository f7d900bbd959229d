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
  public func paired(_ pairing: EarPairing?) -> [TrainingSample] {
    guard let pairing else { return [self] }
    return zip(["left", "right"], zip(pairing.halves(of: image), pairing.halves(of: labels))).map {
      TrainingSample(
        id: "\(id) \($0)", image: $1.0, labels: $1.1, weight: weight / 2,
        variesStructures: variesStructures)
    }
  }
}
