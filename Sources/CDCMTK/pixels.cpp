#include "guarded.hpp"

#include <dcmtk/dcmdata/dccodec.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>

namespace {

/// determineStartFragment is protected in DCMTK's codec class and tied to nothing else in it.
struct Fragments : DcmCodec {
  static Uint32 first(Uint32 frame, Sint32 frames, DcmPixelSequence *sequence) {
    Uint32 item = 0;
    require(DcmCodec::determineStartFragment(frame, frames, sequence, item));
    return item;
  }
};

Uint32 number(DcmItem &item, const DcmTagKey &tag) {
  Uint16 value = 0;
  require(item.findAndGetUint16(tag, value));
  return value;
}

Sint32 frameCount(DcmItem &item) {
  Sint32 frames = 1;
  if (item.findAndGetSint32(DCM_NumberOfFrames, frames).bad()) frames = 1;
  return frames < 1 ? 1 : frames;
}

/// The code stream of one frame: its fragments, one after another.
std::string codeStream(DcmPixelSequence *sequence, Uint32 from, Uint32 end) {
  std::string stream;
  for (Uint32 n = from; n < end; n++) {
    DcmPixelItem *fragment = nullptr;
    require(sequence->getItem(fragment, n));
    Uint8 *bytes = nullptr;
    require(fragment->getUint8Array(bytes));
    if (bytes) stream.append(reinterpret_cast<char *>(bytes), fragment->getLength());
  }
  return stream;
}

void decodeJPEG2000(DcmDataset &dataset, DcmPixelData &pixels, int64_t expected, uint8_t *output) {
  E_TransferSyntax syntax = EXS_Unknown;
  const DcmRepresentationParameter *parameter = nullptr;
  pixels.getOriginalRepresentationKey(syntax, parameter);
  DcmPixelSequence *sequence = nullptr;
  require(pixels.getEncapsulatedRepresentation(syntax, parameter, sequence));
  const Sint32 frames = frameCount(dataset);
  const Uint32 rows = number(dataset, DCM_Rows), columns = number(dataset, DCM_Columns);
  const int bytesPerSample = number(dataset, DCM_BitsAllocated) > 8 ? 2 : 1;
  const int64_t frameBytes = int64_t(rows) * columns * bytesPerSample;
  if (frameBytes * frames != expected) throw std::runtime_error("the frames have another size");
  const auto count = static_cast<Uint32>(sequence->card());
  for (Sint32 frame = 0; frame < frames; frame++) {
    const Uint32 from = Fragments::first(static_cast<Uint32>(frame), frames, sequence);
    const Uint32 end = frame + 1 < frames
                           ? Fragments::first(static_cast<Uint32>(frame + 1), frames, sequence)
                           : count;
    ::decodeJPEG2000(codeStream(sequence, from, end), columns, rows, bytesPerSample,
                     output + frame * frameBytes);
  }
}

}  // namespace

uint8_t *cdcmtk_file_pixels(CDCMTKFile *file, int64_t expected, char **error) {
  return guarded(error, [&] {
    DcmDataset &dataset = *unwrap(file).getDataset();
    DcmElement *element = nullptr;
    if (dataset.findAndGetElement(DCM_PixelData, element).bad()) {
      throw std::runtime_error("there is no Pixel Data");
    }
    auto *pixels = dynamic_cast<DcmPixelData *>(element);
    if (!pixels || expected <= 0) throw std::runtime_error("there is no Pixel Data");
    std::unique_ptr<uint8_t, decltype(&free)> output(
        static_cast<uint8_t *>(malloc(static_cast<size_t>(expected))), &free);
    if (!output) throw std::bad_alloc();

    const E_TransferSyntax syntax = dataset.getOriginalXfer();
    if (syntax == EXS_JPEG2000 || syntax == EXS_JPEG2000LosslessOnly) {
      decodeJPEG2000(dataset, *pixels, expected, output.get());
      return output.release();
    }
    if (DcmXfer(syntax).isEncapsulated()) {
      require(dataset.chooseRepresentation(EXS_LittleEndianExplicit, nullptr));
      require(dataset.findAndGetElement(DCM_PixelData, element));
    }
    Uint8 *bytes = nullptr;
    // Some writers pad the end.
    const int64_t found = element->getLength();
    require(element->getUint8Array(bytes));
    if (!bytes || found < expected) {
      throw std::runtime_error("expected " + std::to_string(expected) + " bytes of pixels, found " +
                               std::to_string(bytes ? found : 0));
    }
    memcpy(output.get(), bytes, static_cast<size_t>(expected));
    return output.release();
  });
}
