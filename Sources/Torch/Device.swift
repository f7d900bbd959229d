internal import CTorch

/// Where a tensor lives and is computed on.
public enum Device: Hashable, Sendable, CustomStringConvertible {
  /// The processor.
  case cpu
  /// An NVIDIA GPU by its index.
  case cuda(Int)
  /// An Apple GPU.
  case mps

  /// A device from "cpu", "cuda", "cuda:1" or "mps"; `nil` for anything else.
  public init?(_ text: String) {
    switch text {
    case "cpu": self = .cpu
    case "cuda": self = .cuda(0)
    case "mps": self = .mps
    default:
      guard text.hasPrefix("cuda:"), let index = Int(text.dropFirst(5)), index >= 0 else {
        return nil
      }
      self = .cuda(index)
    }
  }

  /// Whether this libtorch and this machine have the device.
  public var isAvailable: Bool { ctorch_device_is_available(code, index) }

  /// "cpu", "cuda:0" or "mps".
  public var description: String {
    switch self {
    case .cpu: "cpu"
    case .cuda(let index): "cuda:\(index)"
    case .mps: "mps"
    }
  }

  var code: Int32 {
    switch self {
    case .cpu: 0
    case .cuda: 1
    case .mps: 2
    }
  }

  var index: Int32 {
    if case .cuda(let index) = self { Int32(index) } else { 0 }
  }
}
