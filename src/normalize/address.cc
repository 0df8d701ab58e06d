#include "normalize/address.h"

#include <algorithm>

#include "normalize/address_line.h"
#include "normalize/address_place.h"
#include "normalize/house_number.h"
#include "normalize/placeholder.h"
#include "normalize/street_name.h"

namespace doublon::normalize {

namespace {

constexpr std::size_t kBestRank = 4;  // a number before a street type
constexpr std::size_t kPlaceholderWordsMax = 5;

// "inconnue", "x": typed to pass a form.
bool IsMissing(const CellTokens& tokens) {
  const bool letter = tokens.text(0) == "x";
  if (tokens.size() > kPlaceholderWordsMax || !(letter || tokens[0].is(WordClass::kPlaceholder)))
    return false;
  const std::string_view phrase = tokens.Phrase(0, tokens.size());
  const auto scopes = static_cast<std::uint32_t>(PlaceholderScope::kAny) |
                      static_cast<std::uint32_t>(PlaceholderScope::kAddress);
  return phrase == "x" || IsPlaceholder(phrase, scopes);
}

// BP 123, CS 12345: a box. It stands for the street when there is none.
void TakeDelivery(AddressLine& line, StreetAddress& out) {
  for (std::size_t i = line.begin; i < line.end; ++i) {
    if (!line.tokens[i].is(AddressWordKind::kDelivery)) continue;
    for (std::size_t words = std::min<std::size_t>(3, line.end - i); words > 0; --words) {
      const std::string_view full =
          FullAddressWord(AddressWordKind::kDelivery, line.tokens.Phrase(i, i + words));
      if (full.empty()) continue;
      const std::size_t number = i + words;
      if (number >= line.end || !line.tokens[number].digits) {
        if (full != "cedex") continue;
        line.end = i;
        return;
      }
      out.delivery = words == 1 ? line.tokens.text(i) : full;
      std::erase(out.delivery, ' ');
      out.number = line.tokens.text(number);
      // The box and what stands behind it go; a street may stand before it or behind it.
      if (number + 1 < line.end && i == line.begin) {
        line.begin = number + 1;
      } else {
        line.end = i;
      }
      return;
    }
  }
}

// "Chez M. Martin, 8 place ...": the name goes up to a comma or a number.
void DropCareOf(AddressLine& line) {
  std::size_t words = 0;
  if (!line.FullAt(AddressWordKind::kCareOf, line.begin).empty()) words = 1;
  if (words == 0 && line.end - line.begin > 2 && line.tokens.text(line.begin) == "c" &&
      line.tokens.text(line.begin + 1) == "o" &&
      line.tokens[line.begin + 1].before == Separator::kSlash) {
    words = 2;
  }
  if (words == 0) return;
  std::size_t i = line.begin + words;
  while (i < line.end && line.tokens[i].before != Separator::kComma && !line.tokens[i].digits) ++i;
  if (i < line.end) line.begin = i;
}

// How surely a street begins at the house number `at`.
std::size_t RankOfNumber(const AddressLine& line, std::size_t at, bool head) {
  const std::size_t range_end = line.RangeEnd(at);
  // Apt 21 - 6 square Mozart: the flat's number and the house's.
  if (range_end != 0 && at > line.begin && line.ComplementAt(at - 1)) return 0;
  std::size_t next = std::max(at + 1, range_end);
  if (next < line.end && !line.RepetitionAt(next).empty()) ++next;
  const bool typed = next < line.end && line.TypeAt(next).slot != nullptr;
  const bool behind_complement = at > line.begin && line.ComplementAt(at - 1);
  // "12 résidence ..." is a street of its own only where no other is.
  const bool of_complement = typed && line.ComplementAt(next);
  const std::size_t rank = of_complement                ? (behind_complement ? 0 : 1)
                           : typed                      ? kBestRank
                           : head && !behind_complement ? 2
                                                        : 0;
  if (rank == 0 && !line.french && !behind_complement && at + 1 < line.end) return 2;
  return rank;
}

// How surely a street begins at the word `at`, which is no house number.
std::size_t RankOfWord(const AddressLine& line, std::size_t at, bool head) {
  const StreetType type = line.TypeAt(at);
  if (type.slot == nullptr || line.ComplementAt(at)) return 0;
  const bool named = at + type.words < line.end;
  if (head && (!type.ambiguous() || named)) return 3;
  return !type.ambiguous() && named ? 1 : 0;
}

// Where the street begins: at a number before a street type if there is one; else at a street type
// at the head of a part; else at a number; else at the first word that is no complement.
std::size_t FindStreet(const AddressLine& line) {
  std::size_t best = line.end, best_rank = 0;
  for (std::size_t i = line.begin; i < line.end; ++i) {
    const bool head = i == line.begin || line.tokens[i].before >= Separator::kSlash;
    const bool number = !line.HouseNumberAt(i).digits.empty();
    const std::size_t rank = number ? RankOfNumber(line, i, head) : RankOfWord(line, i, head);
    if (rank > best_rank) {
      best = i;
      best_rank = rank;
      if (rank == kBestRank) break;
    }
  }
  if (best_rank > 0) return best;
  std::size_t i = line.begin;
  while (i < line.end && line.ComplementAt(i)) i = line.ComplementEnd(i);
  return i;
}

// The first residence or building with a name of its own among the words from `first` on; the
// line's end when there is none.
std::size_t NamedComplement(const AddressLine& line, std::size_t first) {
  for (std::size_t i = first; i + 1 < line.end; ++i) {
    if (line.ComplementAt(i) && line.ComplementEnd(i) > i + 1 && !line.tokens[i + 1].digits &&
        !IsSingleLetter(line.tokens.text(i + 1)))
      return i;
  }
  return line.end;
}

void ReadLine(std::string_view street_number, AddressLine& line, StreetAddress& out) {
  if (line.tokens.empty() || IsMissing(line.tokens)) return TakeNumber(street_number, line, out);
  line.end = line.tokens.size();
  if (line.french) TakePlace(line, out.city);
  if (!line.empty()) TakeDelivery(line, out);
  if (!line.empty()) DropCareOf(line);
  const std::size_t first = line.begin;
  line.begin = FindStreet(line);
  if (line.begin == line.end && out.delivery.empty())
    line.begin = NamedComplement(line, first);  // Résidence Les Pins is all there is
  const bool boxed = !out.delivery.empty();
  if (boxed && !line.empty() && line.TypeAt(line.begin).slot == nullptr &&
      line.HouseNumberAt(line.begin).digits.empty())
    line.begin = line.end;
  if (boxed && !line.empty()) {
    out.delivery.clear();  // a street is better than its box
    out.number.clear();
  }
  // "n 12", "no 12"
  if (line.begin + 1 < line.end &&
      (line.tokens.text(line.begin) == "n" || line.tokens.text(line.begin) == "no") &&
      line.tokens[line.begin + 1].digits)
    ++line.begin;
  TakeNumber(street_number, line, out);
  TakeStreetName(line, out);
  if (boxed && !out.delivery.empty()) return;
  // A name without number and type is a place: Kerbiquet, Le Bourg.
  if (line.french && out.type_id == 0 && out.number.empty() && !out.words.empty()) {
    if (const TableSlot* place = tables::Find(TableId::kStreetTypes, "lieu dit"))
      SetType(*place, out);
  }
}

}  // namespace

void StreetAddress::Clear() noexcept {
  number.clear();
  number_value = 0;
  repetition.clear();
  type_id = 0;
  type = {};
  words.clear();
  delivery.clear();
  city.text.clear();
  city.arrondissement = 0;
  city.postcode.clear();
  city.zero_restored = false;
}

void ReadAddress(std::string_view raw, std::string_view street_number, record::Locale locale,
                 CellTokens& tokens, StreetAddress& out) {
  out.Clear();
  tokens.Read(raw);
  AddressLine line{tokens, locale == record::Locale::kFrench};
  ReadLine(street_number, line, out);
}

}  // namespace doublon::normalize
