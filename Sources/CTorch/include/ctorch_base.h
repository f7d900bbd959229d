#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct CTorchTensor CTorchTensor;
typedef CTorchTensor *_Nullable CTorchResult;
typedef const CTorchTensor *_Nonnull CTorchArgument;
typedef const CTorchTensor *_Nullable CTorchOptional;
typedef struct CTorchGenerator CTorchGenerator;
typedef char *_Nullable *_Nonnull CTorchError;

/// A list of integers, as a shape or strides; borrowed.
typedef struct {
  const int64_t *_Nullable values;
  int32_t count;
} CTorchInts;

/// A list of tensors; borrowed.
typedef struct {
  const CTorchTensor *_Nonnull const *_Nullable values;
  int32_t count;
} CTorchTensors;
