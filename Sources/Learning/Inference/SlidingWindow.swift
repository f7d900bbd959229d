import Foundation
public import Imaging
public import Networks
public import Torch

/// Applies a network to a volume of any size in overlapping tiles.
///
/// Tiles have the size the network was trained on, since instance normalisation depends on it.
/// Neighbouring tiles are blended with a Gaussian window, as nnU-Net does; a volume smaller than a
/// tile is padded with its lowest value. Memory: the probabilities of all classes in float32, once,
/// and one tile's activations.
public struct SlidingWindow: Sendable {
  /// The tile in voxels, `(i, j, k)`.
  public var tile: SIMD3<Int>
  /// The part of a tile that neighbours share at least, in 0..<1.
  public var overlap: Double
  /// Whether to average with the left-right mirrored view.
  public var mirrors: Bool
  /// Whether to average over all eight flips instead.
  public var flipsAllAxes: Bool
  /// Whether to compute convolutions in bfloat16.
  public var usesBFloat16: Bool

  /// A window.
  public init(
    tile: SIMD3<Int>, overlap: Double = 0.25, mirrors: Bool = true, flipsAllAxes: Bool = false,
    usesBFloat16: Bool = false
  ) {
    self.tile = tile
    self.overlap = overlap
    self.mirrors = mirrors
    self.flipsAllAxes = flipsAllAxes
    self.usesBFloat16 = usesBFloat16
  }

  /// The class probabilities on the volume's grid.
  ///
  /// - Parameter volume: normalised as in training; its `i` axis must run left-right.
  public func callAsFunction(
    _ network: UNet, _ volume: Volume, device: Device = .cpu
  ) throws -> ProbabilityMap {
    let size = volume.grid.size
    let classes = network.configuration.classes
    var sums = [Float](repeating: 0, count: classes * volume.grid.count)
    var weights = [Float](repeating: 0, count: volume.grid.count)
    let window = gaussianWindow()
    let lowest = volume.voxels.min() ?? 0
    for lower in tileCorners(of: size) {
      let box = BoundingBox(lower: lower, upper: lower &+ tile)
      let input = try volume.cropped(to: box, padding: lowest).tensor(on: device)
      let values = try probabilities(network, input, device: device).scalars()
      accumulate(values, at: lower, classes: classes, size: size, window, &sums, &weights)
    }
    sums.withUnsafeMutableBufferPointer { sums in
      for c in 0..<classes {
        let offset = c * volume.grid.count
        for v in 0..<weights.count { sums[offset + v] /= weights[v] }
      }
    }
    return ProbabilityMap(grid: volume.grid, classes: classes, values: sums)
  }

  /// The lowest corners of tiles that cover a volume evenly; a short axis has one, at 0.
  func tileCorners(of size: SIMD3<Int>) -> [SIMD3<Int>] {
    let starts = (0..<3).map { axis -> [Int] in
      let free = size[axis] - tile[axis]
      guard free > 0 else { return [0] }
      let step = max(1, Int(Double(tile[axis]) * (1 - overlap)))
      let count = (free + step - 1) / step
      return (0...count).map { $0 * free / count }
    }
    return starts[2].flatMap { k in
      starts[1].flatMap { j in starts[0].map { i in SIMD3(i, j, k) } }
    }
  }

  private func probabilities(
    _ network: UNet, _ input: Tensor, device: Device
  ) throws(TorchError) -> Tensor {
    func view(_ x: Tensor) throws(TorchError) -> Tensor {
      let logits =
        usesBFloat16
        ? try autocast(.bfloat16, on: device) { () throws(TorchError) in try network(x) }
        : try network(x)
      return try logits.to(.float32).softmax(dim: 1)
    }
    let flips =
      flipsAllAxes
      ? [[4], [3], [2], [3, 4], [2, 4], [2, 3], [2, 3, 4]] : mirrors ? [[4]] : []
    return try withoutGradients { () throws(TorchError) in
      var sum = try view(input)
      for axes in flips {
        sum = try sum + view(input.flipped(dims: axes)).flipped(dims: axes)
      }
      return flips.isEmpty ? sum : try sum * (1 / Double(flips.count + 1))
    }
  }

  /// The product of one Gaussian per axis with a standard deviation of an eighth of the tile.
  private func gaussianWindow() -> [Float] {
    let axes = (0..<3).map { axis -> [Float] in
      let centre = Double(tile[axis] - 1) / 2
      let deviation = max(1, Double(tile[axis]) / 8)
      return (0..<tile[axis]).map { index in
        let z = (Double(index) - centre) / deviation
        return max(1e-3, Float(exp(-z * z / 2)))
      }
    }
    var window = [Float]()
    window.reserveCapacity(tile.x * tile.y * tile.z)
    for k in axes[2] { for j in axes[1] { for i in axes[0] { window.append(i * j * k) } } }
    return window
  }

  private func accumulate(
    _ values: [Float], at lower: SIMD3<Int>, classes: Int, size: SIMD3<Int>, _ window: [Float],
    _ sums: inout [Float], _ weights: inout [Float]
  ) {
    let upper = (lower &+ tile).clamped(lowerBound: .zero, upperBound: size)
    let count = size.x * size.y * size.z
    let tileCount = tile.x * tile.y * tile.z
    let width = upper.x - lower.x
    // Buffers, not arrays: rows are added many voxels at once.
    values.withUnsafeBufferPointer { values in
      window.withUnsafeBufferPointer { window in
        sums.withUnsafeMutableBufferPointer { sums in
          weights.withUnsafeMutableBufferPointer { weights in
            for k in lower.z..<upper.z {
              for j in lower.y..<upper.y {
                let target = lower.x + size.x * (j + size.y * k)
                let source = tile.x * ((j - lower.y) + tile.y * (k - lower.z))
                for i in 0..<width { weights[target + i] += window[source + i] }
                for c in 0..<classes {
                  let (to, from) = (c * count + target, c * tileCount + source)
                  for i in 0..<width { sums[to + i] += window[source + i] * values[from + i] }
                }
              }
            }
          }
        }
      }
    }
  }
}
