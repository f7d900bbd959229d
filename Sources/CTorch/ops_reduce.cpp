#include "ctorch_ops.h"
#include "guarded.hpp"

CTorchTensor *ctorch_reduce(int32_t operation, const CTorchTensor *tensor, CTorchInts dims,
                            bool keepDim, char **error) {
  return guarded(error, [&]() -> CTorchTensor * {
    const auto &x = unwrap(tensor);
    const bool all = dims.count == 0;
    switch (operation) {
      case CTORCH_SUM: return wrap(all ? x.sum() : x.sum(list(dims), keepDim));
      case CTORCH_MEAN: return wrap(all ? x.mean() : x.mean(list(dims), keepDim));
      case CTORCH_STD: return wrap(all ? x.std() : x.std(list(dims), true, keepDim));
      case CTORCH_NORM: return wrap(all ? x.norm() : x.norm(2, list(dims), keepDim));
      case CTORCH_MAX: return wrap(all ? x.max() : x.amax(list(dims), keepDim));
      case CTORCH_MIN: return wrap(all ? x.min() : x.amin(list(dims), keepDim));
      default: TORCH_CHECK(false, "unknown reduction ", operation);
    }
  });
}

CTorchTensor *ctorch_argmax(const CTorchTensor *x, int64_t dim, bool keepDim, char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).argmax(dim, keepDim)); });
}

CTorchTensor *ctorch_top_k(const CTorchTensor *x, int64_t k, int64_t dim, bool largest,
                           CTorchTensor **indices, char **error) {
  return guarded(error, [&] {
    auto [values, places] = unwrap(x).topk(k, dim, largest, true);
    *indices = wrap(places);
    return wrap(values);
  });
}

bool ctorch_all_finite(const CTorchTensor *x, char **error) {
  return guarded(error, [&] { return at::isfinite(unwrap(x)).all().item<bool>(); });
}

CTorchTensor *ctorch_softmax(const CTorchTensor *x, int64_t dim, bool isLog, char **error) {
  return guarded(error, [&] {
    return wrap(isLog ? at::log_softmax(unwrap(x), dim) : at::softmax(unwrap(x), dim));
  });
}

CTorchTensor *ctorch_normalize(const CTorchTensor *x, int64_t dim, char **error) {
  return guarded(error, [&] {
    const auto &tensor = unwrap(x);
    return wrap(tensor / tensor.norm(2, {dim}, true).clamp_min(1e-12));
  });
}
