#include "guarded.hpp"

namespace {

constexpr Uint32 textLimit = 16 << 20;

DcmElement *find(CDCMTKItem *item, uint32_t tag) {
  DcmElement *element = nullptr;
  return unwrap(item).findAndGetElement(key(tag), element).good() ? element : nullptr;
}

DcmSequenceOfItems *sequence(CDCMTKItem *item, uint32_t tag) {
  return dynamic_cast<DcmSequenceOfItems *>(find(item, tag));
}

}  // namespace

bool cdcmtk_item_has(CDCMTKItem *item, uint32_t tag) { return find(item, tag) != nullptr; }

char *cdcmtk_item_text(CDCMTKItem *item, uint32_t tag, char **error) {
  return guarded(error, [&]() -> char * {
    DcmElement *element = find(item, tag);
    if (!element || !element->isLeaf() || element->getLength() == 0 ||
        element->getLength() > textLimit) {
      return nullptr;
    }
    OFString text;
    require(element->getOFStringArray(text));
    return text.empty() ? nullptr : strdup(text.c_str());
  });
}

int64_t cdcmtk_item_count(CDCMTKItem *item, uint32_t tag) {
  DcmSequenceOfItems *found = sequence(item, tag);
  return found ? static_cast<int64_t>(found->card()) : 0;
}

CDCMTKItem *cdcmtk_item_child(CDCMTKItem *item, uint32_t tag, int64_t index) {
  DcmSequenceOfItems *found = sequence(item, tag);
  if (!found || index < 0 || index >= static_cast<int64_t>(found->card())) return nullptr;
  return wrap(found->getItem(static_cast<unsigned long>(index)));
}

CDCMTKItem *cdcmtk_item_append(CDCMTKItem *item, uint32_t tag, char **error) {
  return guarded(error, [&] {
    DcmItem *child = nullptr;
    // -2 appends.
    require(unwrap(item).findOrCreateSequenceItem(DcmTag(key(tag)), child, -2));
    return wrap(child);
  });
}

bool cdcmtk_item_set_text(CDCMTKItem *item, uint32_t tag, const char *text, char **error) {
  return guarded(error, [&] {
    // putAndInsertString refuses numbers in binary; putString of an element takes all.
    DcmElement *made = nullptr;
    require(DcmItem::newDicomElement(made, DcmTag(key(tag))));
    std::unique_ptr<DcmElement> element(made);
    if (*text) require(element->putString(text));
    require(unwrap(item).insert(element.get(), OFTrue));
    element.release();
    return true;
  });
}

bool cdcmtk_item_set_pixels(CDCMTKItem *item, const uint8_t *bytes, int64_t byteCount,
                            bool isWords, char **error) {
  return guarded(error, [&] {
    if (byteCount < 0 || byteCount > UINT32_MAX - 1) {
      throw std::runtime_error("Pixel Data would be longer than 4 GB");
    }
    auto pixels = std::make_unique<DcmPixelData>(DCM_PixelData);
    if (isWords) {
      pixels->setVR(EVR_OW);
      require(pixels->putUint16Array(reinterpret_cast<const Uint16 *>(bytes),
                                     static_cast<unsigned long>(byteCount / 2)));
    } else {
      pixels->setVR(EVR_OB);
      require(pixels->putUint8Array(bytes, static_cast<unsigned long>(byteCount)));
    }
    require(unwrap(item).insert(pixels.get(), OFTrue));
    pixels.release();
    return true;
  });
}

bool cdcmtk_item_copy(CDCMTKItem *source, uint32_t tag, CDCMTKItem *target, char **error) {
  return guarded(error, [&] {
    DcmElement *element = find(source, tag);
    if (!element) return true;
    std::unique_ptr<DcmObject> copy(element->clone());
    auto *copied = dynamic_cast<DcmElement *>(copy.get());
    if (!copied) throw std::runtime_error("the element cannot be copied");
    require(unwrap(target).insert(copied, OFTrue));
    copy.release();
    return true;
  });
}
