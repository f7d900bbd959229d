public import Torch

/// The trainable tensors of a network, each under a path such as `encoder.0.conv.weight`.
///
/// Paths are the keys of the weights file. Order is the order of creation, so one seed gives one
/// network whatever else the program did before.
public final class ParameterStore {
  /// The paths in order of creation.
  public private(set) var names: [String] = []
  /// The tensors, in the order of ``names``.
  public private(set) var tensors: [Tensor] = []
  private let device: Device
  private let generator: RandomGenerator

  /// An empty store whose initial values are fixed by the seed.
  ///
  /// - Throws: `TorchError` when the device cannot be used.
  public init(seed: UInt64, device: Device = .cpu) throws(TorchError) {
    self.device = device
    generator = try RandomGenerator(seed: seed, device: device)
  }

  /// How a parameter starts.
  public enum Initialisation: Sendable {
    /// Normal values with the given standard deviation.
    case normal(Double)
    /// One value everywhere.
    case constant(Double)
  }

  /// Adds a parameter; traps when the path is taken, which is a mistake in the architecture.
  public func add(
    _ name: String, shape: [Int], _ initialisation: Initialisation
  ) throws(TorchError) -> Tensor {
    precondition(!names.contains(name), "two parameters are called \(name)")
    let values: Tensor =
      switch initialisation {
      case .normal(let deviation):
        try Tensor.randn(shape, device: device, generator: generator) * deviation
      case .constant(let value): try Tensor.full(shape, value, device: device)
      }
    let parameter = try values.requiringGradient()
    names.append(name)
    tensors.append(parameter)
    return parameter
  }

  /// The number of trainable scalars.
  public var scalarCount: Int { tensors.reduce(0) { $0 + $1.count } }

  /// The tensors by path, with a prefix before each path.
  public func state(prefix: String = "") -> [String: Tensor] {
    Dictionary(uniqueKeysWithValues: zip(names.map { prefix + $0 }, tensors))
  }

  /// Copies values from a weights file into the parameters, all or none.
  ///
  /// - Throws: ``WeightsMismatch`` naming the first path that is missing, has another shape, or
  ///   begins with the prefix and belongs to no parameter.
  public func load(_ state: [String: Tensor], prefix: String = "") throws {
    for (name, parameter) in zip(names, tensors) {
      guard let value = state[prefix + name] else {
        throw WeightsMismatch(path: prefix + name, expected: parameter.shape, found: nil)
      }
      guard value.shape == parameter.shape else {
        throw WeightsMismatch(path: prefix + name, expected: parameter.shape, found: value.shape)
      }
    }
    let known = Set(names.map { prefix + $0 })
    if let extra = state.keys.filter({ $0.hasPrefix(prefix) && !known.contains($0) }).min() {
      throw WeightsMismatch(path: extra, expected: nil, found: state[extra]?.shape)
    }
    try withoutGradients {
      for (name, parameter) in zip(names, tensors) {
        if let value = state[prefix + name] { try parameter.copy_(from: value) }
      }
    }
  }
}

/// A weights file does not fit the network it is loaded into.
public struct WeightsMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// The parameter's path.
  public let path: String
  /// The shape the network has; `nil` when it has no such parameter.
  public let expected: [Int]?
  /// The shape in the file; `nil` when the path is missing.
  public let found: [Int]?

  /// One sentence with the path and both shapes.
  public var description: String {
    let found = found ?? []
    guard let expected else {
      return "the weights hold \(path) with shape \(found), expected no such tensor"
    }
    guard self.found != nil else {
      return "the weights lack \(path), expected with shape \(expected)"
    }
    return "the weights hold \(path) with shape \(found), expected \(expected)"
  }
}
