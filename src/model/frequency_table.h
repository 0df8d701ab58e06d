#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/bit_filter.h"
#include "base/worker_pool.h"
#include "record/prepared_store.h"
#include "record/schema.h"

namespace doublon::model {

// How often values occur in the lists a model was trained on, blended with the national name
// tables: agreement on a rare value is worth more. Only values seen twice or more are kept; others
// count as once.
class FrequencyTable {
 public:
  // Counts the values of all records. Names, cities, categories, identifiers, numbers, dates and
  // words are counted by record; e-mails and phones by the number of different names (phonetic
  // family name and given initial) that use them, so that a person's own duplicates do not make a
  // mailbox look shared. Deterministic.
  static FrequencyTable Count(const record::PreparedStore& records,
                              std::span<const record::Field> fields, WorkerPool& pool);

  // Writes the rarity bytes of a record. Pure: depends on the record and this table only. Of many
  // records: Annotator.
  void Annotate(std::byte* record) const;

  // Rarity bytes that part the values of `field` by number of records: the first eighth, a third,
  // two thirds.
  std::array<std::uint8_t, 3> RarityCuts(const record::PreparedStore& records,
                                         std::uint8_t field) const;
  // Rarity bytes from which a value of `field` (not a name) occurs at most `middle_max`, at most
  // `rare_max` times.
  std::array<std::uint8_t, 3> CountCuts(std::uint8_t field, std::uint32_t middle_max,
                                        std::uint32_t rare_max) const;

  friend bool operator==(const FrequencyTable& a, const FrequencyTable& b) {
    return a.fields_ == b.fields_ && a.filled_counts_ == b.filled_counts_ && a.counts_ == b.counts_;
  }

  // For the model file.
  struct Entry {
    std::uint64_t hash;
    std::uint32_t count;
  };
  std::vector<Entry> SortedEntries() const;
  const std::vector<record::Field>& fields() const noexcept { return fields_; }
  const std::vector<std::uint64_t>& filled_counts() const noexcept { return filled_counts_; }
  static FrequencyTable FromEntries(std::vector<record::Field> fields,
                                    std::vector<std::uint64_t> filled_counts,
                                    std::span<const Entry> entries);

 private:
  friend class Annotator;
  std::uint8_t RarityOf(const record::ValueView& value, std::uint64_t hash) const;
  std::uint8_t TokenRarity(std::uint8_t field, std::uint64_t hash) const;
  // How often the value or word of that hash was counted; 0: at most once.
  std::uint32_t CountOf(std::uint64_t hash) const;
  void MakeFilter();

  std::vector<record::Field> fields_;
  std::vector<std::uint64_t> filled_counts_;                  // values counted, per field
  absl::flat_hash_map<std::uint64_t, std::uint32_t> counts_;  // hash of field and value → count ≥ 2
  BitFilter counted_;                                         // the hashes in counts_
};

// Writes the rarity bytes of records and remembers those of the values it has met: most are names
// and towns that come again. Same bytes as FrequencyTable::Annotate. Holds scratch of 256 KiB: one
// a thread. `table` must outlive it.
class Annotator {
 public:
  explicit Annotator(const FrequencyTable& table) : table_(&table), met_(kSlots) {}
  void Annotate(std::byte* record);

 private:
  static constexpr std::size_t kSlots = std::size_t{1} << 14;
  struct Met {
    std::uint64_t hash = 0;
    std::uint8_t rarity = 0;
  };
  const FrequencyTable* table_;
  std::vector<Met> met_;
};

// Rarity of e-mails and phones used by few names, and by many (see FrequencyTable::Count).
inline constexpr std::uint8_t kOwnRarity = 200;
inline constexpr std::uint8_t kSharedRarity = 1;
inline constexpr std::uint32_t kSharedByNames = 4;

}  // namespace doublon::model
