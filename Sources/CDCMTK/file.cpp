#include <atomic>
#include <mutex>

#include "guarded.hpp"

#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>

namespace {

std::atomic<int64_t> liveFiles{0};

// Values up to this many bytes are read at once, longer ones when they are asked for.
constexpr Uint32 valueLimit = 4096;

void prepareOnce() {
  static std::once_flag once;
  std::call_once(once, [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    DcmRLEDecoderRegistration::registerCodecs();
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
  });
}

CDCMTKFile *own(DcmFileFormat *file) {
  liveFiles.fetch_add(1, std::memory_order_relaxed);
  return reinterpret_cast<CDCMTKFile *>(file);
}

}  // namespace

CDCMTKFile *cdcmtk_file_read(const char *path, char **error) {
  return guarded(error, [&] {
    prepareOnce();
    auto file = std::make_unique<DcmFileFormat>();
    require(file->loadFile(path, EXS_Unknown, EGL_noChange, valueLimit));
    DcmDataset *dataset = file->getDataset();
    // Where this fails, text stays as it is and the declared character set, too.
    if (dataset->tagExistsWithValue(DCM_SpecificCharacterSet)) (void)dataset->convertToUTF8();
    return own(file.release());
  });
}

CDCMTKFile *cdcmtk_file_create(char **error) {
  return guarded(error, [&] {
    prepareOnce();
    return own(new DcmFileFormat());
  });
}

void cdcmtk_file_destroy(CDCMTKFile *file) {
  delete &unwrap(file);
  liveFiles.fetch_sub(1, std::memory_order_relaxed);
}

int64_t cdcmtk_file_live_count(void) { return liveFiles.load(std::memory_order_relaxed); }

bool cdcmtk_file_write(CDCMTKFile *file, const char *path, char **error) {
  return guarded(error, [&] {
    require(unwrap(file).saveFile(path, EXS_LittleEndianExplicit, EET_ExplicitLength,
                                  EGL_withoutGL));
    return true;
  });
}

CDCMTKItem *cdcmtk_file_dataset(CDCMTKFile *file) { return wrap(unwrap(file).getDataset()); }

char *cdcmtk_file_transfer_syntax(CDCMTKFile *file, char **error) {
  return guarded(error, [&] {
    return strdup(DcmXfer(unwrap(file).getDataset()->getOriginalXfer()).getXferID());
  });
}

void cdcmtk_string_destroy(char *text) { free(text); }

void cdcmtk_bytes_destroy(uint8_t *bytes) { free(bytes); }
