#include "ctorch_autograd.h"

#include <ATen/autocast_mode.h>
#include <ATen/core/grad_mode.h>

#include "guarded.hpp"

bool ctorch_backward(const CTorchTensor *tensor, char **error) {
  return guarded(error, [&] { return unwrap(tensor).backward(), true; });
}

CTorchTensor *ctorch_gradient(const CTorchTensor *tensor, char **error) {
  return guarded(error, [&]() -> CTorchTensor * {
    const auto &gradient = unwrap(tensor).grad();
    return gradient.defined() ? wrap(gradient) : nullptr;
  });
}

void ctorch_gradient_clear(const CTorchTensor *tensor) {
  unwrap(tensor).mutable_grad() = at::Tensor();
}

CTorchTensor *ctorch_leaf(const CTorchTensor *tensor, bool requiresGradient, char **error) {
  return guarded(error, [&] {
    return wrap(unwrap(tensor).detach().requires_grad_(requiresGradient));
  });
}

CTorchTensor *ctorch_detached(const CTorchTensor *tensor, char **error) {
  return guarded(error, [&] { return wrap(unwrap(tensor).detach()); });
}

bool ctorch_gradients_set_enabled(bool isEnabled) {
  const bool before = at::GradMode::is_enabled();
  at::GradMode::set_enabled(isEnabled);
  return before;
}

bool ctorch_autocast_begin(int32_t device, int32_t dtype, char **error) {
  return guarded(error, [&] {
    const auto type = deviceOf(device, 0).type();
    at::autocast::set_autocast_dtype(type, scalarType(dtype));
    at::autocast::set_autocast_enabled(type, true);
    at::autocast::increment_nesting();
    return true;
  });
}

bool ctorch_autocast_end(int32_t device, char **error) {
  return guarded(error, [&] {
    // Cached low-precision weights are dropped at the outermost end: the next step changes them.
    if (at::autocast::decrement_nesting() == 0) {
      at::autocast::clear_cache();
      at::autocast::set_autocast_enabled(deviceOf(device, 0).type(), false);
    }
    return true;
  });
}
