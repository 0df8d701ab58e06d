#include "normalize/pack/table_writer.h"

#include <cstring>

#include "text/phonetic.h"

namespace doublon::normalize::pack {

namespace {

// Linear probing stays short below this load; more would lengthen the look-ups that find nothing.
constexpr std::size_t kLoadPercentMax = 75;

std::size_t Index(TableId table) noexcept { return static_cast<std::size_t>(table); }

bool IsKey(std::string_view key) noexcept { return !key.empty() && key.size() <= kPackedStringMax; }

std::size_t SlotCountFor(std::size_t entry_count) noexcept {
  std::size_t slot_count = 4;
  while (entry_count * 100 > slot_count * kLoadPercentMax) slot_count *= 2;
  return slot_count;
}

bool CountsPersons(std::size_t table) noexcept {
  return table <= static_cast<std::size_t>(TableId::kFamilyNamesUs) ||
         table == static_cast<std::size_t>(TableId::kCities);
}

}  // namespace

bool TableWriter::Put(TableId table, std::string_view key, std::uint32_t low, std::uint32_t high) {
  if (!IsKey(key)) return false;
  tables_[Index(table)].insert_or_assign(std::string(key), std::pair{low, high});
  return true;
}

bool TableWriter::Add(TableId table, std::string_view key, std::uint32_t low, std::uint32_t high) {
  if (!IsKey(key)) return false;
  auto& value = tables_[Index(table)][std::string(key)];
  value.first += low;
  value.second += high;
  return true;
}

bool TableWriter::Has(TableId table, std::string_view key) const {
  return tables_[Index(table)].contains(key);
}

std::pair<std::uint32_t, std::uint32_t> TableWriter::Get(TableId table,
                                                         std::string_view key) const {
  const auto found = tables_[Index(table)].find(key);
  return found == tables_[Index(table)].end() ? std::pair{0U, 0U} : found->second;
}

std::uint32_t TableWriter::Text(std::string_view text) {
  if (text.empty()) return 0;
  text = text.substr(0, kPackedStringMax);
  const auto [at, fresh] =
      texts_.try_emplace(std::string(text), static_cast<std::uint32_t>(pool_.size()));
  if (fresh) {
    pool_ += static_cast<char>(static_cast<unsigned char>(text.size()));
    pool_ += text;
  }
  return at->second;
}

std::string_view TableWriter::TextAt(std::uint32_t offset) const {
  return {pool_.data() + offset + 1, static_cast<unsigned char>(pool_[offset])};
}

void TableWriter::LayOut(std::size_t table, std::string& blob, TableHeader& header) {
  const Entries& entries = tables_[table];
  const std::size_t slot_count = SlotCountFor(entries.size());
  std::vector<TableSlot> slots(slot_count);
  for (const auto& [key, value] : entries) {
    const std::uint64_t hash = TableHash(static_cast<TableId>(table), key);
    std::size_t at = hash & (slot_count - 1);
    while (slots[at].key_offset != 0) at = (at + 1) & (slot_count - 1);
    slots[at] = {static_cast<std::uint32_t>(hash >> 32), Text(key), value.first, value.second};
    if (CountsPersons(table)) {
      const bool cities = table == static_cast<std::size_t>(TableId::kCities);
      header.total += std::uint64_t{value.first} + (cities ? 0 : value.second);
    }
  }
  header.slots_offset = static_cast<std::uint32_t>(blob.size());
  header.slot_mask = static_cast<std::uint32_t>(slot_count - 1);
  blob.append(reinterpret_cast<const char*>(slots.data()), slots.size() * sizeof(TableSlot));
}

// Appends the keys of all given and family names.
void TableWriter::AppendNameKeys(std::string& blob, BlobHeader& header) const {
  const Entries& given = tables_[Index(TableId::kGivenNames)];
  const Entries& family = tables_[Index(TableId::kFamilyNames)];
  const std::size_t slot_count = SlotCountFor(given.size() + family.size());
  std::vector<NameKeysSlot> slots(slot_count);
  std::string key;
  for (const Entries* names : {&given, &family}) {
    for (const auto& [name, value] : *names) {
      const std::uint64_t hash = NameHash(name) | 1;
      std::size_t at = hash >> 32 & (slot_count - 1);
      while (slots[at].hash != 0 && slots[at].hash != hash) at = (at + 1) & (slot_count - 1);
      slots[at].hash = hash;
      key.clear();
      text::AppendFrKey(name, key);
      slots[at].keys.fr_key = NameKeyHash(key);
      key.clear();
      text::AppendSkeletonKey(name, key);
      slots[at].keys.skeleton = NameKeyHash(key);
    }
  }
  blob.resize((blob.size() + sizeof(NameKeysSlot) - 1) / sizeof(NameKeysSlot) *
              sizeof(NameKeysSlot));
  header.name_keys_offset = static_cast<std::uint32_t>(blob.size());
  header.name_keys_mask = static_cast<std::uint32_t>(slot_count - 1);
  blob.append(reinterpret_cast<const char*>(slots.data()), slots.size() * sizeof(NameKeysSlot));
}

std::string TableWriter::Finish(std::span<const PhoneState> phone_states) {
  BlobHeader header;
  std::string blob(sizeof header, '\0');
  for (std::size_t table = 0; table < kTableCount; ++table)
    LayOut(table, blob, header.tables[table]);
  AppendNameKeys(blob, header);
  header.phone_offset = static_cast<std::uint32_t>(blob.size());
  blob.append(reinterpret_cast<const char*>(phone_states.data()), phone_states.size_bytes());
  header.pool_offset = static_cast<std::uint32_t>(blob.size());
  blob += pool_;
  std::memcpy(blob.data(), &header, sizeof header);
  return blob;
}

}  // namespace doublon::normalize::pack
