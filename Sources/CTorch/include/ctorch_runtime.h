#pragma once
#include "ctorch_base.h"
#ifdef __cplusplus
extern "C" {
#endif

/// libtorch's version, as "2.13.0"; owned by the library.
const char *_Nonnull ctorch_version(void);
void ctorch_seed(uint64_t seed);
void ctorch_set_threads(int32_t count);
int32_t ctorch_threads(void);
/// Lets the allocator keep up to a GiB of freed memory for reuse.
void ctorch_keep_freed_memory(void);
bool ctorch_set_deterministic(bool isDeterministic, CTorchError error);
/// Whether the processor multiplies bfloat16 in hardware.
bool ctorch_has_fast_bfloat16(void);
/// Device codes as in ctorch_tensor_device.
bool ctorch_device_is_available(int32_t device, int32_t index);

#ifdef __cplusplus
}
#endif
