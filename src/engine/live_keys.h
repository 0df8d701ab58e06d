#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "block/key_maker.h"

namespace doublon::engine {

// Which resident records have which block key. Two records are candidates when they share a key
// whose block holds at most `block_size_hard` records: a pure function of the resident records, as
// in a batch run, so order of arrival does not matter. Thread safety: const methods may run
// concurrently.
class LiveKeys {
 public:
  explicit LiveKeys(std::uint32_t block_size_hard) : block_size_hard_(block_size_hard) {}

  // Adds or removes a record under its keys. Keys whose block just became too large (Add) or small
  // enough again (Remove) are appended to `changed`: pairs that met only there cease to be, or
  // become, candidates.
  void Add(std::uint32_t row, std::span<const block::BlockKey> keys,
           std::vector<block::BlockKey>* changed);
  void Remove(std::uint32_t row, std::span<const block::BlockKey> keys,
              std::vector<block::BlockKey>* changed);

  // Records sharing a usable key with `keys`, distinct, ascending. Stops gathering beyond `limit`
  // and sets *truncated.
  void Candidates(std::span<const block::BlockKey> keys, std::size_t limit,
                  std::vector<std::uint32_t>* rows, bool* truncated) const;

  bool Usable(block::BlockKey key) const;
  // The records under `key`, whatever their number.
  std::span<const std::uint32_t> Block(block::BlockKey key) const;

  std::size_t entry_count() const noexcept { return entry_count_; }

 private:
  std::uint32_t block_size_hard_;
  absl::flat_hash_map<block::BlockKey, std::vector<std::uint32_t>> blocks_;
  std::size_t entry_count_ = 0;
};

}  // namespace doublon::engine
