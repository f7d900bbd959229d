#pragma once
#include "ctorch_base.h"
#ifdef __cplusplus
extern "C" {
#endif

/// Scalar types, in the order of Swift's DType.
enum {
  CTORCH_FLOAT32 = 0,
  CTORCH_BFLOAT16 = 1,
  CTORCH_FLOAT16 = 2,
  CTORCH_FLOAT64 = 3,
  CTORCH_INT64 = 4,
  CTORCH_UINT8 = 5,
  CTORCH_BOOL = 6
};

void ctorch_tensor_destroy(CTorchTensor *_Nonnull tensor);
void ctorch_string_destroy(char *_Nonnull text);
/// Tensors created and not yet destroyed, in the whole process.
int64_t ctorch_tensor_live_count(void);

/// Copies `byteCount` bytes of packed scalars into a new CPU tensor.
CTorchResult ctorch_tensor_create(const void *_Nullable bytes, int64_t byteCount, CTorchInts shape,
                                  int32_t dtype, CTorchError error);
CTorchResult ctorch_tensor_create_full(CTorchInts shape, double value, int32_t dtype,
                                       int32_t device, int32_t index, CTorchError error);
/// A random generator of its own for a device; freed with ctorch_generator_destroy.
CTorchGenerator *_Nullable ctorch_generator_create(uint64_t seed, int32_t device, int32_t index,
                                                   CTorchError error);
void ctorch_generator_destroy(CTorchGenerator *_Nonnull generator);
/// `normal` draws from N(0, 1), otherwise from U[0, 1); a NULL generator is the device's own.
CTorchResult ctorch_tensor_create_random(CTorchInts shape, bool normal, int32_t device,
                                         int32_t index, const CTorchGenerator *_Nullable generator,
                                         CTorchError error);
CTorchResult ctorch_tensor_create_range(int64_t end, CTorchError error);

int32_t ctorch_tensor_rank(CTorchArgument tensor);
int64_t ctorch_tensor_size(CTorchArgument tensor, int32_t axis);
int64_t ctorch_tensor_count(CTorchArgument tensor);
/// -1 for a scalar type that Swift does not know.
int32_t ctorch_tensor_dtype(CTorchArgument tensor);
/// 0 cpu, 1 cuda, 2 mps, -1 other.
int32_t ctorch_tensor_device(CTorchArgument tensor);
int32_t ctorch_tensor_device_index(CTorchArgument tensor);
bool ctorch_tensor_requires_gradient(CTorchArgument tensor);
bool ctorch_tensor_is_contiguous(CTorchArgument tensor);

/// Copies the scalars, converted to `dtype` and row-major, into `bytes`.
bool ctorch_tensor_copy_out(CTorchArgument tensor, int32_t dtype, void *_Nullable bytes,
                            int64_t byteCount, CTorchError error);

#ifdef __cplusplus
}
#endif
