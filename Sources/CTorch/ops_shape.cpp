#include "ctorch_ops.h"
#include "guarded.hpp"

CTorchTensor *ctorch_reshape(const CTorchTensor *x, CTorchInts shape, char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).reshape(list(shape))); });
}

CTorchTensor *ctorch_permute(const CTorchTensor *x, CTorchInts dims, char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).permute(list(dims))); });
}

CTorchTensor *ctorch_transpose(const CTorchTensor *x, int64_t first, int64_t second,
                               char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).transpose(first, second)); });
}

CTorchTensor *ctorch_expand(const CTorchTensor *x, CTorchInts shape, char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).expand(list(shape))); });
}

CTorchTensor *ctorch_squeeze(const CTorchTensor *x, int64_t dim, char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).squeeze(dim)); });
}

CTorchTensor *ctorch_unsqueeze(const CTorchTensor *x, int64_t dim, char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).unsqueeze(dim)); });
}

CTorchTensor *ctorch_narrow(const CTorchTensor *x, int64_t dim, int64_t start, int64_t length,
                            char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).narrow(dim, start, length)); });
}

CTorchTensor *ctorch_index_select(const CTorchTensor *x, int64_t dim, const CTorchTensor *indices,
                                  char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).index_select(dim, unwrap(indices))); });
}

CTorchTensor *ctorch_gather(const CTorchTensor *x, int64_t dim, const CTorchTensor *indices,
                            char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).gather(dim, unwrap(indices))); });
}

CTorchTensor *ctorch_flip(const CTorchTensor *x, CTorchInts dims, char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).flip(list(dims))); });
}

CTorchTensor *ctorch_concatenate(CTorchTensors tensors, int64_t dim, bool isStack, char **error) {
  return guarded(error, [&] {
    auto parts = list(tensors);
    return wrap(isStack ? at::stack(parts, dim) : at::cat(parts, dim));
  });
}

CTorchTensor *ctorch_one_hot(const CTorchTensor *x, int64_t classes, char **error) {
  return guarded(error, [&] { return wrap(at::one_hot(unwrap(x), classes).to(at::kFloat)); });
}

CTorchTensor *ctorch_pad(const CTorchTensor *x, CTorchInts pads, int32_t mode, double value,
                         char **error) {
  return guarded(error, [&]() -> CTorchTensor * {
    switch (mode) {
      case 0: return wrap(at::pad(unwrap(x), list(pads), "constant", value));
      case 1: return wrap(at::pad(unwrap(x), list(pads), "reflect"));
      case 2: return wrap(at::pad(unwrap(x), list(pads), "replicate"));
      default: TORCH_CHECK(false, "unknown padding mode ", mode);
    }
  });
}

CTorchTensor *ctorch_contiguous(const CTorchTensor *x, char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).contiguous()); });
}

CTorchTensor *ctorch_clone(const CTorchTensor *x, char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).clone()); });
}

CTorchTensor *ctorch_channels_last(const CTorchTensor *x, char **error) {
  return guarded(error, [&] {
    const auto &tensor = unwrap(x);
    TORCH_CHECK(tensor.dim() == 4 || tensor.dim() == 5, "channels last needs 4 or 5 axes, found ",
                tensor.dim());
    return wrap(tensor.contiguous(tensor.dim() == 4 ? at::MemoryFormat::ChannelsLast
                                                    : at::MemoryFormat::ChannelsLast3d));
  });
}

CTorchTensor *ctorch_to_dtype(const CTorchTensor *x, int32_t dtype, char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).to(scalarType(dtype))); });
}

CTorchTensor *ctorch_to_device(const CTorchTensor *x, int32_t device, int32_t index,
                               char **error) {
  return guarded(error, [&] { return wrap(unwrap(x).to(deviceOf(device, index))); });
}
