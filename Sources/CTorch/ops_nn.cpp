#include "ctorch_nn.h"
#include "guarded.hpp"

CTorchTensor *ctorch_matmul(const CTorchTensor *x, const CTorchTensor *y, char **error) {
  return guarded(error, [&] { return wrap(at::matmul(unwrap(x), unwrap(y))); });
}

CTorchTensor *ctorch_linear(const CTorchTensor *x, const CTorchTensor *weight,
                            const CTorchTensor *bias, char **error) {
  return guarded(error,
                 [&] { return wrap(at::linear(unwrap(x), unwrap(weight), optional(bias))); });
}

CTorchTensor *ctorch_convolution(const CTorchTensor *x, const CTorchTensor *weight,
                                 const CTorchTensor *bias, CTorchInts stride, CTorchInts padding,
                                 int64_t groups, char **error) {
  return guarded(error, [&] {
    return wrap(stride.count == 2
                    ? at::conv2d(unwrap(x), unwrap(weight), optional(bias), list(stride),
                                 list(padding), 1, groups)
                    : at::conv3d(unwrap(x), unwrap(weight), optional(bias), list(stride),
                                 list(padding), 1, groups));
  });
}

CTorchTensor *ctorch_transposed_convolution(const CTorchTensor *x, const CTorchTensor *weight,
                                            const CTorchTensor *bias, CTorchInts stride,
                                            CTorchInts padding, CTorchInts outputPadding,
                                            char **error) {
  return guarded(error, [&] {
    return wrap(stride.count == 2
                    ? at::conv_transpose2d(unwrap(x), unwrap(weight), optional(bias), list(stride),
                                           list(padding), list(outputPadding))
                    : at::conv_transpose3d(unwrap(x), unwrap(weight), optional(bias), list(stride),
                                           list(padding), list(outputPadding)));
  });
}

CTorchTensor *ctorch_instance_norm(const CTorchTensor *x, const CTorchTensor *weight,
                                   const CTorchTensor *bias, double epsilon, char **error) {
  return guarded(error, [&] {
    // Momentum plays no part: there are no running statistics.
    return wrap(at::instance_norm(unwrap(x), optional(weight), optional(bias), {}, {}, true, 0.1,
                                  epsilon, false));
  });
}

CTorchTensor *ctorch_group_norm(const CTorchTensor *x, int64_t groups, const CTorchTensor *weight,
                                const CTorchTensor *bias, double epsilon, char **error) {
  return guarded(error, [&] {
    return wrap(
        at::group_norm(unwrap(x), groups, optional(weight), optional(bias), epsilon, false));
  });
}

CTorchTensor *ctorch_pool(const CTorchTensor *x, CTorchInts kernel, CTorchInts stride,
                          bool isMaximum, char **error) {
  return guarded(error, [&] {
    const auto &tensor = unwrap(x);
    if (kernel.count == 2) {
      return wrap(isMaximum ? at::max_pool2d(tensor, list(kernel), list(stride))
                            : at::avg_pool2d(tensor, list(kernel), list(stride)));
    }
    return wrap(isMaximum ? at::max_pool3d(tensor, list(kernel), list(stride))
                          : at::avg_pool3d(tensor, list(kernel), list(stride)));
  });
}

CTorchTensor *ctorch_interpolate(const CTorchTensor *x, CTorchInts size, bool isLinear,
                                 bool alignCorners, char **error) {
  return guarded(error, [&] {
    const auto &tensor = unwrap(x);
    if (size.count == 2) {
      return wrap(isLinear ? at::upsample_bilinear2d(tensor, list(size), alignCorners)
                           : at::upsample_nearest2d(tensor, list(size)));
    }
    return wrap(isLinear ? at::upsample_trilinear3d(tensor, list(size), alignCorners)
                         : at::upsample_nearest3d(tensor, list(size)));
  });
}

CTorchTensor *ctorch_cross_entropy(const CTorchTensor *logits, const CTorchTensor *target,
                                   const CTorchTensor *weight, int64_t ignoreIndex, char **error) {
  return guarded(error, [&] {
    return wrap(at::cross_entropy_loss(unwrap(logits), unwrap(target), optional(weight),
                                       at::Reduction::Mean, ignoreIndex));
  });
}

CTorchTensor *ctorch_mean_squared_error(const CTorchTensor *x, const CTorchTensor *y,
                                        char **error) {
  return guarded(error, [&] { return wrap(at::mse_loss(unwrap(x), unwrap(y))); });
}

CTorchTensor *ctorch_l1_loss(const CTorchTensor *x, const CTorchTensor *y, char **error) {
  return guarded(error, [&] { return wrap(at::l1_loss(unwrap(x), unwrap(y))); });
}

CTorchTensor *ctorch_bce_with_logits(const CTorchTensor *x, const CTorchTensor *y, char **error) {
  return guarded(
      error, [&] { return wrap(at::binary_cross_entropy_with_logits(unwrap(x), unwrap(y))); });
}

CTorchTensor *ctorch_dropout(const CTorchTensor *x, double p, bool isTraining, char **error) {
  return guarded(error, [&] { return wrap(at::dropout(unwrap(x), p, isTraining)); });
}

CTorchTensor *ctorch_affine_grid(const CTorchTensor *theta, CTorchInts size, bool alignCorners,
                                 char **error) {
  return guarded(error, [&] {
    return wrap(at::affine_grid_generator(unwrap(theta), list(size), alignCorners));
  });
}

CTorchTensor *ctorch_grid_sample(const CTorchTensor *x, const CTorchTensor *grid, bool isLinear,
                                 bool clampsToBorder, bool alignCorners, char **error) {
  return guarded(error, [&] {
    return wrap(at::grid_sampler(unwrap(x), unwrap(grid), isLinear ? 0 : 1, clampsToBorder ? 1 : 0,
                                 alignCorners));
  });
}
