#pragma once

// The only door between Swift and DCMTK.
//
// - A CDCMTKFile owns a whole data set and is freed with cdcmtk_file_destroy. A CDCMTKItem is that
//   data set or an item of a sequence in it; it is borrowed and lives as long as its file.
// - A tag is group * 65536 + element, as 0x00280010 for Rows.
// - A function that can fail takes `error` last. On failure it stores a message there, to be freed
//   with cdcmtk_string_destroy, and returns NULL, false or 0.
// - Nothing is logged, and no C++ exception leaves this module.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct CDCMTKFile CDCMTKFile;
typedef struct CDCMTKItem CDCMTKItem;
typedef char *_Nullable *_Nonnull CDCMTKError;

/// Reads a file; long values stay on disk until they are asked for. Text is converted to UTF-8 if
/// the file declares a character set that allows it.
CDCMTKFile *_Nullable cdcmtk_file_read(const char *_Nonnull path, CDCMTKError error);
/// A file without elements.
CDCMTKFile *_Nullable cdcmtk_file_create(CDCMTKError error);
void cdcmtk_file_destroy(CDCMTKFile *_Nonnull file);
/// Writes Explicit VR Little Endian with a file meta header.
bool cdcmtk_file_write(CDCMTKFile *_Nonnull file, const char *_Nonnull path, CDCMTKError error);
/// Files read or created and not yet destroyed, in the whole process.
int64_t cdcmtk_file_live_count(void);
CDCMTKItem *_Nonnull cdcmtk_file_dataset(CDCMTKFile *_Nonnull file);
/// The UID of the transfer syntax that the file was read in; to be freed.
char *_Nullable cdcmtk_file_transfer_syntax(CDCMTKFile *_Nonnull file, CDCMTKError error);
/// Pixel Data of all frames, decompressed, little-endian; to be freed with cdcmtk_bytes_destroy.
///
/// `expectedByteCount` is what the header promises; fewer are an error, padding is cut off.
uint8_t *_Nullable cdcmtk_file_pixels(CDCMTKFile *_Nonnull file, int64_t expectedByteCount,
                                      CDCMTKError error);

bool cdcmtk_item_has(CDCMTKItem *_Nonnull item, uint32_t tag);
/// The values as text, separated by backslashes, numbers in decimal; to be freed. NULL without an
/// error where the element is absent, empty, a sequence or longer than 16 MB.
char *_Nullable cdcmtk_item_text(CDCMTKItem *_Nonnull item, uint32_t tag, CDCMTKError error);
/// The number of items of a sequence; 0 where it is absent.
int64_t cdcmtk_item_count(CDCMTKItem *_Nonnull item, uint32_t tag);
/// An item of a sequence; NULL where there is none.
CDCMTKItem *_Nullable cdcmtk_item_child(CDCMTKItem *_Nonnull item, uint32_t tag, int64_t index);
/// A new item at the end of a sequence, which is made if need be.
CDCMTKItem *_Nullable cdcmtk_item_append(CDCMTKItem *_Nonnull item, uint32_t tag,
                                         CDCMTKError error);
/// Sets values given as text, separated by backslashes; empty text makes an empty element.
bool cdcmtk_item_set_text(CDCMTKItem *_Nonnull item, uint32_t tag, const char *_Nonnull text,
                          CDCMTKError error);
/// Sets Pixel Data to little-endian words or, where `isWords` is false, to bytes.
bool cdcmtk_item_set_pixels(CDCMTKItem *_Nonnull item, const uint8_t *_Nonnull bytes,
                            int64_t byteCount, bool isWords, CDCMTKError error);
/// Copies an element with all below it, where the source has it.
bool cdcmtk_item_copy(CDCMTKItem *_Nonnull source, uint32_t tag, CDCMTKItem *_Nonnull target,
                      CDCMTKError error);

void cdcmtk_string_destroy(char *_Nonnull text);
void cdcmtk_bytes_destroy(uint8_t *_Nonnull bytes);

#ifdef __cplusplus
}
#endif
