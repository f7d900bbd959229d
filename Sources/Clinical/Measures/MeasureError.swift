/// Why a segmentation cannot be measured, in one sentence.
public enum MeasureError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A label value that the coding does not have.
  case unknownLabel(found: UInt8, expected: [UInt8])
  /// No voxel of the tumour.
  case noTumour
  /// More than one tumour: the volumes of all in mm3, the largest first.
  case severalTumours(volumes: [Double])
  /// A probability outside 0...1.
  case notAProbability(found: Float)

  /// What was expected and what was found.
  public var description: String {
    switch self {
    case .unknownLabel(let found, let expected):
      let values = expected.map(String.init).joined(separator: ", ")
      return "expected label values \(values), found \(found)"
    case .noTumour:
      return "expected a tumour, found none"
    case .severalTumours(let volumes):
      let text = volumes.map { "\(Int($0.rounded()))" }.joined(separator: ", ")
      return "expected one tumour, found \(volumes.count), of \(text) mm3"
    case .notAProbability(let found):
      return "expected probabilities from 0 to 1, found \(found)"
    }
  }
}
