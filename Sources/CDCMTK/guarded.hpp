#pragma once
#include <cstdlib>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string>

// DCMTK's own configuration comes before any of its headers.
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>

#include "cdcmtk.h"

/// Runs `body`; an exception becomes a message in `error` and the zero value of the result.
template <typename Body>
auto guarded(char **error, Body body) noexcept -> decltype(body()) {
  try {
    return body();
  } catch (const std::exception &caught) {
    *error = strdup(caught.what());
  } catch (...) {
    *error = strdup("unknown C++ exception");
  }
  return {};
}

/// Throws DCMTK's own text unless the condition is good.
inline void require(const OFCondition &condition) {
  if (condition.bad()) throw std::runtime_error(condition.text());
}

inline DcmFileFormat &unwrap(CDCMTKFile *file) { return *reinterpret_cast<DcmFileFormat *>(file); }

inline DcmItem &unwrap(CDCMTKItem *item) { return *reinterpret_cast<DcmItem *>(item); }

inline CDCMTKItem *wrap(DcmItem *item) { return reinterpret_cast<CDCMTKItem *>(item); }

inline DcmTagKey key(uint32_t tag) {
  return DcmTagKey(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag));
}

/// Decodes one JPEG 2000 code stream of one component into little-endian samples.
///
/// Throws std::runtime_error unless it has the given size.
void decodeJPEG2000(const std::string &stream, uint32_t columns, uint32_t rows, int bytesPerSample,
                    uint8_t *output);
