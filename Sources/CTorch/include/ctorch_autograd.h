#pragma once
#include "ctorch_base.h"
#ifdef __cplusplus
extern "C" {
#endif

bool ctorch_backward(CTorchArgument tensor, CTorchError error);
/// The gradient of a leaf; NULL without an error when there is none.
CTorchResult ctorch_gradient(CTorchArgument tensor, CTorchError error);
void ctorch_gradient_clear(CTorchArgument tensor);
/// A leaf that shares the scalars of `tensor`.
CTorchResult ctorch_leaf(CTorchArgument tensor, bool requiresGradient, CTorchError error);
CTorchResult ctorch_detached(CTorchArgument tensor, CTorchError error);

/// Sets whether operations of this thread are recorded; returns what it was.
bool ctorch_gradients_set_enabled(bool isEnabled);
/// Autocasting of this thread on a device; `dtype` as in ctorch_tensor.h.
bool ctorch_autocast_begin(int32_t device, int32_t dtype, CTorchError error);
bool ctorch_autocast_end(int32_t device, CTorchError error);

/// A part of a network as a function of the caller's.
typedef struct {
  /// Whatever `compute` needs.
  void *_Nonnull context;
  /// The part's output, owned by the caller of the function; `inputs` become the function's. Whether
  /// operations are recorded is set before the call. NULL with a message on failure.
  CTorchResult (*_Nonnull compute)(void *_Nonnull context,
                                   CTorchTensor *_Nonnull const *_Nullable inputs, int32_t count,
                                   CTorchError error);
  /// Called once, when the part is needed no more.
  void (*_Nonnull release)(void *_Nonnull context);
} CTorchPart;
/// Computes a part and keeps of it the inputs alone: what its gradient needs is computed again.
CTorchResult ctorch_recomputed(CTorchPart part, CTorchTensors inputs, CTorchError error);
/// A second owner of the same tensor, recorded as the first is.
CTorchResult ctorch_alias(CTorchArgument tensor, CTorchError error);

#ifdef __cplusplus
}
#endif
