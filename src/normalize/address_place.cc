#include "normalize/address_place.h"

#include <algorithm>
#include <array>

#include "normalize/city_words.h"
#include "normalize/reference.h"
#include "text/digits.h"

namespace doublon::normalize {

namespace {

using text::AllDigits;

constexpr std::size_t kPostcodeDigits = 5;

void ClearTown(CityName& city) {
  city.text.clear();
  city.arrondissement = 0;
}

// "..., France" behind a postcode.
void DropCountry(AddressLine& line) {
  if (line.end < 3 || line.tokens.text(line.end - 1).size() <= 3 ||
      !line.tokens[line.end - 1].is(WordClass::kCountry))
    return;
  if (tables::Find(TableId::kCountries, line.tokens.text(line.end - 1)) == nullptr) return;
  for (std::size_t i = 0; i + 1 < line.end; ++i) {
    if (AllDigits(line.tokens.text(i)) && line.tokens.text(i).size() >= 4) {
      --line.end;
      return;
    }
  }
}

// 14 000 CAEN: the first half of a postcode written in two stands at `at`, and its town behind.
bool TakeHalvedPostcode(AddressLine& line, std::size_t at, CityName& city) {
  if (at + 2 >= line.end || line.tokens.text(at).size() != 2 ||
      line.tokens.text(at + 1).size() != 3)
    return false;
  if (!AllDigits(line.tokens.text(at)) || !AllDigits(line.tokens.text(at + 1)) ||
      line.tokens[at + 1].before != Separator::kSpace)
    return false;
  std::array<char, 5> code;
  line.tokens.text(at).copy(code.data(), 2);
  line.tokens.text(at + 1).copy(code.data() + 2, 3);
  ReadCityWords(line.tokens, at + 2, line.end, city);
  if (!reference::PostcodeHasCity({code.data(), code.size()}, city.text)) {
    ClearTown(city);
    return false;
  }
  city.postcode.assign(code.data(), code.size());
  line.end = at;
  return true;
}

// The country before a postcode: F-67000, CH-1007.
bool IsCountryLetters(const AddressLine& line, std::size_t at) {
  constexpr std::string_view kLetters[] = {"f", "fr", "b", "be", "ch", "l", "lu",
                                           "d", "de", "a", "at", "nl", "mc"};
  return std::find(std::begin(kLetters), std::end(kLetters), line.tokens.text(at)) !=
         std::end(kLetters);
}

// LYON 69002: the town stands before its postcode. The first word of the town that ends before
// `end`; `end` when there is none within a few words.
std::size_t TownBefore(const AddressLine& line, std::size_t end, std::string_view postcode,
                       CityName& city) {
  constexpr std::size_t kTownWordsMax = 4;
  for (std::size_t first = end; first-- > line.begin + 1 && end - first <= kTownWordsMax;) {
    ReadCityWords(line.tokens, first, end, city);
    if (reference::PostcodeHasCity(postcode, city.text)) return first;
    city.text.clear();
  }
  return end;
}

// The town behind a postcode. 76000 Rouen, Seine-Maritime: what stands behind a comma is no part of
// it when the rest is the postcode's town.
void ReadTownBehind(const AddressLine& line, std::size_t first, std::string_view postcode,
                    CityName& city) {
  const CellTokens& tokens = line.tokens;
  std::size_t comma = first + 1;
  while (comma < line.end && tokens[comma].before != Separator::kComma) ++comma;
  if (comma < line.end) {
    ReadCityWords(tokens, first, comma, city);
    if (reference::PostcodeHasCity(postcode, city.text)) return;
  }
  ReadCityWords(tokens, first, line.end, city);
}

// True when the number at `at` was the line's postcode and has been taken with its town.
bool TakePostcodeAt(AddressLine& line, std::size_t at, CityName& city) {
  const std::string_view word = line.tokens.text(at);
  const bool at_head = at == line.begin, at_end = at + 1 == line.end;
  std::array<char, kPostcodeDigits> code;
  code[0] = '0';
  word.copy(code.data() + (code.size() - word.size()), word.size());
  const std::string_view postcode(code.data(), code.size());
  const bool short_by_one = word.size() < code.size();
  if (!at_end) ReadTownBehind(line, at + 1, postcode, city);
  // A year is no postcode: four digits need the right town behind them, and five digits at the
  // head need one as well.
  const bool has_city = !at_end && reference::PostcodeHasCity(postcode, city.text);
  // Rue du Lac 5, 1007 Lausanne: those of the neighbours stand behind a comma or their country's
  // letters.
  const Separator before = line.tokens[at].before;
  const bool lettered =
      at > line.begin + 1 && before == Separator::kHyphen && IsCountryLetters(line, at - 1);
  const bool foreign = short_by_one && !has_city && !at_head && !at_end && word[0] != '0' &&
                       (lettered || before == Separator::kComma);
  const bool alone = at_head && at_end && !short_by_one;
  if ((short_by_one || at_head) && !has_city && !foreign && !alone) {
    ClearTown(city);
    return false;
  }
  city.postcode = foreign ? word : postcode;
  city.zero_restored = short_by_one && !foreign;
  std::size_t end = at;
  if (lettered) --end;
  if (at_end && end > line.begin + 1) end = TownBefore(line, end, postcode, city);
  line.end = end;
  return true;
}

// True when words [first, end) are a town of at least `least` people.
bool TownFrom(const AddressLine& line, std::size_t first, std::uint32_t least, CityName& city) {
  ReadCityWords(line.tokens, first, line.end, city);
  const TableSlot* town = tables::Find(TableId::kCities, city.text);
  const bool found = town != nullptr && town->low >= least;
  if (!found) {
    ClearTown(city);
  }
  return found;
}

void TakeTownWithoutPostcode(AddressLine& line, CityName& city) {
  std::size_t found = line.end;
  for (std::size_t i = line.end; i-- > line.begin + 1 && line.end - i <= 6;) {
    if (line.tokens[i].before == Separator::kComma) {
      if (TownFrom(line, i, 0, city)) found = i;
      break;
    }
  }
  const CellToken& last = line.tokens[line.end - 1];
  const bool may_end = last.digits || last.bracketed || last.is(WordClass::kTownEnd) ||
                       line.tokens.text(line.end - 1).starts_with("ar");
  for (std::size_t i = line.end;
       may_end && found == line.end && i-- > line.begin + 2 && line.end - i <= 4;) {
    if (line.IsStopWordAt(i - 1) || line.tokens[i].before == Separator::kHyphen) continue;
    if (TownFrom(line, i, kLargeTown, city) && line.TypeAt(i - 1).slot == nullptr) found = i;
  }
  if (found == line.end) {
    ClearTown(city);
    return;
  }
  TownFrom(line, found, 0, city);
  line.end = found;
  city.postcode = ArrondissementPostcode(city.text, city.arrondissement);
}

}  // namespace

void TakePlace(AddressLine& line, CityName& city) {
  DropCountry(line);
  for (std::size_t i = line.end; i-- > line.begin;) {
    if (!line.tokens[i].digits) continue;
    if (i > line.begin && TakeHalvedPostcode(line, i, city)) return;
    const std::string_view word = line.tokens.text(i);
    const bool may_be =
        AllDigits(word) && (word.size() == kPostcodeDigits || word.size() + 1 == kPostcodeDigits);
    if (may_be && TakePostcodeAt(line, i, city)) return;
  }
  TakeTownWithoutPostcode(line, city);
}

}  // namespace doublon::normalize
