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

namespace {
/// Waits for a message; Gloo's own words for a lost process name sockets.
void await(c10d::Work &work) {
  try {
    work.wait();
  } catch (const std::exception &) {
    throw std::runtime_error("another process of this run ended, or was silent for too long; the "
                             "same command goes on from the last checkpoint");
  }
}
}  // namespace

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

namespace {
/// Large enough that a message's start-up does not count, small enough that few bytes are held twice.
constexpr int64_t bucketBytes = 32 << 20;

/// One message for many tensors: small ones would each wait for the slowest process.
struct Bucket {
  std::vector<at::Tensor> parts;
  std::vector<at::Tensor> flat;
  c10::intrusive_ptr<c10d::Work> work;

  void send(c10d::ProcessGroupGloo &processes, double scale) {
    std::vector<at::Tensor> rows;
    for (const auto &part : parts) rows.push_back(part.reshape({-1}));
    flat = {at::cat(rows).cpu()};
    if (scale != 1) flat[0].mul_(scale);
    work = processes.allreduce(flat);
  }

  void receive() {
    await(*work);
    int64_t start = 0;
    for (auto &part : parts) {
      part.copy_(flat[0].narrow(0, start, part.numel()).view_as(part));
      start += part.numel();
    }
    flat.clear();
  }
};

std::vector<Bucket> buckets(const std::vector<at::Tensor> &parts) {
  std::vector<Bucket> result;
  int64_t bytes = bucketBytes;
  for (const auto &part : parts) {
    const int64_t own = static_cast<int64_t>(part.nbytes());
    if (bytes + own > bucketBytes) {
      result.emplace_back();
      bytes = 0;
    }
    result.back().parts.push_back(part);
    bytes += own;
  }
  return result;
}
}  // namespace

bool ctorch_group_sum(CTorchGroup *group, CTorchTensors tensors, double scale, char **error) {
  return guarded(error, [&] {
    at::NoGradGuard guard;
    auto all = buckets(list(tensors));
    // While one bucket travels the next is packed.
    for (size_t i = 0; i < all.size(); i++) {
      all[i].send(*group->processes, scale);
      if (i > 0) all[i - 1].receive();
    }
    if (!all.empty()) all.back().receive();
    return true;
  });
}

bool ctorch_group_barrier(CTorchGroup *group, char **error) {
  return guarded(error, [&] { return await(*group->processes->barrier()), true; });
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

bool ctorch_group_sum(CTorchGroup *, CTorchTensors, double, char **error) {
  return guarded(error, []() -> bool { throw std::runtime_error(missing); });
}

bool ctorch_group_barrier(CTorchGroup *, char **error) {
  return guarded(error, []() -> bool { throw std::runtime_error(missing); });
}
#endif
