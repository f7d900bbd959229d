internal import CTorch

// Element-wise functions; the shape stays.
extension Tensor {
  /// e to the power of each scalar.
  public func exp() throws(TorchError) -> Tensor { try unary("exp", Int32(CTORCH_EXP)) }

  /// The natural logarithm of each scalar.
  public func log() throws(TorchError) -> Tensor { try unary("log", Int32(CTORCH_LOG)) }

  /// The square root of each scalar.
  public func sqrt() throws(TorchError) -> Tensor { try unary("sqrt", Int32(CTORCH_SQRT)) }

  /// The absolute value of each scalar.
  public func abs() throws(TorchError) -> Tensor { try unary("abs", Int32(CTORCH_ABS)) }

  /// The square of each scalar.
  public func square() throws(TorchError) -> Tensor { try unary("square", Int32(CTORCH_SQUARE)) }

  /// Each scalar to a power.
  public func pow(_ exponent: Double) throws(TorchError) -> Tensor {
    try unary("pow", Int32(CTORCH_POW), exponent)
  }

  /// One divided by each scalar.
  public func reciprocal() throws(TorchError) -> Tensor {
    try unary("reciprocal", Int32(CTORCH_RECIPROCAL))
  }

  /// The hyperbolic tangent of each scalar, in -1...1.
  public func tanh() throws(TorchError) -> Tensor { try unary("tanh", Int32(CTORCH_TANH)) }

  /// The logistic function of each scalar, in 0...1.
  public func sigmoid() throws(TorchError) -> Tensor {
    try unary("sigmoid", Int32(CTORCH_SIGMOID))
  }

  /// The larger of each scalar and 0.
  public func relu() throws(TorchError) -> Tensor { try unary("relu", Int32(CTORCH_RELU)) }

  /// Each scalar, times `slope` where it is negative.
  public func leakyRelu(slope: Double) throws(TorchError) -> Tensor {
    try unary("leakyRelu", Int32(CTORCH_LEAKY_RELU), slope)
  }

  /// `log(1 + exp(x))` of each scalar.
  public func softplus() throws(TorchError) -> Tensor {
    try unary("softplus", Int32(CTORCH_SOFTPLUS))
  }

  /// Each scalar kept within bounds; `nil` is no bound.
  public func clamp(min: Double? = nil, max: Double? = nil) throws(TorchError) -> Tensor {
    var result = self
    if let min { result = try result.unary("clamp", Int32(CTORCH_CLAMP_MIN), min) }
    if let max { result = try result.unary("clamp", Int32(CTORCH_CLAMP_MAX), max) }
    return result
  }

  /// Whether each scalar equals a number, as bool.
  public func equal(to value: Double) throws(TorchError) -> Tensor {
    try unary("equal", Int32(CTORCH_EQUAL), value)
  }

  /// Whether each scalar is greater than a number, as bool.
  public func greater(than value: Double) throws(TorchError) -> Tensor {
    try unary("greater", Int32(CTORCH_GREATER), value)
  }

  /// Whether each truth value is false.
  public func logicalNot() throws(TorchError) -> Tensor {
    try unary("logicalNot", Int32(CTORCH_LOGICAL_NOT))
  }

  /// Whether the scalars of both tensors are equal, element by element, as bool.
  public func eq(_ other: Tensor) throws(TorchError) -> Tensor {
    try binary("eq", Int32(CTORCH_BINARY_EQUAL), other)
  }

  /// The larger scalar of both tensors, element by element.
  public func maximum(_ other: Tensor) throws(TorchError) -> Tensor {
    try binary("maximum", Int32(CTORCH_BINARY_MAXIMUM), other)
  }

  /// The smaller scalar of both tensors, element by element.
  public func minimum(_ other: Tensor) throws(TorchError) -> Tensor {
    try binary("minimum", Int32(CTORCH_BINARY_MINIMUM), other)
  }

  /// The scalars of `a` where the condition is true, else those of `b`; broadcast.
  public static func `where`(
    _ condition: Tensor, _ a: Tensor, _ b: Tensor
  ) throws(TorchError) -> Tensor {
    try newTensor("where") { ctorch_where(condition.handle, a.handle, b.handle, $0) }
  }
}
