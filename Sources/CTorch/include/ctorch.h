#pragma once

// The only door between Swift and libtorch.
//
// - A CTorchTensor is a heap-allocated at::Tensor owned by whoever got it from a function here; it is
//   freed with ctorch_tensor_destroy. Arguments are borrowed for the length of the call.
// - A function that can fail takes `error` last. On failure it stores a message there, to be freed
//   with ctorch_string_destroy, and returns NULL, false or 0.
// - No C++ exception leaves this module.

#include "ctorch_autograd.h"
#include "ctorch_distributed.h"
#include "ctorch_nn.h"
#include "ctorch_ops.h"
#include "ctorch_optimizer.h"
#include "ctorch_runtime.h"
#include "ctorch_tensor.h"
