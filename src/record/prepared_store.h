#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "record/prepared_record.h"

namespace doublon::record {

// Prepared records in order of arrival, laid out one after the other in large blocks. Records never
// move, so views stay valid until the store ends. Thread safety: reading is free while nobody
// appends.
class PreparedStore {
 public:
  std::size_t size() const noexcept { return records_.size(); }
  PreparedView operator[](std::size_t i) const noexcept { return PreparedView(records_[i]); }
  std::byte* mutable_data(std::size_t i) noexcept { return records_[i]; }
  std::size_t byte_count() const noexcept {
    return byte_count_ + records_.capacity() * sizeof(std::byte*);
  }

  void Reserve(std::size_t record_count) { records_.reserve(record_count); }

  // Takes over a block of records laid out one after the other, as PreparedBuilder::Finish gives
  // them.
  void AppendBlock(std::string block) {
    std::string& kept = blocks_.emplace_back(std::move(block));
    byte_count_ += kept.capacity();
    auto* at = reinterpret_cast<std::byte*>(kept.data());
    std::byte* const end = at + kept.size();
    while (at != end) {
      records_.push_back(at);
      at += PreparedView(at).size();
    }
  }

 private:
  std::deque<std::string> blocks_;
  std::vector<std::byte*> records_;
  std::size_t byte_count_ = 0;
};

}  // namespace doublon::record
