// A change is written as `factor: [0.4, 1.5]` or `level: [0.2, 0.9]`.
extension LabelIntensityAugmentation.Change {
  private enum Key: String, CodingKey { case factor, level }

  /// Reads the one form that is there.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    if let range = try values.decodeIfPresent(ClosedRange<Double>.self, forKey: .factor) {
      self = .factor(range)
    } else {
      self = .level(try values.decode(ClosedRange<Double>.self, forKey: .level))
    }
  }

  /// Writes the form under its name.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .factor(let range): try values.encode(range, forKey: .factor)
    case .level(let range): try values.encode(range, forKey: .level)
    }
  }
}
