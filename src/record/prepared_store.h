#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/huge_allocator.h"
#include "base/touch.h"
#include "record/prepared_record.h"

namespace doublon::record {

// Prepared records in order of arrival, laid out one after the other in large slabs. Records never
// move, so views stay valid until the store ends. Thread safety: reading is free while nobody
// appends.
class PreparedStore {
 public:
  std::size_t size() const noexcept { return records_.size(); }
  PreparedView operator[](std::size_t i) const noexcept { return PreparedView(records_[i]); }
  std::byte* mutable_data(std::size_t i) noexcept { return records_[i]; }
  // Ask the processor for where record i stands, and for its bytes (as far as most records go),
  // ahead of use.
  void PrefetchPlace(std::size_t i) const noexcept { __builtin_prefetch(records_.data() + i); }
  void PrefetchBytes(std::size_t i) const noexcept {
    for (std::size_t at = 0; at < kTouchedBytes; at += 64) Touch(records_[i] + at);
  }
  // Of the records and their places.
  std::size_t byte_count() const noexcept {
    return byte_count_ + records_.capacity() * sizeof(std::byte*);
  }

  void Reserve(std::size_t record_count) { records_.reserve(record_count); }

  // Copies a block of records laid out one after the other, as PreparedBuilder::Finish gives them.
  void AppendBlock(std::string_view block);

 private:
  // As far as most records go. A slab has so many bytes behind its last record.
  static constexpr std::size_t kTouchedBytes = 192;
  static constexpr std::size_t kSlabBytes = std::size_t{32} << 20;
  struct FreeSlab {
    void operator()(std::byte* slab) const noexcept { FreeHuge(slab); }
  };
  std::vector<std::unique_ptr<std::byte[], FreeSlab>> slabs_;
  std::size_t slab_left_ = 0;  // free bytes at the end of the last slab
  HugeVector<std::byte*> records_;
  std::size_t byte_count_ = 0;
};

}  // namespace doublon::record
