#include "ctorch_runtime.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <cpuinfo.h>
#include <torch/headeronly/version.h>

#include "guarded.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

const char *ctorch_version(void) { return TORCH_VERSION; }

void ctorch_seed(uint64_t seed) { at::manual_seed(seed); }

void ctorch_set_threads(int32_t count) { at::set_num_threads(count); }

int32_t ctorch_threads(void) { return at::get_num_threads(); }

bool ctorch_set_deterministic(bool isDeterministic, char **error) {
  return guarded(error, [&] {
    at::globalContext().setDeterministicAlgorithms(isDeterministic, true);
    return true;
  });
}

bool ctorch_has_fast_bfloat16(void) {
#if defined(__x86_64__)
  return cpuinfo_initialize() && (cpuinfo_has_x86_avx512bf16() || cpuinfo_has_x86_amx_bf16());
#else
  return cpuinfo_initialize() && cpuinfo_has_arm_bf16();
#endif
}

bool ctorch_device_is_available(int32_t device, int32_t index) {
  switch (device) {
    case 0: return true;
    case 1: return at::hasCUDA() && index < static_cast<int32_t>(at::getNumGPUs());
    case 2: return at::hasMPS();
    default: return false;
  }
}

void ctorch_keep_freed_memory(void) {
#if defined(__GLIBC__)
  // Activations of tens of MB come and go in every training step. By default glibc maps and unmaps
  // each, and the kernel clears its pages anew: a quarter of the time of a CPU training step.
  mallopt(M_MMAP_THRESHOLD, 1 << 30);
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
}
