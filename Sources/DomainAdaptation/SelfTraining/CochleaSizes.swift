import Evaluation
import Imaging

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sets how readily cochlea is predicted by the size that cochleas are known to have.
///
/// Tumours differ from hospital to hospital, cochleas do not. Where those on unlabelled images come out
/// larger or smaller than the labelled ones all the same, the network draws their wall in the wrong place, and
/// the log-odds of cochlea are shifted until the volumes agree.
///
/// - Source: the idea is that of size constraints in adaptation (Bateson et al., Medical Image Analysis 2022), here
///   without a loss of its own.
struct CochleaSizes {
  let cochlea: UInt8
  /// The volume of one cochlea in mm3.
  let expected: Double
  /// The largest shift: beyond it the order of the probabilities, too, is the network's error.
  static let largestShift: Float = 2

  /// Sizes as in label maps; `nil` where none holds a cochlea.
  init?(cochlea: UInt8, labels: [LabelMap]) {
    let volumes = labels.flatMap { map in
      map.mask(of: [cochlea]).connectedComponents(.corners).components.prefix(2).map(\.volume)
    }
    guard let volume = Distribution(volumes)?.median else { return nil }
    self.init(cochlea: cochlea, expected: volume)
  }

  init(cochlea: UInt8, expected: Double) {
    self.cochlea = cochlea
    self.expected = expected
  }

  /// The shift for all images: the median of each one's, within ``largestShift``; 0 without any.
  static func shift(_ shifts: [Float]) -> Float {
    let median = Distribution(shifts.map(Double.init))?.median ?? 0
    return max(-largestShift, min(largestShift, Float(median)))
  }

  /// The shift that gives an image's cochleas the expected size; `nil` where none was predicted.
  ///
  /// - Parameters:
  ///   - labels: the cleaned-up prediction.
  ///   - probabilities: on the same grid.
  func shift(labels: LabelMap, probabilities: ProbabilityMap) -> Float? {
    let mask = labels.mask(of: [cochlea])
    let count = mask.connectedComponents(.corners).components.count
    guard count > 0 else { return nil }
    // What is called cochlea elsewhere is none.
    let distance = mask.distanceTransform()
    let logOdds = labels.voxels.indices
      .filter { distance.voxels[$0] <= 3 }
      .map { probabilities.logOdds(of: Int(cochlea), at: $0) }
      .sorted(by: >)
    let wanted = Int((Double(count) * expected / labels.grid.voxelVolume).rounded())
    // Halfway between the last voxel inside and the first outside.
    guard wanted > 0, wanted < logOdds.count else { return nil }
    return -(logOdds[wanted - 1] + logOdds[wanted]) / 2
  }
}

extension ProbabilityMap {
  /// The logarithm of a class's probability over that of the most probable other one.
  func logOdds(of wanted: Int, at offset: Int) -> Float {
    let count = grid.count
    var other: Float = 1e-9
    for c in 0..<classes where c != wanted { other = max(other, values[c * count + offset]) }
    return log(max(1e-9, values[wanted * count + offset]) / other)
  }

  /// The map with a class's log-odds shifted everywhere; probabilities still sum to 1.
  func shifted(_ wanted: Int, by shift: Float) -> ProbabilityMap {
    guard shift != 0 else { return self }
    let count = grid.count
    let factor = exp(shift)
    var result = self
    for offset in 0..<count {
      let sum = 1 + (factor - 1) * values[wanted * count + offset]
      for c in 0..<classes {
        result.values[c * count + offset] *= (c == wanted ? factor : 1) / sum
      }
    }
    return result
  }
}
