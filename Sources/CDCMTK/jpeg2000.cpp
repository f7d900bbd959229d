#include <openjpeg.h>

#include <memory>

#include "guarded.hpp"

namespace {

/// A code stream in memory and how far it has been read.
struct Source {
  const std::string &bytes;
  size_t position = 0;
};

OPJ_SIZE_T readBytes(void *buffer, OPJ_SIZE_T count, void *data) {
  auto *source = static_cast<Source *>(data);
  const size_t left = source->bytes.size() - source->position;
  if (left == 0) return static_cast<OPJ_SIZE_T>(-1);
  const size_t taken = count < left ? count : left;
  memcpy(buffer, source->bytes.data() + source->position, taken);
  source->position += taken;
  return taken;
}

OPJ_OFF_T skipBytes(OPJ_OFF_T count, void *data) {
  auto *source = static_cast<Source *>(data);
  const auto left = static_cast<OPJ_OFF_T>(source->bytes.size() - source->position);
  if (count < 0 || count > left) return -1;
  source->position += static_cast<size_t>(count);
  return count;
}

OPJ_BOOL seekBytes(OPJ_OFF_T position, void *data) {
  auto *source = static_cast<Source *>(data);
  if (position < 0 || position > static_cast<OPJ_OFF_T>(source->bytes.size())) return OPJ_FALSE;
  source->position = static_cast<size_t>(position);
  return OPJ_TRUE;
}

void ignore(const char *, void *) {}

}  // namespace

void decodeJPEG2000(const std::string &bytes, uint32_t columns, uint32_t rows, int bytesPerSample,
                    uint8_t *output) {
  Source source{bytes};
  std::unique_ptr<opj_codec_t, decltype(&opj_destroy_codec)> codec(
      opj_create_decompress(OPJ_CODEC_J2K), &opj_destroy_codec);
  std::unique_ptr<opj_stream_t, decltype(&opj_stream_destroy)> stream(
      opj_stream_default_create(OPJ_TRUE), &opj_stream_destroy);
  if (!codec || !stream) throw std::bad_alloc();
  opj_set_info_handler(codec.get(), ignore, nullptr);
  opj_set_warning_handler(codec.get(), ignore, nullptr);
  opj_set_error_handler(codec.get(), ignore, nullptr);
  opj_stream_set_user_data(stream.get(), &source, nullptr);
  opj_stream_set_user_data_length(stream.get(), bytes.size());
  opj_stream_set_read_function(stream.get(), readBytes);
  opj_stream_set_skip_function(stream.get(), skipBytes);
  opj_stream_set_seek_function(stream.get(), seekBytes);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  opj_image_t *raw = nullptr;
  const bool isRead = opj_setup_decoder(codec.get(), &parameters) &&
                      opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE) &&
                      opj_read_header(stream.get(), codec.get(), &raw);
  std::unique_ptr<opj_image_t, decltype(&opj_image_destroy)> image(raw, &opj_image_destroy);
  if (!isRead || !image) throw std::runtime_error("the JPEG 2000 code stream is damaged");
  // Checked before decoding, so that a damaged header cannot ask for any amount of memory.
  if (image->numcomps != 1 || image->x1 - image->x0 != columns || image->y1 - image->y0 != rows) {
    throw std::runtime_error("the JPEG 2000 image has another size than the header says");
  }
  if (!opj_decode(codec.get(), stream.get(), image.get()) ||
      !opj_end_decompress(codec.get(), stream.get())) {
    throw std::runtime_error("the JPEG 2000 code stream is damaged");
  }
  const opj_image_comp_t &component = image->comps[0];
  if (!component.data || component.w != columns || component.h != rows ||
      component.prec > 8u * static_cast<unsigned>(bytesPerSample)) {
    throw std::runtime_error("the JPEG 2000 image has another size than the header says");
  }
  const size_t count = size_t(columns) * rows;
  for (size_t n = 0; n < count; n++) {
    const auto value = static_cast<uint32_t>(component.data[n]);
    output[n * bytesPerSample] = static_cast<uint8_t>(value);
    if (bytesPerSample == 2) output[n * 2 + 1] = static_cast<uint8_t>(value >> 8);
  }
}
