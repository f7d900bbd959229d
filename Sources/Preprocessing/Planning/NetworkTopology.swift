/// How often a U-Net halves each axis and how wide its kernels are, for a patch of some size and spacing.
///
/// Arrays are in torch's order, `[D, H, W]`. At each stage those axes are halved that have room, an edge of
/// ``smallestEdge`` left after it, and whose spacing is within a factor of 2 of the finest of them; a single
/// axis is halved on only where three such edges fit. A kernel is 1 along an axis until its spacing is within a
/// factor of 2 of the finest, and 3 from then on and at the bottom.
///
/// - Source: Isensee et al., Nature Methods 18, 2021, supplement on the network topology.
public struct NetworkTopology: Hashable, Sendable {
  /// The least length of an edge of the lowest feature map.
  public static let smallestEdge = 4

  /// The stride that enters each stage; the first is 1, 1, 1.
  public let strides: [[Int]]
  /// The kernel of each stage.
  public let kernels: [[Int]]
  /// The patch, enlarged to multiples of ``divisor``.
  public let patch: [Int]
  /// What each length of a patch must be a multiple of.
  public let divisor: [Int]

  /// The topology of a patch.
  ///
  /// - Parameters:
  ///   - spacing: in mm, `[D, H, W]`.
  ///   - size: in voxels, `[D, H, W]`; a fraction, as of a median, is rounded up.
  public init(spacing: [Double], size: [Double]) {
    var (step, room) = (spacing, size)
    var strides = [[1, 1, 1]]
    var kernels: [[Int]] = []
    var divisor = [1, 1, 1]
    var kernel = [1, 1, 1]
    let edge = Double(Self.smallestEdge)
    while true {
      var halved = (0..<3).filter { room[$0] >= 2 * edge }
      guard let finest = halved.map({ step[$0] }).min() else { break }
      halved = halved.filter { step[$0] / finest < 2 }
      if halved.count == 1, room[halved[0]] < 3 * edge { break }
      let finestOfAll = step.min() ?? 1
      for axis in 0..<3 where step[axis] / finestOfAll < 2 { kernel[axis] = 3 }
      kernels.append(kernel)
      strides.append((0..<3).map { halved.contains($0) ? 2 : 1 })
      for axis in halved {
        divisor[axis] *= 2
        step[axis] *= 2
        room[axis] = (room[axis] / 2).rounded(.up)
      }
    }
    self.strides = strides
    self.kernels = kernels + [[3, 3, 3]]
    self.divisor = divisor
    patch = zip(size, divisor).map { length, multiple in
      Int((length / Double(multiple)).rounded(.up)) * multiple
    }
  }

  /// The feature channels of each stage: twice as many below, up to a maximum.
  func channels(first: Int, maximum: Int) -> [Int] {
    strides.indices.map { min(maximum, first << min($0, 30)) }
  }
}

/// How many values a U-Net's convolutions leave for one patch, the measure of its memory.
///
/// Every convolution of encoder and decoder, every up-convolution, and the head at full resolution.
///
/// - Parameters:
///   - patch: `[D, H, W]`.
///   - strides: that enter each stage.
/// - Source: the estimate of nnU-Net 2's planner.
public func featureMapCount(
  patch: [Int], strides: [[Int]], channels: [Int], convolutionsPerStage: Int, classes: Int
) -> Int {
  var size = patch
  var counts: [Int] = []
  for stride in strides {
    size = zip(size, stride).map { $0 / $1 }
    counts.append(size.reduce(1, *))
  }
  let encoder = zip(counts, channels).reduce(0) { $0 + convolutionsPerStage * $1.0 * $1.1 }
  let decoder = zip(counts, channels).dropLast()
    .reduce(0) { $0 + (convolutionsPerStage + 1) * $1.0 * $1.1 }
  return encoder + decoder + classes * (counts.first ?? 0)
}
