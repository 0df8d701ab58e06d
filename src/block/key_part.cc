#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/hash.h"
#include "block/key_maker.h"

namespace doublon::block {

namespace {

using record::PreparedView;
using record::ValueView;

constexpr std::uint64_t kPartSeed = 0x646f75626c6f6e31ULL;  // "doublon1": version of the hash
constexpr std::size_t kTellingLocalPartBytes = 6;
constexpr std::size_t kTokenBytesMin = 3;
constexpr std::size_t kRareTokenCount = 3;

std::uint64_t HashText(std::string_view text) noexcept { return StableHash(text, kPartSeed); }

bool IsName(std::uint8_t field) noexcept {
  return field == record::kGivenField || field == record::kFamilyField;
}

// The canonical text of a value whatever its payload's prefix.
std::string_view TextOf(const ValueView& value) noexcept {
  if (IsName(value.field())) return value.name_text();
  if (value.field() == record::kStreetField) return value.street_text();
  return value.text();
}

void AddText(std::string_view text, PartValues& out) {
  if (!text.empty()) out.Add(HashText(text));
}

// Calls take(token) for every token of `text`.
template <typename Take>
void ForTokens(std::string_view text, Take take) {
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    if (space > 0) take(text.substr(0, space));
    text.remove_prefix(std::min(space + 1, text.size()));
  }
}

void AddSortedLetters(std::string_view text, PartValues& out) {
  std::array<char, 64> letters;
  std::size_t count = 0;
  for (const char c : text) {
    if (c != ' ' && count < letters.size()) letters[count++] = c;
  }
  if (count < 4) return;
  std::sort(letters.begin(), letters.begin() + count);
  AddText({letters.data(), count}, out);
}

void AddLongestWord(std::string_view text, PartValues& out) {
  std::string_view longest;
  ForTokens(text, [&](std::string_view token) {
    if (token.size() > longest.size()) longest = token;
  });
  AddText(longest, out);
}

void AddEachToken(std::string_view text, PartValues& out) {
  AddText(text, out);
  ForTokens(text, [&](std::string_view token) {
    if (token.size() >= kTokenBytesMin) AddText(token, out);
  });
}

void AddDatePart(Transform transform, const ValueView& date, PartValues& out) {
  const std::uint64_t year = date.year(), month = date.month(), day = date.day();
  switch (transform) {
    case Transform::kDate:
      if (year && month && day) out.Add(MixHash(kPartSeed, year << 16 | month << 8 | day));
      break;
    case Transform::kYear:
      if (year) out.Add(MixHash(kPartSeed + 1, year));
      break;
    case Transform::kMonthDay:
      if (month && day) out.Add(MixHash(kPartSeed + 2, month << 8 | day));
      break;
    case Transform::kYearMonth:
      if (year && month) out.Add(MixHash(kPartSeed + 3, year << 8 | month));
      break;
    default:
      break;
  }
}

// The rarest tokens of a text, by rarity then hash so that ties do not depend on anything else.
std::size_t RarestTokens(const ValueView& text,
                         std::array<std::uint32_t, kRareTokenCount + 1>& rarest) {
  std::size_t count = 0;
  const auto rarer = [](std::uint32_t x, std::uint32_t y) {
    return (x & 0xff) != (y & 0xff) ? (x & 0xff) > (y & 0xff) : x < y;
  };
  for (std::size_t i = 0; i < text.token_count(); ++i) {
    const std::uint32_t token = text.token(i);
    std::size_t at = count < rarest.size() ? count++ : rarest.size();
    if (at == rarest.size()) {
      if (!rarer(token, rarest.back())) continue;
      at = rarest.size() - 1;
    }
    for (; at > 0 && rarer(token, rarest[at - 1]); --at) rarest[at] = rarest[at - 1];
    rarest[at] = token;
  }
  return count;
}

void AddRareTokens(const ValueView& text, bool pairs, PartValues& out) {
  std::array<std::uint32_t, kRareTokenCount + 1> rarest;
  const std::size_t count = RarestTokens(text, rarest);
  const std::size_t first = pairs ? 1 : 0;
  for (std::size_t i = first; i < std::min(count, kRareTokenCount + first); ++i) {
    // Without the rarity byte, so that a key does not change when frequencies are counted anew.
    const std::uint64_t token = rarest[i] >> 8;
    if (!pairs) {
      out.Add(MixHash(kPartSeed + 4, token));
    } else {
      const std::uint64_t other = rarest[0] >> 8;
      out.Add(MixHash(MixHash(kPartSeed + 5, std::min(token, other)), std::max(token, other)));
    }
  }
}

// Two rows of bins, each shifted by half a bin against the other: what is less than half a bin
// apart is in one bin of one of them.
void AddBins(double place, std::uint64_t seed, PartValues& out) {
  const auto bin = [](double at) {
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(std::floor(at)));
  };
  out.Add(MixHash(seed, bin(place) << 1));
  out.Add(MixHash(seed, bin(place + 0.5) << 1 | 1));
}

void AddNearNumber(double number, PartValues& out) {
  constexpr double kBin = 0.2;  // of the logarithm: numbers within ten per cent
  if (number == 0 || !std::isfinite(number)) return;
  AddBins(std::log(std::abs(number)) / kBin, kPartSeed + (number > 0 ? 10 : 11), out);
}

// Months counted as 31 days: whole days apart are no more than that in days of the calendar.
void AddNearDays(const ValueView& date, PartValues& out) {
  constexpr double kBinDays = 8;
  if (!date.year() || !date.month() || !date.day()) return;
  const double day = (date.year() * 12.0 + date.month()) * 31 + date.day();
  AddBins(day / kBinDays, kPartSeed + 12, out);
}

void AddNamePairs(PreparedView record, PartValues& out) {
  for (const ValueView given : record.values(record::kGivenField)) {
    for (const ValueView family : record.values(record::kFamilyField)) {
      const std::uint64_t g = given.fr_key_hash(), f = family.fr_key_hash();
      if (g && f) out.Add(MixHash(MixHash(kPartSeed + 6, std::min(g, f)), std::max(g, f)));
    }
  }
}

void AddValue(const KeyPart& part, const ValueView& value, PartValues& out) {
  switch (part.transform) {
    case Transform::kWhole:
      return AddText(TextOf(value), out);
    case Transform::kTextWhole:
      return AddText(value.folded_text(), out);
    case Transform::kFirstToken:
      return AddText(TextOf(value).substr(0, TextOf(value).find(' ')), out);
    case Transform::kEachToken:
      return AddEachToken(TextOf(value), out);
    case Transform::kInitial:
      return AddText(TextOf(value).substr(0, 1), out);
    case Transform::kFrKey:
      if (value.fr_key_hash()) out.Add(MixHash(kPartSeed + 7, value.fr_key_hash()));
      return;
    case Transform::kSkeleton:
      if (value.skeleton_hash()) out.Add(MixHash(kPartSeed + 8, value.skeleton_hash()));
      return;
    case Transform::kPrefix3:
      return AddText(TextOf(value).substr(0, 3), out);
    case Transform::kPrefix5:
      return AddText(TextOf(value).substr(0, 5), out);
    case Transform::kSuffix4:
      if (TextOf(value).size() >= 4) AddText(TextOf(value).substr(TextOf(value).size() - 4), out);
      return;
    case Transform::kSortedLetters:
      return AddSortedLetters(TextOf(value), out);
    case Transform::kDate:
    case Transform::kYear:
    case Transform::kMonthDay:
    case Transform::kYearMonth:
      return AddDatePart(part.transform, value, out);
    case Transform::kLocalPart:
      if (value.extra() >= kTellingLocalPartBytes)
        AddText(value.text().substr(0, value.extra()), out);
      return;
    case Transform::kTail6:
      if (value.text().size() >= 6) AddText(value.text().substr(value.text().size() - 6), out);
      return;
    case Transform::kStreetNumber:
      if (value.street_number()) out.Add(MixHash(kPartSeed + 9, value.street_number()));
      return;
    case Transform::kStreetWord:
      return AddLongestWord(TextOf(value), out);
    case Transform::kStreetLine:
      if (value.street_number() && !value.street_text().empty()) {
        out.Add(MixHash(HashText(value.street_text()), value.street_number()));
      }
      return;
    case Transform::kArea2:
      return AddText(TextOf(value).substr(0, 2), out);
    case Transform::kRareTokens:
      return AddRareTokens(value, false, out);
    case Transform::kRareTokenPair:
      return AddRareTokens(value, true, out);
    case Transform::kNamePairs:
      return;  // of the record, not of a value
    case Transform::kNearNumber:
      return AddNearNumber(value.number(), out);
    case Transform::kNearDays:
      return AddNearDays(value, out);
  }
}

}  // namespace

void TakePart(const KeyPart& part, PreparedView record, PartValues& values) {
  values.Clear();
  if (part.transform == Transform::kNamePairs) return AddNamePairs(record, values);
  for (const ValueView value : record.values(part.field)) {
    // The other person of a couple is not this record's person.
    if (!value.has(record::kSecondPerson)) AddValue(part, value, values);
  }
}

}  // namespace doublon::block
