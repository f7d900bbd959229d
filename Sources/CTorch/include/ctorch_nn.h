#pragma once
#include "ctorch_base.h"
#ifdef __cplusplus
extern "C" {
#endif

CTorchResult ctorch_matmul(CTorchArgument x, CTorchArgument y, CTorchError error);
CTorchResult ctorch_linear(CTorchArgument x, CTorchArgument weight, CTorchOptional bias,
                           CTorchError error);
/// Two or three dimensions, by the length of `stride`.
CTorchResult ctorch_convolution(CTorchArgument x, CTorchArgument weight, CTorchOptional bias,
                                CTorchInts stride, CTorchInts padding, int64_t groups,
                                CTorchError error);
CTorchResult ctorch_transposed_convolution(CTorchArgument x, CTorchArgument weight,
                                           CTorchOptional bias, CTorchInts stride,
                                           CTorchInts padding, CTorchInts outputPadding,
                                           CTorchError error);
CTorchResult ctorch_instance_norm(CTorchArgument x, CTorchOptional weight, CTorchOptional bias,
                                  double epsilon, CTorchError error);
CTorchResult ctorch_group_norm(CTorchArgument x, int64_t groups, CTorchOptional weight,
                               CTorchOptional bias, double epsilon, CTorchError error);
/// Two or three dimensions, by the length of `kernel`.
CTorchResult ctorch_pool(CTorchArgument x, CTorchInts kernel, CTorchInts stride, bool isMaximum,
                         CTorchError error);
/// `size` has two or three entries; `isLinear` false is nearest.
CTorchResult ctorch_interpolate(CTorchArgument x, CTorchInts size, bool isLinear,
                                bool alignCorners, CTorchError error);
CTorchResult ctorch_cross_entropy(CTorchArgument logits, CTorchArgument target,
                                  CTorchOptional weight, int64_t ignoreIndex, CTorchError error);
CTorchResult ctorch_mean_squared_error(CTorchArgument x, CTorchArgument y, CTorchError error);
CTorchResult ctorch_l1_loss(CTorchArgument x, CTorchArgument y, CTorchError error);
CTorchResult ctorch_bce_with_logits(CTorchArgument x, CTorchArgument y, CTorchError error);
CTorchResult ctorch_dropout(CTorchArgument x, double p, bool isTraining, CTorchError error);
CTorchResult ctorch_affine_grid(CTorchArgument theta, CTorchInts size, bool alignCorners,
                                CTorchError error);
CTorchResult ctorch_grid_sample(CTorchArgument x, CTorchArgument grid, bool isLinear,
                                bool clampsToBorder, bool alignCorners, CTorchError error);

#ifdef __cplusplus
}
#endif
