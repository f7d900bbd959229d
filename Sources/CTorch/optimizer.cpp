#include "ctorch_optimizer.h"

#include <ATen/core/grad_mode.h>

#include "guarded.hpp"

bool ctorch_adamw_step(CTorchTensors parameters, CTorchTensors gradients, CTorchTensors averages,
                       CTorchTensors squareAverages, CTorchTensors steps, double learningRate,
                       double beta1, double beta2, double epsilon, double weightDecay,
                       char **error) {
  return guarded(error, [&] {
    at::NoGradGuard guard;
    auto p = list(parameters);
    // The fused kernels are found by the tensors of their lists, so an empty list finds none.
    if (p.empty()) return true;
    auto g = list(gradients);
    auto m = list(averages);
    auto v = list(squareAverages);
    auto t = list(steps);
    at::_foreach_add_(t, 1);
    at::_fused_adamw_(p, g, m, v, {}, t, learningRate, beta1, beta2, weightDecay, epsilon, false,
                      false);
    return true;
  });
}

bool ctorch_sgd_step(CTorchTensors parameters, CTorchTensors gradients, CTorchTensors momenta,
                     double learningRate, double momentum, bool nesterov, double weightDecay,
                     bool isFirst, char **error) {
  return guarded(error, [&] {
    at::NoGradGuard guard;
    auto p = list(parameters);
    if (p.empty()) return true;
    auto g = list(gradients);
    auto m = list(momenta);
    at::_fused_sgd_(p, g, m, weightDecay, momentum, learningRate, 0, nesterov, false, isFirst);
    return true;
  });
}

double ctorch_clip_gradient_norm(CTorchTensors gradients, double maximum, char **error) {
  return guarded(error, [&] {
    at::NoGradGuard guard;
    auto g = list(gradients);
    if (g.empty()) return 0.0;
    const double norm = at::stack(at::_foreach_norm(g)).norm().item<double>();
    if (norm > maximum) at::_foreach_mul_(g, maximum / (norm + 1e-6));
    return norm;
  });
}
