#include "block/word_buckets.h"

#include <algorithm>
#include <limits>
#include <span>

namespace doublon::block {

namespace {
// Pieces of a file below and above these sizes are no faster to write and read.
constexpr std::size_t kPieceBytesMin = std::size_t{4} << 10;
constexpr std::size_t kPieceBytesMax = std::size_t{1} << 20;
}  // namespace

WordBuckets::WordBuckets(std::size_t bucket_count, std::size_t worker_count, const Spill& spill)
    : parts_(worker_count, std::vector<Part>(bucket_count)),
      file_(spill.file),
      words_max_(std::numeric_limits<std::size_t>::max()) {
  if (file_ == nullptr) return;
  words_max_ = std::clamp<std::size_t>(spill.buffer_bytes / (bucket_count * worker_count),
                                       kPieceBytesMin, kPieceBytesMax) /
               sizeof(std::uint64_t);
  for (std::vector<Part>& of_worker : parts_) {
    for (Part& part : of_worker) part.words.reserve(words_max_);
  }
}

void WordBuckets::Flush(Part& part) {
  part.pieces.push_back(file_->Append(std::as_bytes(std::span(part.words))));
  part.words.clear();
}

void WordBuckets::ReserveTimes(std::size_t worker, double factor) {
  if (file_ != nullptr) return;
  for (Part& part : parts_[worker]) {
    part.words.reserve(static_cast<std::size_t>(static_cast<double>(part.words.size()) * factor));
  }
}

WordBuckets::Words WordBuckets::Take(std::size_t bucket) {
  Words all = std::move(parts_[0][bucket].words);
  std::size_t spilled = 0;
  for (const std::vector<Part>& of_worker : parts_) spilled += of_worker[bucket].pieces.size();
  if (spilled > 0) {
    std::size_t count = spilled * words_max_;
    for (const std::vector<Part>& of_worker : parts_) count += of_worker[bucket].words.size();
    all.reserve(count + all.size());
  }
  for (std::size_t worker = 1; worker < parts_.size(); ++worker) {
    Words words = std::move(parts_[worker][bucket].words);
    all.insert(all.end(), words.begin(), words.end());
  }
  for (std::vector<Part>& of_worker : parts_) {
    for (const std::uint64_t offset : of_worker[bucket].pieces) {
      const std::size_t at = all.size();
      all.resize(at + words_max_);
      const std::span piece = std::span(all).subspan(at);
      if (!file_->Read(offset, std::as_writable_bytes(piece))) return {};
      file_->Free(offset, piece.size_bytes());
    }
  }
  return all;
}

}  // namespace doublon::block
