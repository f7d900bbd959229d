#include <ATen/autocast_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/custom_class.h>

#include "ctorch_autograd.h"
#include "ctorch_tensor.h"
#include "guarded.hpp"

namespace {
/// Owns a caller's part for as long as a gradient may be asked for.
struct Part : torch::CustomClassHolder {
  CTorchPart part;

  explicit Part(CTorchPart part) : part(part) {}
  ~Part() override { part.release(part.context); }

  at::Tensor operator()(const std::vector<at::Tensor> &inputs) const {
    std::vector<CTorchTensor *> handles;
    for (const auto &input : inputs) handles.push_back(wrap(input));
    char *message = nullptr;
    CTorchTensor *result = part.compute(part.context, handles.data(),
                                        static_cast<int32_t>(handles.size()), &message);
    if (!result) {
      std::string text = message ? message : "no result";
      free(message);
      throw std::runtime_error(text);
    }
    at::Tensor output = unwrap(result);
    ctorch_tensor_destroy(result);
    return output;
  }
};

/// Autocasting as it was when the part was first computed.
struct Autocast {
  at::DeviceType device;
  bool wasEnabled;
  at::ScalarType before;

  Autocast(at::DeviceType device, bool isEnabled, at::ScalarType dtype)
      : device(device),
        wasEnabled(at::autocast::is_autocast_enabled(device)),
        before(at::autocast::get_autocast_dtype(device)) {
    at::autocast::set_autocast_dtype(device, dtype);
    at::autocast::set_autocast_enabled(device, isEnabled);
    at::autocast::increment_nesting();
  }

  ~Autocast() {
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    at::autocast::set_autocast_enabled(device, wasEnabled);
    at::autocast::set_autocast_dtype(device, before);
  }
};

using torch::autograd::AutogradContext;

struct Recomputation : torch::autograd::Function<Recomputation> {
  /// `trigger` requires a gradient: a part whose inputs need none still has parameters that do.
  static at::Tensor forward(AutogradContext *context, const at::Tensor &trigger,
                            at::TensorList inputs, c10::intrusive_ptr<Part> part) {
    const auto device = inputs.front().device().type();
    context->saved_data["part"] = c10::IValue::make_capsule(part);
    context->saved_data["autocasts"] = at::autocast::is_autocast_enabled(device);
    context->saved_data["dtype"] = at::autocast::get_autocast_dtype(device);
    context->save_for_backward(inputs.vec());
    return (*part)(inputs.vec());
  }

  static torch::autograd::variable_list backward(AutogradContext *context,
                                                 torch::autograd::variable_list gradients) {
    std::vector<at::Tensor> inputs;
    for (const auto &saved : context->get_saved_variables()) {
      inputs.push_back(saved.detach().requires_grad_(saved.requires_grad()));
    }
    const auto part =
        c10::static_intrusive_pointer_cast<Part>(context->saved_data["part"].toCapsule());
    at::AutoGradMode records(true);
    at::Tensor output;
    {
      Autocast autocast(inputs.front().device().type(), context->saved_data["autocasts"].toBool(),
                        context->saved_data["dtype"].toScalarType());
      output = (*part)(inputs);
    }
    torch::autograd::backward({output}, {gradients[0]});
    torch::autograd::variable_list result{at::Tensor()};
    for (const auto &input : inputs) result.push_back(input.grad());
    // The part itself is no tensor.
    result.emplace_back();
    return result;
  }
};
}  // namespace

CTorchTensor *ctorch_recomputed(CTorchPart part, CTorchTensors inputs, char **error) {
  auto owned = c10::make_intrusive<Part>(part);
  return guarded(error, [&]() -> CTorchTensor * {
    const auto tensors = list(inputs);
    TORCH_CHECK(!tensors.empty(), "a part needs an input");
    if (!at::GradMode::is_enabled()) return wrap((*owned)(tensors));
    const auto trigger = at::zeros({}).requires_grad_(true);
    return wrap(Recomputation::apply(trigger, at::TensorList(tensors), owned));
  });
}

CTorchTensor *ctorch_alias(const CTorchTensor *tensor, char **error) {
  return guarded(error, [&] { return wrap(unwrap(tensor)); });
}
