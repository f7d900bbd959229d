internal import CTorch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Computes a part of a network and keeps of it its inputs alone; what its gradient needs is computed
/// again when the gradient is.
///
/// Memory for a second forward pass: between the passes only the inputs and the output are held. The
/// part must give the same values each time, so it must not draw at random. Its parameters' gradients
/// come as usual; autocasting is the same both times.
///
/// - Parameters:
///   - inputs: one or more; a gradient flows into those that require one.
///   - part: from the inputs to the output.
/// - Source: Chen et al., "Training deep nets with sublinear memory cost", arXiv 1604.06174.
public func recomputed(
  _ inputs: [Tensor], _ part: @escaping ([Tensor]) throws(TorchError) -> Tensor
) throws(TorchError) -> Tensor {
  let part = CTorchPart(
    context: Unmanaged.passRetained(Part(part)).toOpaque(),
    compute: { context, inputs, count, message in
      let part = Unmanaged<Part>.fromOpaque(context).takeUnretainedValue()
      let tensors = (0..<Int(count)).compactMap { index in
        inputs.map { Tensor(owning: $0[index]) }
      }
      do throws(TorchError) {
        let output = try part.body(tensors)
        return withExtendedLifetime(output) { ctorch_alias(output.handle, message) }
      } catch {
        message.pointee = strdup(error.description)
        return nil
      }
    },
    release: { Unmanaged<Part>.fromOpaque($0).release() })
  return try newTensor("recomputed") { error in
    withHandles(inputs) { ctorch_recomputed(part, $0, error) }
  }
}

/// A part behind a pointer that C++ holds.
private final class Part {
  let body: ([Tensor]) throws(TorchError) -> Tensor

  init(_ body: @escaping ([Tensor]) throws(TorchError) -> Tensor) { self.body = body }
}
