#include "ctorch_ops.h"
#include "guarded.hpp"

CTorchTensor *ctorch_unary(int32_t operation, const CTorchTensor *tensor, double a, char **error) {
  return guarded(error, [&]() -> CTorchTensor * {
    const auto &x = unwrap(tensor);
    switch (operation) {
      case CTORCH_NEGATE: return wrap(x.neg());
      case CTORCH_EXP: return wrap(x.exp());
      case CTORCH_LOG: return wrap(x.log());
      case CTORCH_SQRT: return wrap(x.sqrt());
      case CTORCH_ABS: return wrap(x.abs());
      case CTORCH_SQUARE: return wrap(x.square());
      case CTORCH_TANH: return wrap(x.tanh());
      case CTORCH_SIGMOID: return wrap(x.sigmoid());
      case CTORCH_RELU: return wrap(x.relu());
      case CTORCH_LEAKY_RELU: return wrap(at::leaky_relu(x, a));
      case CTORCH_POW: return wrap(x.pow(a));
      case CTORCH_RECIPROCAL: return wrap(x.reciprocal());
      case CTORCH_SOFTPLUS: return wrap(at::softplus(x));
      case CTORCH_CLAMP_MIN: return wrap(x.clamp_min(a));
      case CTORCH_CLAMP_MAX: return wrap(x.clamp_max(a));
      case CTORCH_ADD: return wrap(x.add(a));
      case CTORCH_MULTIPLY: return wrap(x.mul(a));
      case CTORCH_EQUAL: return wrap(x.eq(a));
      case CTORCH_GREATER: return wrap(x.gt(a));
      case CTORCH_LOGICAL_NOT: return wrap(x.logical_not());
      default: TORCH_CHECK(false, "unknown unary operation ", operation);
    }
  });
}

CTorchTensor *ctorch_binary(int32_t operation, const CTorchTensor *left, const CTorchTensor *right,
                            char **error) {
  return guarded(error, [&]() -> CTorchTensor * {
    const auto &x = unwrap(left);
    const auto &y = unwrap(right);
    switch (operation) {
      case CTORCH_BINARY_ADD: return wrap(x.add(y));
      case CTORCH_BINARY_SUBTRACT: return wrap(x.sub(y));
      case CTORCH_BINARY_MULTIPLY: return wrap(x.mul(y));
      case CTORCH_BINARY_DIVIDE: return wrap(x.div(y));
      case CTORCH_BINARY_MAXIMUM: return wrap(at::maximum(x, y));
      case CTORCH_BINARY_MINIMUM: return wrap(at::minimum(x, y));
      case CTORCH_BINARY_EQUAL: return wrap(x.eq(y));
      default: TORCH_CHECK(false, "unknown binary operation ", operation);
    }
  });
}

CTorchTensor *ctorch_where(const CTorchTensor *condition, const CTorchTensor *x,
                           const CTorchTensor *y, char **error) {
  return guarded(error,
                 [&] { return wrap(at::where(unwrap(condition), unwrap(x), unwrap(y))); });
}

bool ctorch_add_in_place(const CTorchTensor *x, const CTorchTensor *y, double scale,
                         char **error) {
  return guarded(error, [&] { return unwrap(x).add_(unwrap(y), scale), true; });
}

bool ctorch_multiply_in_place(const CTorchTensor *x, double factor, char **error) {
  return guarded(error, [&] { return unwrap(x).mul_(factor), true; });
}

bool ctorch_copy_in_place(const CTorchTensor *x, const CTorchTensor *source, char **error) {
  return guarded(error, [&] { return unwrap(x).copy_(unwrap(source)), true; });
}

bool ctorch_fill_in_place(const CTorchTensor *x, double value, char **error) {
  return guarded(error, [&] { return unwrap(x).fill_(value), true; });
}
