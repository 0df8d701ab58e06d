#pragma once

#include <string_view>

#include "normalize/packed_table.h"

// Reading the packed reference data. Thread safe, no allocation; a look-up costs one hash and one
// or two cache misses.
namespace doublon::normalize {

extern "C" const unsigned char doublon_reference_blob[];

namespace tables {

inline const BlobHeader& Header() noexcept {
  return *reinterpret_cast<const BlobHeader*>(doublon_reference_blob);
}

inline std::string_view Text(std::uint32_t offset) noexcept {
  const unsigned char* at = doublon_reference_blob + Header().pool_offset + offset;
  return {reinterpret_cast<const char*>(at + 1), *at};
}

// The entry of `key` (not empty) with its hash, or nullptr.
inline const TableSlot* FindHashed(TableId table, std::string_view key,
                                   std::uint64_t hash) noexcept {
  const TableHeader& header = Header().tables[static_cast<std::size_t>(table)];
  const auto* slots =
      reinterpret_cast<const TableSlot*>(doublon_reference_blob + header.slots_offset);
  const auto tag = static_cast<std::uint32_t>(hash >> 32);
  for (std::size_t at = hash & header.slot_mask;; at = (at + 1) & header.slot_mask) {
    const TableSlot& slot = slots[at];
    if (slot.key_offset == 0) return nullptr;
    if (slot.tag == tag && Text(slot.key_offset) == key) return &slot;
  }
}

inline const TableSlot* Find(TableId table, std::string_view key) noexcept {
  if (key.empty() || key.size() > kPackedStringMax) return nullptr;
  return FindHashed(table, key, TableHash(table, key));
}

// Calls take(key) for every entry.
template <typename Take>
void ForKeys(TableId table, const Take& take) {
  const TableHeader& header = Header().tables[static_cast<std::size_t>(table)];
  const auto* slots =
      reinterpret_cast<const TableSlot*>(doublon_reference_blob + header.slots_offset);
  for (std::size_t i = 0; i <= header.slot_mask; ++i) {
    if (slots[i].key_offset != 0) take(Text(slots[i].key_offset));
  }
}

// The low half of the value of `key`, 0 when it is not listed.
inline std::uint32_t Low(TableId table, std::string_view key) noexcept {
  const TableSlot* slot = Find(table, key);
  return slot == nullptr ? 0 : slot->low;
}

// WordClass bits of a word. Most words of cells have none, which a filter of four kilobytes tells.
std::uint32_t ClassesOf(std::string_view word, std::uint64_t name_hash) noexcept;
inline std::uint32_t ClassesOf(std::string_view word) noexcept {
  return ClassesOf(word, NameHash(word));
}

// The text of `key`, empty when it is not listed or has none.
inline std::string_view TextOf(TableId table, std::string_view key) noexcept {
  const TableSlot* slot = Find(table, key);
  return slot == nullptr || slot->high == 0 ? std::string_view() : Text(slot->high);
}

// Where the keys of a name with this hash (NameHash) begin to be looked for.
inline const NameKeysSlot* NameKeysAt(std::uint64_t hash) noexcept {
  const auto* slots =
      reinterpret_cast<const NameKeysSlot*>(doublon_reference_blob + Header().name_keys_offset);
  return slots + (hash >> 32 & Header().name_keys_mask);
}

// The packed keys of a name of kGivenNames or kFamilyNames; null for any other.
inline const NameKeys* FindNameKeys(std::uint64_t hash) noexcept {
  const auto* const slots =
      reinterpret_cast<const NameKeysSlot*>(doublon_reference_blob + Header().name_keys_offset);
  const NameKeysSlot* const last = slots + Header().name_keys_mask;
  for (const NameKeysSlot* slot = NameKeysAt(hash); slot->hash != 0;
       slot = slot == last ? slots : slot + 1) {
    if (slot->hash == (hash | 1)) return &slot->keys;
  }
  return nullptr;
}

inline std::uint64_t Total(TableId table) noexcept {
  return Header().tables[static_cast<std::size_t>(table)].total;
}

inline const PhoneState& Phone(std::uint16_t state) noexcept {
  return reinterpret_cast<const PhoneState*>(doublon_reference_blob + Header().phone_offset)[state];
}

// Full form of a word of an address for one kind of use; empty when there is none.
struct AddressWord {
  std::string_view full;
  bool ambiguous = false;
};
AddressWord FindAddressWord(AddressWordKind kind, std::string_view word) noexcept;

}  // namespace tables
}  // namespace doublon::normalize
