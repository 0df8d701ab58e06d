#include "record/prepared_store.h"

#include <cstring>

namespace doublon::record {

void PreparedStore::AppendBlock(std::string_view block) {
  static_assert(kRecordBytesMax + kTouchedBytes <= kSlabBytes);
  byte_count_ += block.size();
  const auto* at = reinterpret_cast<const std::byte*>(block.data());
  const std::byte* const end = at + block.size();
  while (at != end) {
    const std::size_t size = PreparedView(at).size();
    if (size > slab_left_) {
      slabs_.emplace_back(static_cast<std::byte*>(AllocateHuge(kSlabBytes)));
      slab_left_ = kSlabBytes - kTouchedBytes;
    }
    std::byte* const place = slabs_.back().get() + (kSlabBytes - kTouchedBytes - slab_left_);
    std::memcpy(place, at, size);
    records_.push_back(place);
    slab_left_ -= size;
    at += size;
  }
}

}  // namespace doublon::record
