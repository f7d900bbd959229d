#pragma once
#include <ATen/ATen.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <string>

#include "ctorch_base.h"

/// Runs `body`; an exception becomes a message in `error` and the zero value of the result.
template <typename Body>
auto guarded(char **error, Body body) noexcept -> decltype(body()) {
  try {
    return body();
  } catch (const c10::Error &caught) {
    *error = strdup(caught.what_without_backtrace());
  } catch (const std::exception &caught) {
    *error = strdup(caught.what());
  } catch (...) {
    *error = strdup("unknown C++ exception");
  }
  return {};
}

extern std::atomic<int64_t> liveTensors;

inline at::Tensor &unwrap(const CTorchTensor *tensor) {
  return *reinterpret_cast<at::Tensor *>(const_cast<CTorchTensor *>(tensor));
}

inline CTorchTensor *wrap(at::Tensor tensor) {
  auto *owned = new at::Tensor(std::move(tensor));
  liveTensors.fetch_add(1, std::memory_order_relaxed);
  return reinterpret_cast<CTorchTensor *>(owned);
}

inline std::optional<at::Tensor> optional(const CTorchTensor *tensor) {
  return tensor ? std::optional<at::Tensor>(unwrap(tensor)) : std::nullopt;
}

inline at::IntArrayRef list(CTorchInts ints) {
  return at::IntArrayRef(ints.values, static_cast<size_t>(ints.count));
}

inline std::vector<at::Tensor> list(CTorchTensors tensors) {
  std::vector<at::Tensor> result;
  result.reserve(static_cast<size_t>(tensors.count));
  for (int32_t i = 0; i < tensors.count; i++) result.push_back(unwrap(tensors.values[i]));
  return result;
}

at::ScalarType scalarType(int32_t dtype);
at::Device deviceOf(int32_t device, int32_t index);
