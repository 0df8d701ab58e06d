#include "normalize/address_line.h"

#include <algorithm>

namespace doublon::normalize {

namespace {

using text::IsDigit;

constexpr std::size_t kTypeWordsMax = 3;  // "za d amenagement", "grand rue"

}  // namespace

HouseNumber HouseNumberOf(std::string_view word) noexcept {
  std::size_t i = 0;
  while (i < word.size() && IsDigit(word[i])) ++i;
  if (i == 0 || i > kHouseNumberDigitsMax) return {};
  const std::string_view letters = word.substr(i);
  if (letters.size() > 1 && FullAddressWord(AddressWordKind::kRepetition, letters).empty())
    return {};
  return {word.substr(0, i), letters};
}

StreetType AddressLine::TypeAt(std::size_t at) const {
  if (at >= end || !tokens[at].is(WordClass::kStreetType)) return {};
  if (!tokens[at].is(WordClass::kLongStreetType))
    return {tables::Find(TableId::kStreetTypes, tokens.text(at)), 1};
  for (std::size_t words = std::min(kTypeWordsMax, end - at); words > 0; --words) {
    const std::string_view phrase = words == 1 ? tokens.text(at) : tokens.Phrase(at, at + words);
    if (const TableSlot* slot = tables::Find(TableId::kStreetTypes, phrase)) return {slot, words};
  }
  return {};
}

bool AddressLine::ComplementAt(std::size_t at) const {
  if (!tokens[at].is(AddressWordKind::kComplement)) return false;
  const tables::AddressWord word =
      tables::FindAddressWord(AddressWordKind::kComplement, tokens.text(at));
  if (word.full.empty()) return false;
  if (!word.ambiguous) return true;
  return at + 1 < end && (tokens[at + 1].digits || IsSingleLetter(tokens.text(at + 1)));
}

std::size_t AddressLine::ComplementEnd(std::size_t at) const {
  const std::string_view full = FullAddressWord(AddressWordKind::kComplement, tokens.text(at));
  const bool named = full == "residence" || full == "immeuble" || full == "pavillon" ||
                     full == "ensemble" || full == "groupe";
  std::size_t i = at + 1;
  if (full == "rez de chaussee") return i;
  if (i < end && tokens[i].before == Separator::kComma) return i;
  if (i < end && (tokens[i].digits || IsSingleLetter(tokens.text(i)))) return i + 1;
  if (!named) return full == "etage" ? i : std::min(i + 1, end);
  while (i < end && tokens[i].before != Separator::kComma && !tokens[i].digits && !ComplementAt(i))
    ++i;
  return i;
}

std::size_t AddressLine::RangeEnd(std::size_t at) const {
  std::size_t next = at + 1;
  const bool word = next < end && (tokens.text(next) == "a" || tokens.text(next) == "et" ||
                                   tokens.text(next) == "au");
  next += word;
  if (next >= end || HouseNumberAt(next).digits.empty()) return 0;
  const bool joined =
      tokens[next].before == Separator::kHyphen || tokens[next].before == Separator::kSlash;
  return word || joined ? next + 1 : 0;
}

std::string_view AddressLine::RepetitionAt(std::size_t at) const {
  const std::string_view word = tokens.text(at);
  const std::string_view full = FullAt(AddressWordKind::kRepetition, at);
  if (word.size() > 1) return full;
  if (!IsSingleLetter(word)) return {};
  const bool typed = at + 1 < end && TypeAt(at + 1).slot != nullptr;
  // "12 r lilas": the letter is the street type itself.
  const bool glued =
      tokens[at].before == Separator::kHyphen || tokens[at].before == Separator::kSlash;
  if (!typed && !glued) return {};
  return full.empty() ? word : full;
}

}  // namespace doublon::normalize
