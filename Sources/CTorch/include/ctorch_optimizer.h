#pragma once
#include "ctorch_base.h"
#ifdef __cplusplus
extern "C" {
#endif

/// One AdamW step in place on `parameters`; lists run in parallel, `steps` are float32 scalars.
bool ctorch_adamw_step(CTorchTensors parameters, CTorchTensors gradients, CTorchTensors averages,
                       CTorchTensors squareAverages, CTorchTensors steps, double learningRate,
                       double beta1, double beta2, double epsilon, double weightDecay,
                       CTorchError error);
/// One SGD step in place; `isFirst` starts the momentum buffers from the gradients.
bool ctorch_sgd_step(CTorchTensors parameters, CTorchTensors gradients, CTorchTensors momenta,
                     double learningRate, double momentum, bool nesterov, double weightDecay,
                     bool isFirst, CTorchError error);
/// Scales the gradients in place so that their joint norm is at most `maximum`; returns the norm.
double ctorch_clip_gradient_norm(CTorchTensors gradients, double maximum, CTorchError error);

#ifdef __cplusplus
}
#endif
