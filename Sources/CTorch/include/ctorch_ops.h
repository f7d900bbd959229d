#pragma once
#include "ctorch_base.h"
#ifdef __cplusplus
extern "C" {
#endif

/// Element-wise functions of one tensor; `a` and `b` are their parameters, unused by most.
enum {
  CTORCH_NEGATE,
  CTORCH_EXP,
  CTORCH_LOG,
  CTORCH_SQRT,
  CTORCH_ABS,
  CTORCH_SQUARE,
  CTORCH_TANH,
  CTORCH_SIGMOID,
  CTORCH_RELU,
  CTORCH_LEAKY_RELU,  // a: slope
  CTORCH_POW,         // a: exponent
  CTORCH_RECIPROCAL,
  CTORCH_SOFTPLUS,
  CTORCH_CLAMP_MIN,  // a: bound
  CTORCH_CLAMP_MAX,  // a: bound
  CTORCH_ADD,        // a: addend
  CTORCH_MULTIPLY,   // a: factor
  CTORCH_EQUAL,      // a: value; bool
  CTORCH_GREATER,    // a: value; bool
  CTORCH_LOGICAL_NOT
};
CTorchResult ctorch_unary(int32_t operation, CTorchArgument x, double a, CTorchError error);

/// Element-wise functions of two tensors, broadcast.
enum {
  CTORCH_BINARY_ADD,
  CTORCH_BINARY_SUBTRACT,
  CTORCH_BINARY_MULTIPLY,
  CTORCH_BINARY_DIVIDE,
  CTORCH_BINARY_MAXIMUM,
  CTORCH_BINARY_MINIMUM,
  CTORCH_BINARY_EQUAL
};
CTorchResult ctorch_binary(int32_t operation, CTorchArgument x, CTorchArgument y,
                           CTorchError error);
CTorchResult ctorch_where(CTorchArgument condition, CTorchArgument x, CTorchArgument y,
                          CTorchError error);

bool ctorch_add_in_place(CTorchArgument x, CTorchArgument y, double scale, CTorchError error);
bool ctorch_multiply_in_place(CTorchArgument x, double factor, CTorchError error);
bool ctorch_copy_in_place(CTorchArgument x, CTorchArgument source, CTorchError error);
bool ctorch_fill_in_place(CTorchArgument x, double value, CTorchError error);

/// Reductions; an empty `dims` reduces every axis.
enum { CTORCH_SUM, CTORCH_MEAN, CTORCH_STD, CTORCH_NORM, CTORCH_MAX, CTORCH_MIN };
CTorchResult ctorch_reduce(int32_t operation, CTorchArgument x, CTorchInts dims, bool keepDim,
                           CTorchError error);
CTorchResult ctorch_argmax(CTorchArgument x, int64_t dim, bool keepDim, CTorchError error);
/// The `k` largest or smallest along an axis; `indices` receives a second owned tensor.
CTorchResult ctorch_top_k(CTorchArgument x, int64_t k, int64_t dim, bool largest,
                          CTorchTensor *_Nullable *_Nonnull indices, CTorchError error);
bool ctorch_all_finite(CTorchArgument x, CTorchError error);
CTorchResult ctorch_softmax(CTorchArgument x, int64_t dim, bool isLog, CTorchError error);
CTorchResult ctorch_normalize(CTorchArgument x, int64_t dim, CTorchError error);

CTorchResult ctorch_reshape(CTorchArgument x, CTorchInts shape, CTorchError error);
CTorchResult ctorch_permute(CTorchArgument x, CTorchInts dims, CTorchError error);
CTorchResult ctorch_transpose(CTorchArgument x, int64_t first, int64_t second, CTorchError error);
CTorchResult ctorch_expand(CTorchArgument x, CTorchInts shape, CTorchError error);
CTorchResult ctorch_squeeze(CTorchArgument x, int64_t dim, CTorchError error);
CTorchResult ctorch_unsqueeze(CTorchArgument x, int64_t dim, CTorchError error);
CTorchResult ctorch_narrow(CTorchArgument x, int64_t dim, int64_t start, int64_t length,
                           CTorchError error);
CTorchResult ctorch_index_select(CTorchArgument x, int64_t dim, CTorchArgument indices,
                                 CTorchError error);
CTorchResult ctorch_gather(CTorchArgument x, int64_t dim, CTorchArgument indices,
                           CTorchError error);
CTorchResult ctorch_flip(CTorchArgument x, CTorchInts dims, CTorchError error);
CTorchResult ctorch_concatenate(CTorchTensors list, int64_t dim, bool isStack, CTorchError error);
CTorchResult ctorch_one_hot(CTorchArgument x, int64_t classes, CTorchError error);
/// `mode`: 0 constant, 1 reflect, 2 replicate.
CTorchResult ctorch_pad(CTorchArgument x, CTorchInts pads, int32_t mode, double value,
                        CTorchError error);

CTorchResult ctorch_contiguous(CTorchArgument x, CTorchError error);
CTorchResult ctorch_clone(CTorchArgument x, CTorchError error);
CTorchResult ctorch_channels_last(CTorchArgument x, CTorchError error);
CTorchResult ctorch_to_dtype(CTorchArgument x, int32_t dtype, CTorchError error);
CTorchResult ctorch_to_device(CTorchArgument x, int32_t device, int32_t index, CTorchError error);

#ifdef __cplusplus
}
#endif
