internal import CTorch

/// A multi-dimensional array of libtorch, on any device, recorded for gradients where asked.
///
/// Axes are in torch's order, a batch of images is `[N, C, D, H, W]`. Operations make new tensors;
/// those whose names end in `_` change the tensor in place. A tensor is a reference: two variables
/// may name one array. It is not `Sendable`; hand it over with `sending`.
public final class Tensor {
  let handle: OpaquePointer

  /// Takes over a handle that the shim made.
  init(owning handle: OpaquePointer) { self.handle = handle }

  deinit { ctorch_tensor_destroy(handle) }

  /// The length of each axis; empty for a scalar.
  public var shape: [Int] {
    (0..<ctorch_tensor_rank(handle)).map { Int(ctorch_tensor_size(handle, $0)) }
  }

  /// The number of axes.
  public var rank: Int { Int(ctorch_tensor_rank(handle)) }

  /// The number of scalars.
  public var count: Int { Int(ctorch_tensor_count(handle)) }

  /// The type of the scalars.
  public var dtype: DType {
    guard let type = DType(rawValue: ctorch_tensor_dtype(handle)) else {
      preconditionFailure("a scalar type that no operation of this module makes")
    }
    return type
  }

  /// Where the scalars are.
  public var device: Device {
    switch ctorch_tensor_device(handle) {
    case 1: .cuda(Int(ctorch_tensor_device_index(handle)))
    case 2: .mps
    default: .cpu
    }
  }

  /// Whether operations on the tensor are recorded.
  public var requiresGradient: Bool { ctorch_tensor_requires_gradient(handle) }

  /// Whether the scalars lie in memory in row-major order without gaps.
  public var isContiguous: Bool { ctorch_tensor_is_contiguous(handle) }
}

/// The type of a tensor's scalars.
public enum DType: Int32, Sendable, CaseIterable {
  /// 32-bit floating point.
  case float32
  /// 16-bit floating point with 8 bits of exponent.
  case bfloat16
  /// 16-bit floating point of IEEE 754.
  case float16
  /// 64-bit floating point.
  case float64
  /// 64-bit signed integer.
  case int64
  /// 8-bit unsigned integer.
  case uint8
  /// Truth value.
  case bool

  /// The bytes of one scalar.
  public var byteCount: Int {
    switch self {
    case .uint8, .bool: 1
    case .bfloat16, .float16: 2
    case .float32: 4
    case .float64, .int64: 8
    }
  }
}
