#include "model/frequency_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/hash.h"
#include "base/sort_numbers.h"
#include "normalize/reference.h"

namespace doublon::model {

namespace {

using record::Kind;
using record::PreparedView;
using record::ValueView;

constexpr std::uint64_t kValueSeed = 0x66726571303031ULL;
// The list's own count of a name is trusted as much as the national share once the list has this
// many names.
constexpr double kNationalWeight = 500;
// Share of a name or town that neither the list nor the national table knows.
constexpr double kUnlistedShare = 2e-7;

bool CountedByNames(Kind kind) noexcept { return kind == Kind::kEmail || kind == Kind::kPhone; }

bool Counted(Kind kind) noexcept {
  switch (kind) {
    case Kind::kStreetNumber:
    case Kind::kGender:
    case Kind::kPostcode:
    case Kind::kAddress:
    case Kind::kCountry:
    case Kind::kBirthDate:
      return false;
    default:
      return true;
  }
}

std::string_view TextOf(const ValueView& value, Kind kind) noexcept {
  if (kind == Kind::kGivenName || kind == Kind::kFamilyName) return value.name_text();
  if (kind == Kind::kText) return value.folded_text();
  return value.text();
}

std::uint64_t HashOf(const ValueView& value, Kind kind) noexcept {
  return MixHash(kValueSeed + value.field(), StableHash(TextOf(value, kind), kValueSeed));
}

std::uint64_t TokenHash(std::uint8_t field, std::uint32_t token) noexcept {
  return MixHash(kValueSeed + 256 + field, token >> 8);
}

// Stands for the person's name when users of a mailbox are counted.
std::uint64_t NameHash(PreparedView record) noexcept {
  std::uint64_t hash = 1;
  for (const ValueView family : record.values(record::kFamilyField)) {
    hash = MixHash(hash, family.fr_key_hash());
    break;
  }
  for (const ValueView given : record.values(record::kGivenField)) {
    hash = MixHash(
        hash, given.name_text().empty() ? 0 : static_cast<std::uint64_t>(given.name_text()[0]));
    break;
  }
  return hash;
}

std::uint8_t RarityByte(double share) noexcept {
  return static_cast<std::uint8_t>(std::clamp(std::lround(-8 * std::log2(share)), 1L, 255L));
}

// Sets the rarity bytes of a record: those of its values by of_value(value, hash), of the words of
// texts by of_word(field, hash).
template <typename OfValue, typename OfWord>
void AnnotateWith(std::byte* record, std::span<const record::Field> fields, const OfValue& of_value,
                  const OfWord& of_word) {
  std::size_t i = 0;
  for (const ValueView value : PreparedView(record).all()) {
    const bool known = value.field() < fields.size();
    const Kind kind = known ? fields[value.field()].kind : Kind::kIgnored;
    record::SetRarity(
        record, i, known && Counted(kind) ? of_value(value, HashOf(value, kind)) : std::uint8_t{0});
    if (kind == Kind::kText) {
      for (std::size_t t = 0; t < value.token_count(); ++t) {
        record::SetTokenRarity(record, i, t,
                               of_word(value.field(), TokenHash(value.field(), value.token(t))));
      }
    }
    ++i;
  }
}

// Hashes of values, parted by their upper bits: the parts are sorted side by side, and none is held
// twice for long.
constexpr unsigned kPartBits = 6;
constexpr std::size_t kPartCount = 1 << kPartBits;
template <typename Hash>
using Parts = std::array<std::vector<Hash>, kPartCount>;
std::size_t PartOf(std::uint64_t hash) { return hash >> (64 - kPartBits); }

struct Collected {
  Parts<std::uint64_t> by_record;     // value hashes, one a record and value
  Parts<hwy::uint128_t> by_name;      // {value hash, name hash}
  std::vector<std::uint64_t> filled;  // per field
};

void Collect(PreparedView record, std::span<const record::Field> fields, Collected& out) {
  for (const ValueView value : record.all()) {
    const Kind kind = fields[value.field()].kind;
    if (!Counted(kind)) continue;
    ++out.filled[value.field()];
    if (CountedByNames(kind)) {
      const std::uint64_t hash = HashOf(value, kind);
      out.by_name[PartOf(hash)].push_back({NameHash(record), hash});
      continue;
    }
    const auto add = [&](std::uint64_t hash) { out.by_record[PartOf(hash)].push_back(hash); };
    add(HashOf(value, kind));
    if (kind == Kind::kText) {
      for (std::size_t t = 0; t < value.token_count(); ++t) {
        add(TokenHash(value.field(), value.token(t)));
      }
    }
  }
}

// Takes one part of all workers, sorted.
template <typename Hash>
std::vector<Hash> TakeSorted(std::vector<Collected>& workers, Parts<Hash> Collected::*parts,
                             std::size_t part) {
  std::vector<Hash> all = std::move((workers[0].*parts)[part]);
  for (std::size_t i = 1; i < workers.size(); ++i) {
    const std::vector<Hash> hashes = std::move((workers[i].*parts)[part]);
    all.insert(all.end(), hashes.begin(), hashes.end());
  }
  SortNumbers(all);
  return all;
}

// Appends the values counted twice or more. new_bearer(begin, i): whether item i, of a run that
// begins at `begin`, counts.
template <typename ValueAt, typename NewBearer>
void CountRuns(std::size_t size, const ValueAt& value_at, const NewBearer& new_bearer,
               std::vector<FrequencyTable::Entry>& out) {
  for (std::size_t begin = 0; begin < size;) {
    const std::uint64_t value = value_at(begin);
    std::uint32_t count = 0;
    std::size_t end = begin;
    for (; end < size && value_at(end) == value; ++end) count += new_bearer(begin, end);
    if (count >= 2) out.push_back({value, count});
    begin = end;
  }
}

}  // namespace

FrequencyTable FrequencyTable::Count(const record::PreparedStore& records,
                                     std::span<const record::Field> fields, WorkerPool& pool) {
  FrequencyTable table;
  table.fields_.assign(fields.begin(), fields.end());
  table.filled_counts_.assign(fields.size(), 0);
  std::vector<Collected> workers(pool.thread_count());
  for (Collected& worker : workers) worker.filled.assign(fields.size(), 0);
  ForEachRow(pool, records.size(), [&](std::size_t row, std::size_t worker) {
    Collect(records[row], fields, workers[worker]);
  });
  for (const Collected& worker : workers) {
    for (std::size_t f = 0; f < fields.size(); ++f) table.filled_counts_[f] += worker.filled[f];
  }
  std::vector<std::vector<Entry>> repeated(kPartCount);
  pool.ParallelFor(kPartCount, [&](std::size_t part, std::size_t) {
    const std::vector<std::uint64_t> by_record = TakeSorted(workers, &Collected::by_record, part);
    CountRuns(
        by_record.size(), [&](std::size_t i) { return by_record[i]; },
        [](std::size_t, std::size_t) { return true; }, repeated[part]);
    // Mailboxes and numbers with each distinct name once.
    const std::vector<hwy::uint128_t> by_name = TakeSorted(workers, &Collected::by_name, part);
    CountRuns(
        by_name.size(), [&](std::size_t i) { return by_name[i].hi; },
        [&](std::size_t begin, std::size_t i) {
          return i == begin || by_name[i].lo != by_name[i - 1].lo;
        },
        repeated[part]);
  });
  std::size_t count = 0;
  for (const std::vector<Entry>& of_part : repeated) count += of_part.size();
  table.counts_.reserve(count);
  for (const std::vector<Entry>& of_part : repeated) {
    for (const Entry& entry : of_part) table.counts_.emplace(entry.hash, entry.count);
  }
  table.MakeFilter();
  return table;
}

void FrequencyTable::MakeFilter() {
  counted_.Reset(counts_.size());
  for (const auto& [hash, count] : counts_) counted_.Add(hash);
}

std::uint32_t FrequencyTable::CountOf(std::uint64_t hash) const {
  if (!counted_.MayHold(hash)) return 0;
  const auto found = counts_.find(hash);
  return found == counts_.end() ? 0 : found->second;
}

std::uint8_t FrequencyTable::RarityOf(const ValueView& value, std::uint64_t hash) const {
  const Kind kind = fields_[value.field()].kind;
  // A value seen once is not kept; of a table without a list nothing was seen.
  const auto total = static_cast<double>(filled_counts_[value.field()]);
  const std::uint32_t repeats = CountOf(hash);
  const std::uint32_t count = repeats > 0 ? repeats : total > 0 ? 1 : 0;
  if (CountedByNames(kind)) return count >= kSharedByNames ? kSharedRarity : kOwnRarity;
  namespace reference = normalize::reference;
  if (kind == Kind::kCity) {
    const auto national = reference::CityShare(value.text());
    if (national || total == 0) {
      return RarityByte((count + kNationalWeight * national.value_or(kUnlistedShare)) /
                        (total + kNationalWeight));
    }
  }
  if (kind != Kind::kGivenName && kind != Kind::kFamilyName) {
    return RarityByte((count + 1.0) / (total + 2.0));
  }
  const bool given = kind == Kind::kGivenName;
  const std::string_view name = value.name_text();
  const double national_count =
      given ? reference::GivenNameCount(name) : reference::FamilyNameCount(name);
  const auto national_total =
      static_cast<double>(given ? reference::GivenNameTotal() : reference::FamilyNameTotal());
  const double national = national_count > 0 ? national_count / national_total : kUnlistedShare;
  return RarityByte((count + kNationalWeight * national) / (total + kNationalWeight));
}

std::uint8_t FrequencyTable::TokenRarity(std::uint8_t field, std::uint64_t hash) const {
  const double total = static_cast<double>(filled_counts_[field]) + 2.0;
  return RarityByte((std::max<std::uint32_t>(1, CountOf(hash)) + 1.0) / total);
}

void FrequencyTable::Annotate(std::byte* record) const {
  AnnotateWith(
      record, fields_,
      [&](const ValueView& value, std::uint64_t hash) { return RarityOf(value, hash); },
      [&](std::uint8_t field, std::uint64_t hash) { return TokenRarity(field, hash); });
}

void Annotator::Annotate(std::byte* record) {
  const auto remembered = [&](std::uint64_t hash, const auto& rarity_of) {
    Met& met = met_[hash & (kSlots - 1)];
    if (met.hash != hash) met = {hash, rarity_of()};
    return met.rarity;
  };
  AnnotateWith(
      record, table_->fields_,
      [&](const ValueView& value, std::uint64_t hash) {
        // Mailboxes and numbers hardly ever come again.
        if (CountedByNames(table_->fields_[value.field()].kind))
          return table_->RarityOf(value, hash);
        return remembered(hash, [&] { return table_->RarityOf(value, hash); });
      },
      [&](std::uint8_t field, std::uint64_t hash) {
        return remembered(hash, [&] { return table_->TokenRarity(field, hash); });
      });
}

std::array<std::uint8_t, 3> FrequencyTable::RarityCuts(const record::PreparedStore& records,
                                                       std::uint8_t field) const {
  std::array<std::uint64_t, 256> histogram{};
  std::uint64_t total = 0;
  for (std::size_t row = 0; row < records.size(); ++row) {
    for (const ValueView value : records[row].values(field)) {
      ++histogram[value.rarity()];
      ++total;
    }
  }
  constexpr double kParts[] = {1.0 / 8, 1.0 / 3, 2.0 / 3};
  std::array<std::uint8_t, 3> cuts = {255, 255, 255};
  for (std::size_t part = 0; part < cuts.size(); ++part) {
    std::uint64_t below = 0;
    for (std::size_t rarity = 0; rarity < histogram.size(); ++rarity) {
      below += histogram[rarity];
      if (static_cast<double>(below) < kParts[part] * static_cast<double>(total)) continue;
      cuts[part] = static_cast<std::uint8_t>(std::min<std::size_t>(rarity + 1, 255));
      break;
    }
  }
  return cuts;
}

std::array<std::uint8_t, 3> FrequencyTable::CountCuts(std::uint8_t field, std::uint32_t middle_max,
                                                      std::uint32_t rare_max) const {
  const double total = static_cast<double>(filled_counts_[field]) + 2.0;
  const std::uint8_t middle = RarityByte((middle_max + 1.0) / total);
  return {middle, middle, RarityByte((rare_max + 1.0) / total)};
}

std::vector<FrequencyTable::Entry> FrequencyTable::SortedEntries() const {
  std::vector<Entry> entries;
  entries.reserve(counts_.size());
  for (const auto& [hash, count] : counts_) entries.push_back({hash, count});
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
  return entries;
}

FrequencyTable FrequencyTable::FromEntries(std::vector<record::Field> fields,
                                           std::vector<std::uint64_t> filled_counts,
                                           std::span<const Entry> entries) {
  FrequencyTable table;
  table.fields_ = std::move(fields);
  table.filled_counts_ = std::move(filled_counts);
  table.counts_.reserve(entries.size());
  for (const Entry& entry : entries) table.counts_.emplace(entry.hash, entry.count);
  table.MakeFilter();
  return table;
}

}  // namespace doublon::model
