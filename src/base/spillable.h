#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "base/huge_allocator.h"
#include "base/spill_file.h"

namespace doublon {

// An array that stands in memory or in a file. Thread safety: const methods may run concurrently.
template <typename T>
class Spillable {
 public:
  using Items = HugeVector<T>;

  Spillable() = default;
  // file: null keeps the items in memory; otherwise it must outlive the array.
  Spillable(Items items, SpillFile* file) : size_(items.size()), file_(file) {
    if (file_ == nullptr) {
      items_ = std::move(items);
    } else {
      offset_ = file_->Append(std::as_bytes(std::span(items)));
    }
  }

  std::size_t size() const noexcept { return size_; }
  bool in_file() const noexcept { return file_ != nullptr; }

  // The items of an array in memory.
  std::span<const T> items() const noexcept { return items_; }
  // The items, valid as long as the array and `scratch`, which takes those that stand in a file.
  // None when the file failed (SpillFile::status).
  std::span<const T> Load(Items& scratch) const {
    if (file_ == nullptr) return items_;
    scratch.resize(size_);
    if (!file_->Read(offset_, std::as_writable_bytes(std::span(scratch)))) scratch.clear();
    return scratch;
  }

  // Items [first, first + out.size()) alone. False when the file failed.
  bool Copy(std::size_t first, std::span<T> out) const noexcept {
    return file_->Read(offset_ + first * sizeof(T), std::as_writable_bytes(out));
  }

  // Takes the items out; the array is empty then.
  Items Take() {
    Items items = std::move(items_);
    if (file_ != nullptr) {
      Load(items);
      file_->Free(offset_, size_ * sizeof(T));
    }
    *this = {};
    return items;
  }

 private:
  Items items_;
  std::size_t size_ = 0;
  std::uint64_t offset_ = 0;
  SpillFile* file_ = nullptr;
};

}  // namespace doublon
