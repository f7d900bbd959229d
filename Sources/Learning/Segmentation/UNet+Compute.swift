import Networks
import Torch

extension UNet {
  /// ``outputs(_:levels:recomputes:)`` as the settings say it is to be computed.
  func outputs(
    _ images: Tensor, levels: Int, compute: ComputeSettings
  ) throws(TorchError) -> (logits: [Tensor], features: Tensor) {
    let x = compute.usesChannelsLast ? try images.toChannelsLast() : images
    let recomputes = compute.recomputesActivations
    guard compute.usesBFloat16 else {
      return try outputs(x, levels: levels, recomputes: recomputes)
    }
    return try autocast(.bfloat16, on: compute.device) { () throws(TorchError) in
      try outputs(x, levels: levels, recomputes: recomputes)
    }
  }
}
