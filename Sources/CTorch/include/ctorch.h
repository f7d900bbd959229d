#pragma once
#ifdef __cplusplus
extern "C" {
#endif
/// libtorch's version, as "2.13.0"; owned by the library.
const char *_Nonnull ctorch_version(void);
#ifdef __cplusplus
}
#endif
