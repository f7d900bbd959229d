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

#ifdef __cplusplus
}
#endif
