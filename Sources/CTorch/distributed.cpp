// libtorch's wheel holds the process group over Gloo, but not Gloo's headers.
#if __has_include(<gloo/algorithm.h>)
#define USE_C10D_GLOO
#endif

#include "ctorch_distributed.h"

#include <ATen/core/grad_mode.h>

#include "guarded.hpp"

#ifdef USE_C10D_GLOO
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

struct CTorchGroup {
  c10::intrusive_ptr<c10d::ProcessGroupGloo> processes;
};

bool ctorch_group_is_supported(void) { return true; }

CTorchGroup *ctorch_group_open(int32_t rank, int32_t size, const char *host, uint16_t port,
                               bool isServer, double timeoutSeconds, char **error) {
  return guarded(error, [&]() -> CTorchGroup * {
    const auto timeout = std::chrono::milliseconds(static_cast<int64_t>(timeoutSeconds * 1000));
    c10d::TCPStoreOptions store;
    store.port = port;
    store.isServer = isServer;
    store.numWorkers = static_cast<size_t>(size);
    store.timeout = timeout;
    auto options = c10d::ProcessGroupGloo::Options::create(timeout);
    options->devices.push_back(c10d::ProcessGroupGloo::createDefaultDevice());
    auto meeting = c10::make_intrusive<c10d::TCPStore>(host, store);
    return new CTorchGroup{
        c10::make_intrusive<c10d::ProcessGroupGloo>(meeting, rank, size, options)};
  });
}

void ctorch_group_close(CTorchGroup *group) { delete group; }

bool ctorch_group_sum(CTorchGroup *group, CTorchTensors tensors, char **error) {
  return guarded(error, [&] {
    at::NoGradGuard guard;
    auto parts = list(tensors);
    if (parts.empty()) return true;
    // One message for all: many small ones would each wait for the slowest process.
    std::vector<at::Tensor> flat;
    for (const auto &part : parts) flat.push_back(part.reshape({-1}));
    std::vector<at::Tensor> bucket{at::cat(flat).cpu()};
    group->processes->allreduce(bucket)->wait();
    int64_t start = 0;
    for (auto &part : parts) {
      part.copy_(bucket[0].narrow(0, start, part.numel()).view_as(part));
      start += part.numel();
    }
    return true;
  });
}

bool ctorch_group_barrier(CTorchGroup *group, char **error) {
  return guarded(error, [&] { return group->processes->barrier()->wait(), true; });
}

#else

struct CTorchGroup {};

namespace {
constexpr const char *missing = "this build lacks Gloo: install libgloo-dev and build again";
}

bool ctorch_group_is_supported(void) { return false; }

CTorchGroup *ctorch_group_open(int32_t, int32_t, const char *, uint16_t, bool, double,
                               char **error) {
  return guarded(error, []() -> CTorchGroup * { throw std::runtime_error(missing); });
}

void ctorch_group_close(CTorchGroup *group) { delete group; }

bool ctorch_group_sum(CTorchGroup *, CTorchTensors, char **error) {
  return guarded(error, []() -> bool { throw std::runtime_error(missing); });
}

bool ctorch_group_barrier(CTorchGroup *, char **error) {
  return guarded(error, []() -> bool { throw std::runtime_error(missing); });
}
#endif
