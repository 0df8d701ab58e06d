#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "normalize/packed_table.h"

namespace doublon::normalize::pack {

// Collects the entries of the tables and lays the blob out. Deterministic: the same entries give
// the same bytes.
class TableWriter {
 public:
  TableWriter() : pool_(1, '\0') {}

  // Sets (or replaces) the value of `key`; empty keys and keys over kPackedStringMax bytes are
  // refused with false.
  bool Put(TableId table, std::string_view key, std::uint32_t low, std::uint32_t high = 0);
  // Adds to both halves of the value: names that fold together add up.
  bool Add(TableId table, std::string_view key, std::uint32_t low, std::uint32_t high = 0);
  bool PutText(TableId table, std::string_view key, std::uint32_t low, std::string_view text) {
    return Put(table, key, low, Text(text));
  }
  bool Has(TableId table, std::string_view key) const;
  // Calls take(key, low) for the entries of a table, in order of their keys.
  template <typename Take>
  void ForEntries(TableId table, const Take& take) const {
    for (const auto& [key, value] : tables_[static_cast<std::size_t>(table)])
      take(std::string_view(key), value.first);
  }
  // The value of `key`, {0, 0} when there is none.
  std::pair<std::uint32_t, std::uint32_t> Get(TableId table, std::string_view key) const;
  // Pool offset of `text`, kept once; 0 for the empty text.
  std::uint32_t Text(std::string_view text);
  std::string_view TextAt(std::uint32_t offset) const;

  std::string Finish(std::span<const PhoneState> phone_states);

 private:
  using Entries = std::map<std::string, std::pair<std::uint32_t, std::uint32_t>, std::less<>>;
  void AppendNameKeys(std::string& blob, BlobHeader& header) const;
  void LayOut(std::size_t table, std::string& blob, TableHeader& header);

  std::array<Entries, kTableCount> tables_;
  std::string pool_;
  std::unordered_map<std::string, std::uint32_t> texts_;
};

}  // namespace doublon::normalize::pack
