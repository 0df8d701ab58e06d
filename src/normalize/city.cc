#include <algorithm>
#include <array>

#include "normalize/address.h"
#include "normalize/address_line.h"
#include "normalize/city_key.h"
#include "normalize/city_words.h"
#include "normalize/ordinal.h"
#include "normalize/placeholder.h"
#include "normalize/reference.h"
#include "normalize/tables.h"
#include "text/digits.h"

namespace doublon::normalize {

namespace {

using text::AllDigits;
using text::IsDigit;

constexpr std::size_t kCityWordsMax = 16;
constexpr unsigned kArrondissementMax = 20;

bool IsCedex(std::string_view word) noexcept {
  const std::string_view full = tables::FindAddressWord(AddressWordKind::kDelivery, word).full;
  return full == "cedex";
}

std::string_view CityWord(std::string_view word) noexcept {
  return tables::FindAddressWord(AddressWordKind::kCityWord, word).full;
}

bool IsArticle(std::string_view word) noexcept {
  return word == "le" || word == "la" || word == "les";
}

// A Roman number up to the last arrondissement with an ordinal's ending: "xve", "iiieme", "ier"; 0
// for anything else.
unsigned RomanOrdinal(std::string_view word) noexcept {
  for (unsigned number = kArrondissementMax; number > 0; --number) {
    const std::string_view roman = kRomanNumbers[number - 1];
    if (!word.starts_with(roman)) continue;
    const std::string_view ending = word.substr(roman.size());
    return ending == "e" || ending == "er" || ending == "eme" || ending == "ieme" || ending.empty()
               ? number
               : 0;
  }
  return 0;
}

}  // namespace

bool IsArrondissementCity(std::string_view city) noexcept {
  std::array<char, 32> key;
  if (city.size() + 2 > key.size()) return false;
  city.copy(key.data(), city.size());
  key[city.size()] = ' ';
  key[city.size() + 1] = '1';
  return tables::Find(TableId::kArrondissementPostcodes, {key.data(), city.size() + 2}) != nullptr;
}

std::string_view ArrondissementPostcode(std::string_view city, unsigned number) noexcept {
  std::array<char, 32> key;
  if (city.size() + 3 > key.size() || number == 0 || number > kArrondissementMax) return {};
  std::size_t size = city.copy(key.data(), city.size());
  key[size++] = ' ';
  if (number >= 10) key[size++] = static_cast<char>('0' + number / 10);
  key[size++] = static_cast<char>('0' + number % 10);
  return tables::TextOf(TableId::kArrondissementPostcodes, {key.data(), size});
}

void ReadCityWords(const CellTokens& tokens, std::size_t first, std::size_t last, CityName& out) {
  std::array<std::string_view, kCityWordsMax> words;
  std::size_t count = 0, slash = 0;  // the word behind the last slash
  unsigned number = 0;
  bool cedex = false;
  std::string_view article;
  for (std::size_t i = first; i < last && count < words.size(); ++i) {
    const std::string_view word = tokens.text(i);
    if (tokens[i].bracketed && i > first) {
      // Havre (Le), Paris (15e); but Marseille (13) is a département.
      const unsigned ordinal = OrdinalOf(word);
      if (IsArticle(word)) article = word;
      if (ordinal != 0 && ordinal <= kArrondissementMax && !IsDigit(word.back())) number = ordinal;
      continue;
    }
    if (tokens[i].is(AddressWordKind::kDelivery) && IsCedex(word)) {
      cedex = true;
      continue;
    }
    if (word.starts_with("arrond") || word == "arr" || word == "ardt" || word == "arrdt" ||
        word == "arrt")
      continue;
    if ((word == "e" || word == "er" || word == "eme") && number != 0) continue;
    if (tokens[i].digits) {
      const unsigned ordinal = OrdinalOf(word);
      if (ordinal != 0 && ordinal <= kArrondissementMax && count > 0 && !cedex) number = ordinal;
      continue;
    }
    if (tokens[i].before == Separator::kSlash) slash = count;
    words[count++] = word;
  }
  // Rochelle La, Rochelle (La): the sorted form.
  if (article.empty() && count > 1 && IsArticle(words[count - 1])) article = words[--count];
  if (!article.empty() && count > 0 && count < words.size()) {
    std::copy_backward(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count),
                       words.begin() + static_cast<std::ptrdiff_t>(count) + 1);
    words[0] = article;
    ++count;
  }
  // Lyon IIIe.
  if (count == 2 && number == 0 && IsArrondissementCity(words[0])) {
    number = RomanOrdinal(words[1]);
    if (number != 0) --count;
  }
  out.text.clear();
  out.arrondissement = 0;
  AppendCityKey(std::span<const std::string_view>(words.data(), count), CityWord, out.text);
  if (slash != 0 && slash < count && count < words.size() &&
      tables::Find(TableId::kCities, out.text) == nullptr) {
    // Boulogne/Mer
    const std::size_t bytes = out.text.size();
    std::copy_backward(words.begin() + static_cast<std::ptrdiff_t>(slash),
                       words.begin() + static_cast<std::ptrdiff_t>(count),
                       words.begin() + static_cast<std::ptrdiff_t>(count) + 1);
    words[slash] = "sur";
    AppendCityKey(std::span<const std::string_view>(words.data(), count + 1), CityWord, out.text);
    const std::string_view longer = std::string_view(out.text).substr(bytes);
    if (tables::Find(TableId::kCities, longer) == nullptr) {
      out.text.resize(bytes);
    } else {
      out.text.erase(0, bytes);
    }
  }
  if (number != 0 && IsArrondissementCity(out.text)) out.arrondissement = number;
}

void ReadCity(std::string_view raw, CellTokens& tokens, CityName& out) {
  tokens.Read(raw);
  out.text.clear();
  out.postcode.clear();
  out.zero_restored = false;
  out.arrondissement = 0;
  if (tokens.empty()) return;
  std::size_t first = 0, last = tokens.size();
  const bool listed = tokens[0].is(WordClass::kPlaceholder) || tokens[0].is(WordClass::kHeader) ||
                      tokens.text(0) == "x";
  const std::string_view phrase = listed ? tokens.Phrase(0, last) : std::string_view();
  const bool nothing = phrase == "x" ||
                       IsPlaceholder(phrase, static_cast<std::uint32_t>(PlaceholderScope::kAny)) ||
                       tables::TextOf(TableId::kHeaders, phrase) == "city";
  if (nothing && tables::Find(TableId::kCities, phrase) == nullptr) return;  // Ville is a town, too
  // "69002 Lyon", "Lyon 69002", "Lyon, France".
  for (std::size_t i = 0; i < last; ++i) {
    const std::string_view word = tokens.text(i);
    if (!tokens[i].digits || word.size() != 5 || !AllDigits(word)) continue;
    out.postcode = word;
    if (const TableSlot* part = tables::Find(TableId::kArrondissements, word);
        part != nullptr && last == 1) {
      out.text = tables::Text(part->high);  // the INSEE code of an arrondissement
      out.arrondissement = part->low;
      return;
    }
    (i + 1 == last ? last : first) = i + (i + 1 == last ? 0 : 1);
    break;
  }
  if (last - first > 1 && tokens[last - 1].before == Separator::kComma &&
      tables::Find(TableId::kCountries, tokens.text(last - 1)) != nullptr) {
    --last;
  }
  ReadCityWords(tokens, first, last, out);
  // Toulouse - France; but Fort-de-France is a town.
  if (last - first > 1 && tokens[last - 1].is(WordClass::kCountry) &&
      tokens[last - 1].before == Separator::kHyphen &&
      tables::Find(TableId::kCities, out.text) == nullptr &&
      tables::Find(TableId::kCountries, tokens.text(last - 1)) != nullptr) {
    ReadCityWords(tokens, first, last - 1, out);
    if (tables::Find(TableId::kCities, out.text) == nullptr)
      ReadCityWords(tokens, first, last, out);
  }
}

bool AppendPostcode(std::string_view raw, record::Locale locale, std::string& out) {
  const bool five_digits = raw.size() == 5 && AllDigits(raw);
  if (five_digits) {
    const bool filler = raw.find_first_not_of('0') == std::string_view::npos ||
                        raw.find_first_not_of('9') == std::string_view::npos;
    if (!filler) out += raw;
    return false;
  }
  std::array<char, 16> code;
  std::size_t size = 0;
  // "75001.0" comes from a spreadsheet that took the column for numbers.
  if (raw.ends_with(".0") || raw.ends_with(",0")) raw.remove_suffix(2);
  for (const char c : raw) {
    const bool lower = c >= 'a' && c <= 'z';
    if (!(IsDigit(c) || lower || (c >= 'A' && c <= 'Z'))) continue;
    if (size == code.size()) return false;
    code[size++] = lower ? static_cast<char>(c & ~0x20) : c;
  }
  std::string_view text(code.data(), size);
  if (size == 0 || text.find_first_not_of('0') == std::string_view::npos) return false;
  if (text.size() >= 4 && text.find_first_not_of('9') == std::string_view::npos) return false;
  if (text.find_first_of("0123456789") == std::string_view::npos) return false;
  bool zero_restored = false;
  if (locale == record::Locale::kFrench) {
    const bool prefixed = (text.starts_with("FR") || text.starts_with("F")) && text.size() >= 5;
    if (prefixed) text.remove_prefix(text.find_first_of("0123456789"));
    const bool digits = AllDigits(text);
    zero_restored = digits && text.size() == 4;
    if (zero_restored) out += '0';
  }
  out += text;
  return zero_restored;
}

}  // namespace doublon::normalize
