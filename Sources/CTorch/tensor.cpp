#include "ctorch_tensor.h"

#include <mutex>

#include "guarded.hpp"

std::atomic<int64_t> liveTensors{0};

at::ScalarType scalarType(int32_t dtype) {
  switch (dtype) {
    case CTORCH_FLOAT32: return at::kFloat;
    case CTORCH_BFLOAT16: return at::kBFloat16;
    case CTORCH_FLOAT16: return at::kHalf;
    case CTORCH_FLOAT64: return at::kDouble;
    case CTORCH_INT64: return at::kLong;
    case CTORCH_UINT8: return at::kByte;
    case CTORCH_BOOL: return at::kBool;
    default: TORCH_CHECK(false, "unknown scalar type code ", dtype);
  }
}

at::Device deviceOf(int32_t device, int32_t index) {
  switch (device) {
    case 0: return at::Device(at::kCPU);
    case 1: return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(index));
    case 2: return at::Device(at::kMPS);
    default: TORCH_CHECK(false, "unknown device code ", device);
  }
}

void ctorch_tensor_destroy(CTorchTensor *tensor) {
  liveTensors.fetch_sub(1, std::memory_order_relaxed);
  delete reinterpret_cast<at::Tensor *>(tensor);
}

void ctorch_string_destroy(char *text) { free(text); }

int64_t ctorch_tensor_live_count(void) { return liveTensors.load(std::memory_order_relaxed); }

CTorchTensor *ctorch_tensor_create(const void *bytes, int64_t byteCount, CTorchInts shape,
                                   int32_t dtype, char **error) {
  return guarded(error, [&] {
    auto result = at::empty(list(shape), at::TensorOptions(scalarType(dtype)));
    TORCH_CHECK(static_cast<int64_t>(result.nbytes()) == byteCount, "shape ", list(shape),
                " needs ", result.nbytes(), " bytes, found ", byteCount);
    if (byteCount > 0) memcpy(result.mutable_data_ptr(), bytes, static_cast<size_t>(byteCount));
    return wrap(std::move(result));
  });
}

CTorchTensor *ctorch_tensor_create_full(CTorchInts shape, double value, int32_t dtype,
                                        int32_t device, int32_t index, char **error) {
  return guarded(error, [&] {
    auto options = at::TensorOptions(scalarType(dtype)).device(deviceOf(device, index));
    return wrap(at::full(list(shape), value, options));
  });
}

CTorchGenerator *ctorch_generator_create(uint64_t seed, int32_t device, int32_t index,
                                         char **error) {
  return guarded(error, [&] {
    auto shared = at::globalContext().defaultGenerator(deviceOf(device, index));
    std::lock_guard<std::mutex> lock(shared.mutex());
    auto *owned = new at::Generator(shared.clone());
    owned->set_current_seed(seed);
    return reinterpret_cast<CTorchGenerator *>(owned);
  });
}

void ctorch_generator_destroy(CTorchGenerator *generator) {
  delete reinterpret_cast<at::Generator *>(generator);
}

CTorchTensor *ctorch_tensor_create_random(CTorchInts shape, bool normal, int32_t device,
                                          int32_t index, const CTorchGenerator *generator,
                                          char **error) {
  return guarded(error, [&] {
    auto options = at::TensorOptions(at::kFloat).device(deviceOf(device, index));
    std::optional<at::Generator> source;
    if (generator) source = *reinterpret_cast<const at::Generator *>(generator);
    return wrap(normal ? at::randn(list(shape), source, options)
                       : at::rand(list(shape), source, options));
  });
}

CTorchTensor *ctorch_tensor_create_range(int64_t end, char **error) {
  return guarded(error, [&] { return wrap(at::arange(end, at::TensorOptions(at::kLong))); });
}

int32_t ctorch_tensor_rank(const CTorchTensor *tensor) {
  return static_cast<int32_t>(unwrap(tensor).dim());
}

int64_t ctorch_tensor_size(const CTorchTensor *tensor, int32_t axis) {
  return unwrap(tensor).sizes()[static_cast<size_t>(axis)];
}

int64_t ctorch_tensor_count(const CTorchTensor *tensor) { return unwrap(tensor).numel(); }

int32_t ctorch_tensor_dtype(const CTorchTensor *tensor) {
  switch (unwrap(tensor).scalar_type()) {
    case at::kFloat: return CTORCH_FLOAT32;
    case at::kBFloat16: return CTORCH_BFLOAT16;
    case at::kHalf: return CTORCH_FLOAT16;
    case at::kDouble: return CTORCH_FLOAT64;
    case at::kLong: return CTORCH_INT64;
    case at::kByte: return CTORCH_UINT8;
    case at::kBool: return CTORCH_BOOL;
    default: return -1;
  }
}

int32_t ctorch_tensor_device(const CTorchTensor *tensor) {
  switch (unwrap(tensor).device().type()) {
    case at::kCPU: return 0;
    case at::kCUDA: return 1;
    case at::kMPS: return 2;
    default: return -1;
  }
}

int32_t ctorch_tensor_device_index(const CTorchTensor *tensor) {
  return unwrap(tensor).device().has_index() ? unwrap(tensor).device().index() : 0;
}

bool ctorch_tensor_requires_gradient(const CTorchTensor *tensor) {
  return unwrap(tensor).requires_grad();
}

bool ctorch_tensor_is_contiguous(const CTorchTensor *tensor) {
  return unwrap(tensor).is_contiguous();
}

bool ctorch_tensor_copy_out(const CTorchTensor *tensor, int32_t dtype, void *bytes,
                            int64_t byteCount, char **error) {
  return guarded(error, [&] {
    auto packed = unwrap(tensor).detach().to(at::kCPU, scalarType(dtype)).contiguous();
    TORCH_CHECK(static_cast<int64_t>(packed.nbytes()) == byteCount, "tensor of shape ",
                packed.sizes(), " has ", packed.nbytes(), " bytes, the buffer ", byteCount);
    if (byteCount > 0) memcpy(bytes, packed.const_data_ptr(), static_cast<size_t>(byteCount));
    return true;
  });
}
