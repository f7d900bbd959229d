#pragma once
#include "ctorch_base.h"
#ifdef __cplusplus
extern "C" {
#endif

/// Processes that compute together, over Gloo and TCP.
typedef struct CTorchGroup CTorchGroup;

/// Whether this build can open groups: Gloo's headers were there.
bool ctorch_group_is_supported(void);
/// Joins a group; waits until all `size` processes have come to the store at `host:port`.
CTorchGroup *_Nullable ctorch_group_open(int32_t rank, int32_t size, const char *_Nonnull host,
                                         uint16_t port, bool isServer, double timeoutSeconds,
                                         CTorchError error);
void ctorch_group_close(CTorchGroup *_Nonnull group);
/// Replaces each tensor by the sum over all processes of `scale` times it, in messages of some 32 MiB;
/// all of one type, on any device.
bool ctorch_group_sum(CTorchGroup *_Nonnull group, CTorchTensors tensors, double scale,
                      CTorchError error);
/// Waits until every process has come here.
bool ctorch_group_barrier(CTorchGroup *_Nonnull group, CTorchError error);

#ifdef __cplusplus
}
#endif
