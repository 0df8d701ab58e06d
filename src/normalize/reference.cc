#include "normalize/reference.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "normalize/tables.h"

namespace doublon::normalize {

namespace tables {

AddressWord FindAddressWord(AddressWordKind kind, std::string_view word) noexcept {
  std::array<char, 32> key;
  if (word.empty() || word.size() >= key.size()) return {};
  key[0] = static_cast<char>('a' + static_cast<int>(kind));
  word.copy(key.data() + 1, word.size());
  const TableSlot* slot = Find(TableId::kAddressWords, {key.data(), word.size() + 1});
  if (slot == nullptr) return {};
  return {Text(slot->high), (slot->low & kAmbiguousBit) != 0};
}

namespace {

// One bit for the hash of every word of kWordClasses.
class WordFilter {
 public:
  WordFilter() {
    ForKeys(TableId::kWordClasses, [this](std::string_view word) {
      const std::uint64_t hash = TableHash(TableId::kWordClasses, word);
      bits_[BitOf(hash) / 64] |= std::uint64_t{1} << BitOf(hash) % 64;
    });
  }
  bool MayHold(std::uint64_t hash) const noexcept {
    return (bits_[BitOf(hash) / 64] >> BitOf(hash) % 64 & 1) != 0;
  }

 private:
  static constexpr std::size_t kBits = 1 << 15;
  // Not the bits that choose the slot, nor all of the tag.
  static std::size_t BitOf(std::uint64_t hash) noexcept { return hash >> 20 & (kBits - 1); }
  std::array<std::uint64_t, kBits / 64> bits_{};
};

}  // namespace

std::uint32_t ClassesOf(std::string_view word, std::uint64_t hash) noexcept {
  static const WordFilter filter;
  if (!filter.MayHold(hash)) return 0;
  const TableSlot* slot = FindHashed(TableId::kWordClasses, word, hash);
  return slot == nullptr ? 0 : slot->low;
}

}  // namespace tables

namespace reference {

namespace {

// A given name whose minor sex is above this share tells no sex.
constexpr double kMinorSexShareMax = 0.05;

constexpr char kKeySeparator = '\x1f';

char GenderOf(const TableSlot& names) noexcept {
  const double female = names.low, male = names.high;
  const double minor = std::min(female, male);
  if (minor > kMinorSexShareMax * (female + male)) return 0;
  return female > male ? 'f' : 'm';
}

// Joins two words into a key on the stack; empty when they do not fit.
class PairKey {
 public:
  PairKey(std::string_view a, std::string_view b) noexcept {
    if (a.size() + b.size() + 1 > bytes_.size()) return;
    a.copy(bytes_.data(), a.size());
    bytes_[a.size()] = kKeySeparator;
    b.copy(bytes_.data() + a.size() + 1, b.size());
    size_ = a.size() + b.size() + 1;
  }
  std::string_view view() const noexcept { return {bytes_.data(), size_}; }

 private:
  std::array<char, 128> bytes_;
  std::size_t size_ = 0;
};

}  // namespace

std::uint32_t GivenNameCount(std::string_view folded) noexcept {
  const TableSlot* slot = tables::Find(TableId::kGivenNames, folded);
  return slot == nullptr ? 0 : slot->low + slot->high;
}

std::uint64_t GivenNameTotal() noexcept { return tables::Total(TableId::kGivenNames); }

char GivenNameGender(std::string_view folded) noexcept {
  if (const TableSlot* french = tables::Find(TableId::kGivenNames, folded))
    return GenderOf(*french);
  const TableSlot* american = tables::Find(TableId::kGivenNamesUs, folded);
  return american == nullptr ? '\0' : GenderOf(*american);
}

std::uint32_t FamilyNameCount(std::string_view folded) noexcept {
  return tables::Low(TableId::kFamilyNames, folded);
}

std::uint64_t FamilyNameTotal() noexcept { return tables::Total(TableId::kFamilyNames); }

GivenNameRelation RelateGivenNames(std::string_view a, std::string_view b) noexcept {
  if (a == b) return GivenNameRelation::kNone;
  const PairKey key(std::min(a, b), std::max(a, b));
  return static_cast<GivenNameRelation>(tables::Low(TableId::kGivenRelations, key.view()));
}

bool PostcodeHasCity(std::string_view postcode, std::string_view folded_city) noexcept {
  return tables::Find(TableId::kPostcodeCities, PairKey(postcode, folded_city).view()) != nullptr;
}

bool PostcodeContradictsCity(std::string_view postcode, std::string_view folded_city) noexcept {
  constexpr std::size_t kDepartmentDigits = 2;
  return !PostcodeHasCity(postcode.substr(0, kDepartmentDigits), folded_city) &&
         IsPostcode(postcode) && tables::Find(TableId::kCities, folded_city) != nullptr;
}

bool IsPostcode(std::string_view postcode) noexcept {
  return tables::Find(TableId::kPostcodes, postcode) != nullptr;
}

bool MayBeOneMailbox(std::string_view domain_a, std::string_view domain_b) noexcept {
  const TableSlot* const a = tables::Find(TableId::kMailDomains, domain_a);
  const TableSlot* const b = tables::Find(TableId::kMailDomains, domain_b);
  constexpr auto kMaybe = static_cast<std::uint32_t>(MailDomainFlag::kMaybeOneMailbox);
  return a != nullptr && b != nullptr && (a->low & b->low & kMaybe) != 0 && a->high == b->high;
}

std::optional<double> CityShare(std::string_view folded_city) noexcept {
  const std::uint32_t population = tables::Low(TableId::kCities, folded_city);
  if (population == 0) return std::nullopt;
  return static_cast<double>(population) / static_cast<double>(tables::Total(TableId::kCities));
}

}  // namespace reference
}  // namespace doublon::normalize
