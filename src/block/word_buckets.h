#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/huge_allocator.h"
#include "base/spill_file.h"

namespace doublon::block {

// Where a step with too little memory puts its words. Both go on for the whole step.
struct Spill {
  SpillFile* file = nullptr;       // null: everything stays in memory
  std::uint64_t buffer_bytes = 0;  // of words on their way to the file, of all workers together
};

// Words that several workers throw into buckets, to be taken bucket by bucket afterwards: in
// memory, or in pieces of a file as buffers fill. Thread safety: one thread a worker number may
// Add; Take may be called for several buckets at once when all is added.
class WordBuckets {
 public:
  using Words = HugeVector<std::uint64_t>;

  WordBuckets(std::size_t bucket_count, std::size_t worker_count, const Spill& spill);

  void Add(std::size_t worker, std::size_t bucket, std::uint64_t word) {
    Words& words = parts_[worker][bucket].words;
    words.push_back(word);
    if (words.size() >= words_max_) Flush(parts_[worker][bucket]);
  }
  // The worker will add about so many times what it has: one growth in place of many.
  void ReserveTimes(std::size_t worker, double factor);
  // All words of the bucket, in no particular order; none when the file failed.
  Words Take(std::size_t bucket);

 private:
  struct Part {
    Words words;
    std::vector<std::uint64_t> pieces;  // offsets of words_max_ words each
  };
  void Flush(Part& part);

  std::vector<std::vector<Part>> parts_;  // by worker, bucket
  SpillFile* file_;
  std::size_t words_max_;  // of a part in memory
};

}  // namespace doublon::block
