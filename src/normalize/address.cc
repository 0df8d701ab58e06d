#include "normalize/address.h"

#include <algorithm>
#include <array>

#include "normalize/address_scan.h"
#include "normalize/name_parts.h"
#include "normalize/reference.h"
#include "normalize/tables.h"
#include "text/fold.h"

namespace doublon::normalize {

namespace {

using record::Locale;

constexpr std::size_t kTypeWordsMax = 3;  // "za d amenagement", "grand rue"
constexpr std::size_t kHouseNumberDigitsMax = 5;
constexpr std::size_t kGluedTypeBytesMin = 5;  // "pridhamstreet"

bool IsDigit(char c) noexcept { return c >= '0' && c <= '9'; }
bool AllDigits(std::string_view word) noexcept {
  return !word.empty() && std::all_of(word.begin(), word.end(), IsDigit);
}
bool IsLetter(std::string_view word) noexcept { return word.size() == 1 && !IsDigit(word[0]); }

std::string_view Full(AddressWordKind kind, std::string_view word) noexcept {
  return tables::FindAddressWord(kind, word).full;
}
bool IsStopWord(std::string_view word) noexcept {
  return !Full(AddressWordKind::kStopWord, word).empty();
}

struct HouseNumber {
  std::string_view digits;
  std::string_view letters;  // repetition written together: 12bis
};

// "12", "12bis", "12b"; digits empty when the word is no house number.
HouseNumber HouseNumberOf(std::string_view word) noexcept {
  std::size_t i = 0;
  while (i < word.size() && IsDigit(word[i])) ++i;
  if (i == 0 || i > kHouseNumberDigitsMax) return {};
  const std::string_view letters = word.substr(i);
  if (!letters.empty() && letters.size() > 1 && Full(AddressWordKind::kRepetition, letters).empty())
    return {};
  return {word.substr(0, i), letters};
}

class AddressReader {
 public:
  AddressReader(Locale locale, CellTokens& tokens, StreetAddress& out)
      : french_(locale == Locale::kFrench), tokens_(tokens), out_(out) {}
  void Run(std::string_view street_number);

 private:
  struct Type {
    const TableSlot* slot = nullptr;
    std::size_t words = 0;
    bool ambiguous() const noexcept { return (slot->low & kAmbiguousBit) != 0; }
  };
  void TakeCountry();
  bool TakeHalvedPostcode(std::size_t at);
  bool IsCountryLetters(std::size_t at) const;
  void TakePostcode();
  void TakeCityWithoutPostcode();
  bool TownFrom(std::size_t first, std::uint32_t least) const;
  void TakeDelivery();
  void TakeCareOf();
  Type TypeAt(std::size_t at);
  bool ComplementAt(std::size_t at) const;
  std::size_t ComplementEnd(std::size_t at) const;
  std::size_t FindStreet();
  std::size_t NamedComplement(std::size_t first) const;
  std::size_t RangeEnd(std::size_t at) const;
  void TakeNumberBehind(std::size_t& last);
  void TakeNumber(std::string_view street_number);
  std::string_view RepetitionAt(std::size_t at);
  void SetNumber(std::string_view digits, std::string_view repetition);
  void TakeName();
  void TakeTypeBehind(std::size_t& last);
  void AppendWord(std::size_t at, std::size_t last);
  bool IsMonth(std::size_t at) const {
    return tokens_[at].is(WordClass::kMonth) &&
           tables::Find(TableId::kMonths, tokens_.text(at)) != nullptr;
  }
  HouseNumber HouseNumberAt(std::size_t at) const {
    return tokens_[at].digits ? HouseNumberOf(tokens_.text(at)) : HouseNumber();
  }
  // The full form of the word `at` for this use; empty when there is none.
  std::string_view FullAt(AddressWordKind kind, std::size_t at) const {
    return tokens_[at].is(kind) ? Full(kind, tokens_.text(at)) : std::string_view();
  }
  bool IsStopWordAt(std::size_t at) const {
    return !FullAt(AddressWordKind::kStopWord, at).empty();
  }
  void SetType(const TableSlot& slot);

  const bool french_;
  CellTokens& tokens_;
  StreetAddress& out_;
  std::size_t at_ = 0, end_ = 0;  // the words that are left
};

void AddressReader::SetType(const TableSlot& slot) {
  out_.type_id = static_cast<std::uint8_t>(slot.low & 0xff);
  out_.type = tables::Text(slot.high);
}

// "..., France" behind a postcode.
void AddressReader::TakeCountry() {
  if (end_ < 3 || tokens_.text(end_ - 1).size() <= 3 || !tokens_[end_ - 1].is(WordClass::kCountry))
    return;
  if (tables::Find(TableId::kCountries, tokens_.text(end_ - 1)) == nullptr) return;
  for (std::size_t i = 0; i + 1 < end_; ++i) {
    if (AllDigits(tokens_.text(i)) && tokens_.text(i).size() >= 4) {
      --end_;
      return;
    }
  }
}

// 14 000 CAEN: the first half of a postcode written in two stands at `at`, and its town behind.
bool AddressReader::TakeHalvedPostcode(std::size_t at) {
  if (at + 2 >= end_ || tokens_.text(at).size() != 2 || tokens_.text(at + 1).size() != 3)
    return false;
  if (!AllDigits(tokens_.text(at)) || !AllDigits(tokens_.text(at + 1)) ||
      tokens_[at + 1].before != Separator::kSpace)
    return false;
  std::array<char, 5> code;
  tokens_.text(at).copy(code.data(), 2);
  tokens_.text(at + 1).copy(code.data() + 2, 3);
  ReadCityWords(tokens_, at + 2, end_, out_.city);
  if (!reference::PostcodeHasCity({code.data(), code.size()}, out_.city.text)) {
    out_.city.text.clear();
    out_.city.arrondissement = 0;
    return false;
  }
  out_.city.postcode.assign(code.data(), code.size());
  end_ = at;
  return true;
}

// The country before a postcode: F-67000, CH-1007.
bool AddressReader::IsCountryLetters(std::size_t at) const {
  constexpr std::string_view kLetters[] = {"f", "fr", "b", "be", "ch", "l", "lu",
                                           "d", "de", "a", "at", "nl", "mc"};
  return std::find(std::begin(kLetters), std::end(kLetters), tokens_.text(at)) !=
         std::end(kLetters);
}

void AddressReader::TakePostcode() {
  for (std::size_t i = end_; i-- > at_;) {
    const std::string_view word = tokens_.text(i);
    if (tokens_[i].digits && i > at_ && TakeHalvedPostcode(i)) return;
    if (!tokens_[i].digits || !AllDigits(word) || (word.size() != 5 && word.size() != 4)) continue;
    std::array<char, 5> code;
    code[0] = '0';
    word.copy(code.data() + (5 - word.size()), word.size());
    const std::string_view postcode(code.data(), code.size());
    if (i + 1 < end_) ReadCityWords(tokens_, i + 1, end_, out_.city);
    // A year is no postcode: four digits need the right town behind them, and five digits at the
    // head need one as well.
    const bool has_city = i + 1 < end_ && reference::PostcodeHasCity(postcode, out_.city.text);
    // Rue du Lac 5, 1007 Lausanne: those of the neighbours stand behind a comma or their country's
    // letters.
    const bool lettered =
        i > at_ + 1 && tokens_[i].before == Separator::kHyphen && IsCountryLetters(i - 1);
    const bool foreign = word.size() == 4 && !has_city && i > at_ && i + 1 < end_ &&
                         word[0] != '0' && (lettered || tokens_[i].before == Separator::kComma);
    if ((word.size() == 4 || i == at_) && !has_city && !foreign &&
        !(i == at_ && end_ - at_ == 1 && word.size() == 5)) {
      out_.city.text.clear();
      out_.city.arrondissement = 0;
      continue;
    }
    out_.city.postcode = foreign ? word : postcode;
    out_.city.zero_restored = word.size() == 4 && !foreign;
    std::size_t end = i;
    if (lettered) --end;
    if (i + 1 == end_ && end > at_ + 1) {
      // LYON 69002: the town stands before its postcode.
      for (std::size_t first = end; first-- > at_ + 1 && end - first <= 4;) {
        ReadCityWords(tokens_, first, end, out_.city);
        if (reference::PostcodeHasCity(postcode, out_.city.text)) {
          end = first;
          break;
        }
        out_.city.text.clear();
      }
    }
    end_ = end;
    return;
  }
  TakeCityWithoutPostcode();
}

// True when words [first, end_) are a town of at least `least` people.
bool AddressReader::TownFrom(std::size_t first, std::uint32_t least) const {
  ReadCityWords(tokens_, first, end_, out_.city);
  const TableSlot* town = tables::Find(TableId::kCities, out_.city.text);
  const bool found = town != nullptr && town->low >= least;
  if (!found) {
    out_.city.text.clear();
    out_.city.arrondissement = 0;
  }
  return found;
}

void AddressReader::TakeCityWithoutPostcode() {
  if (!french_) return;
  std::size_t found = end_;
  for (std::size_t i = end_; i-- > at_ + 1 && end_ - i <= 6;) {
    if (tokens_[i].before == Separator::kComma) {
      if (TownFrom(i, 0)) found = i;
      break;
    }
  }
  const CellToken& last = tokens_[end_ - 1];
  const bool may_end = last.digits || last.bracketed || last.is(WordClass::kTownEnd) ||
                       tokens_.text(end_ - 1).starts_with("ar");
  for (std::size_t i = end_; may_end && found == end_ && i-- > at_ + 2 && end_ - i <= 4;) {
    if (IsStopWordAt(i - 1) || tokens_[i].before == Separator::kHyphen) continue;
    if (TownFrom(i, kLargeTown) && TypeAt(i - 1).slot == nullptr) found = i;
  }
  if (found == end_) {
    out_.city.text.clear();
    out_.city.arrondissement = 0;
    return;
  }
  TownFrom(found, 0);
  end_ = found;
  out_.city.postcode = ArrondissementPostcode(out_.city.text, out_.city.arrondissement);
}

// BP 123, CS 12345: a box. It stands for the street when there is none.
void AddressReader::TakeDelivery() {
  for (std::size_t i = at_; i < end_; ++i) {
    if (!tokens_[i].is(AddressWordKind::kDelivery)) continue;
    for (std::size_t words = std::min<std::size_t>(3, end_ - i); words > 0; --words) {
      const std::string_view full = Full(AddressWordKind::kDelivery, tokens_.Phrase(i, i + words));
      if (full.empty()) continue;
      const std::size_t number = i + words;
      if (number >= end_ || !tokens_[number].digits) {
        if (full != "cedex") continue;
        end_ = i;
        return;
      }
      out_.delivery = words == 1 ? tokens_.text(i) : full;
      std::erase(out_.delivery, ' ');
      out_.number = tokens_.text(number);
      // The box and what stands behind it go; a street may stand before it or behind it.
      if (number + 1 < end_ && i == at_) {
        at_ = number + 1;
      } else {
        end_ = i;
      }
      return;
    }
  }
}

// "Chez M. Martin, 8 place ...": the name goes up to a comma or a number.
void AddressReader::TakeCareOf() {
  std::size_t words = 0;
  if (!FullAt(AddressWordKind::kCareOf, at_).empty()) words = 1;
  if (words == 0 && end_ - at_ > 2 && tokens_.text(at_) == "c" && tokens_.text(at_ + 1) == "o" &&
      tokens_[at_ + 1].before == Separator::kSlash) {
    words = 2;
  }
  if (words == 0) return;
  std::size_t i = at_ + words;
  while (i < end_ && tokens_[i].before != Separator::kComma && !tokens_[i].digits) ++i;
  if (i < end_) at_ = i;
}

AddressReader::Type AddressReader::TypeAt(std::size_t at) {
  if (at >= end_ || !tokens_[at].is(WordClass::kStreetType)) return {};
  if (!tokens_[at].is(WordClass::kLongStreetType))
    return {tables::Find(TableId::kStreetTypes, tokens_.text(at)), 1};
  for (std::size_t words = std::min(kTypeWordsMax, end_ - std::min(at, end_)); words > 0; --words) {
    const std::string_view phrase = words == 1 ? tokens_.text(at) : tokens_.Phrase(at, at + words);
    if (const TableSlot* slot = tables::Find(TableId::kStreetTypes, phrase)) return {slot, words};
  }
  return {};
}

// A word that begins a flat, building or floor: "bat", "apt", "residence"; doubtful ones ("tour",
// "porte") only before a number or a letter.
bool AddressReader::ComplementAt(std::size_t at) const {
  if (!tokens_[at].is(AddressWordKind::kComplement)) return false;
  const tables::AddressWord word =
      tables::FindAddressWord(AddressWordKind::kComplement, tokens_.text(at));
  if (word.full.empty()) return false;
  if (!word.ambiguous) return true;
  return at + 1 < end_ && (tokens_[at + 1].digits || IsLetter(tokens_.text(at + 1)));
}

// Behind a complement word comes its number or letter, or a name up to the next comma, complement
// or number.
std::size_t AddressReader::ComplementEnd(std::size_t at) const {
  const std::string_view full = Full(AddressWordKind::kComplement, tokens_.text(at));
  const bool named = full == "residence" || full == "immeuble" || full == "pavillon" ||
                     full == "ensemble" || full == "groupe";
  std::size_t i = at + 1;
  if (full == "rez de chaussee") return i;
  if (i < end_ && tokens_[i].before == Separator::kComma) return i;
  if (i < end_ && (tokens_[i].digits || IsLetter(tokens_.text(i)))) return i + 1;
  if (!named) return full == "etage" ? i : std::min(i + 1, end_);
  while (i < end_ && tokens_[i].before != Separator::kComma && !tokens_[i].digits &&
         !ComplementAt(i))
    ++i;
  return i;
}

// The first residence or building with a name of its own among the words from `first` on; end_ when
// there is none.
std::size_t AddressReader::NamedComplement(std::size_t first) const {
  for (std::size_t i = first; i + 1 < end_; ++i) {
    if (ComplementAt(i) && ComplementEnd(i) > i + 1 && !tokens_[i + 1].digits &&
        !IsLetter(tokens_.text(i + 1)))
      return i;
  }
  return end_;
}

// Where the street begins: at a number before a street type if there is one; else at a street type
// at the head of a part; else at a number; else at the first word that is no complement.
std::size_t AddressReader::FindStreet() {
  constexpr std::size_t kBestRank = 4;
  std::size_t best = end_, best_rank = 0;
  for (std::size_t i = at_; i < end_; ++i) {
    const bool head = i == at_ || tokens_[i].before >= Separator::kSlash;
    std::size_t rank = 0;
    if (const HouseNumber number = HouseNumberAt(i); !number.digits.empty()) {
      std::size_t next = std::max(i + 1, RangeEnd(i));
      if (next < end_ && !RepetitionAt(next).empty()) ++next;
      const bool typed = next < end_ && TypeAt(next).slot != nullptr;
      const bool behind_complement = i > at_ && ComplementAt(i - 1);
      // "12 résidence ..." is a street of its own only where no other is.
      const bool of_complement = typed && ComplementAt(next);
      rank = of_complement                ? (behind_complement ? 0 : 1)
             : typed                      ? kBestRank
             : head && !behind_complement ? 2
                                          : 0;
      if (rank == 0 && !french_ && !behind_complement && i + 1 < end_) rank = 2;
    } else if (const Type type = TypeAt(i); type.slot != nullptr && !ComplementAt(i)) {
      if (head && (!type.ambiguous() || i + type.words < end_)) {
        rank = 3;
      } else if (!type.ambiguous() && i + type.words < end_) {
        rank = 1;
      }
    }
    if (rank > best_rank) {
      best = i;
      best_rank = rank;
      if (rank == kBestRank) break;
    }
  }
  if (best_rank > 0) return best;
  std::size_t i = at_;
  while (i < end_ && ComplementAt(i)) i = ComplementEnd(i);
  return i;
}

// bis, ter, B between a number and a street type.
std::string_view AddressReader::RepetitionAt(std::size_t at) {
  const std::string_view word = tokens_.text(at);
  const std::string_view full = FullAt(AddressWordKind::kRepetition, at);
  if (word.size() > 1) return full;
  if (!IsLetter(word)) return {};
  const bool typed = at + 1 < end_ && TypeAt(at + 1).slot != nullptr;
  // "12 r lilas": the letter is the street type itself.
  const bool glued =
      tokens_[at].before == Separator::kHyphen || tokens_[at].before == Separator::kSlash;
  if (!typed && !glued) return {};
  return full.empty() ? word : full;
}

void AddressReader::SetNumber(std::string_view digits, std::string_view repetition) {
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  if (digits == "0") return;
  out_.number = digits;
  unsigned value = 0;
  for (const char c : digits)
    value = std::min(value * 10 + static_cast<unsigned>(c - '0'), 0xffffU);
  out_.number_value = static_cast<std::uint16_t>(value);
  const std::string_view full = Full(AddressWordKind::kRepetition, repetition);
  out_.repetition = full.empty() ? repetition : full;
}

// One past the second number of a range that begins at the number `at`: 8-10, 8/10, 8 à 10, 8 et
// 10; 0 when it is none.
std::size_t AddressReader::RangeEnd(std::size_t at) const {
  std::size_t next = at + 1;
  const bool word = next < end_ && (tokens_.text(next) == "a" || tokens_.text(next) == "et" ||
                                    tokens_.text(next) == "au");
  next += word;
  if (next >= end_ || HouseNumberAt(next).digits.empty()) return 0;
  const bool joined =
      tokens_[next].before == Separator::kHyphen || tokens_[next].before == Separator::kSlash;
  return word || joined ? next + 1 : 0;
}

void AddressReader::TakeNumber(std::string_view street_number) {
  if (!street_number.empty()) {
    std::size_t i = 0;
    while (i < street_number.size() && !IsDigit(street_number[i])) ++i;
    std::size_t last = i;
    while (last < street_number.size() && IsDigit(street_number[last])) ++last;
    thread_local std::string rest;
    rest.clear();
    text::FoldInto(street_number.substr(last), {}, rest);
    const bool repetition = rest.size() == 1 || !Full(AddressWordKind::kRepetition, rest).empty();
    if (last > i && last - i <= kHouseNumberDigitsMax) {
      SetNumber(street_number.substr(i, last - i),
                repetition && !IsDigit(rest[0]) ? std::string_view(rest) : std::string_view());
    }
  }
  if (at_ >= end_) return;
  const HouseNumber first = HouseNumberAt(at_);
  if (first.digits.empty() || (at_ + 1 == end_ && !out_.number.empty())) return;
  // "1er mai", "8 mai": a date names the street.
  std::size_t next = at_ + 1;
  if (next < end_ && IsMonth(next) && street_number.empty() && tokens_.text(next).size() > 2 &&
      next + 1 == end_) {
    return;
  }
  std::string_view digits = first.digits, repetition = first.letters;
  std::string_view upper;
  if (repetition.empty() && next < end_) {
    if (const std::size_t range_end = RangeEnd(at_); range_end != 0) {
      const HouseNumber second = HouseNumberAt(range_end - 1);
      if (!french_ && tokens_[next].before == Separator::kSlash) {
        digits = second.digits;  // 3/12 Smith St: flat 3 of number 12
        repetition = second.letters;
      } else {
        upper = second.digits;
      }
      next = range_end;
    }
    if (repetition.empty() && next < end_) {
      const std::string_view found = RepetitionAt(next);
      if (!found.empty()) {
        repetition = found;
        ++next;
      }
    }
  }
  if (out_.delivery.empty() || out_.number_value == 0) {
    if (out_.number_value == 0 || street_number.empty()) {
      out_.number.clear();
      SetNumber(digits, repetition);
      if (!upper.empty() && !out_.number.empty()) {
        out_.number += '-';
        out_.number += upper;
      }
    }
  }
  at_ = next;
}

// Appends the word at `at` in full.
void AddressReader::AppendWord(std::size_t at, std::size_t last) {
  const std::string_view word = tokens_.text(at);
  std::string_view full = word;
  const bool is_last = at + 1 >= last;
  const tables::AddressWord name = tokens_[at].is(AddressWordKind::kNameWord)
                                       ? tables::FindAddressWord(AddressWordKind::kNameWord, word)
                                       : tables::AddressWord();
  const bool month_next = !is_last && IsMonth(at + 1);
  std::array<char, 8> digits;
  if (!is_last && !name.full.empty() && french_) {
    full = name.full;
  } else if (month_next || word == "1er" || word == "1ere") {
    if (const std::uint32_t number = tables::Low(TableId::kNumberWords, word);
        number != 0 && number < 100) {
      std::size_t size = 0;
      if (number >= 10) digits[size++] = static_cast<char>('0' + number / 10);
      digits[size++] = static_cast<char>('0' + number % 10);
      full = {digits.data(), size};
    }
  } else if (word.size() > 1 && french_ && tokens_[at].is(AddressWordKind::kInitial)) {
    const tables::AddressWord initial = tables::FindAddressWord(AddressWordKind::kInitial, word);
    if (!initial.full.empty() && !initial.ambiguous) full = initial.full;
    if (!initial.full.empty() && initial.ambiguous && word != "ch" && (word.size() > 2 || !is_last))
      full = initial.full;
  }
  // The full form may hold small words of its own: Charles de Gaulle.
  const bool initial = word.size() == 1 && tokens_[at].dotted;  // A. Briand
  const bool as_written = full.data() == word.data();
  if (as_written && !tokens_[at].is(AddressWordKind::kStopWord)) {
    if (!out_.words.empty()) out_.words += ' ';
    out_.words += word;
    return;
  }
  while (!full.empty()) {
    const std::string_view one = full.substr(0, full.find(' '));
    full.remove_prefix(std::min(full.size(), one.size() + 1));
    if (!initial && IsStopWord(one) && !(one.size() == 1 && one != "d" && one != "l" && one != "a"))
      continue;
    if (!out_.words.empty()) out_.words += ' ';
    out_.words += one;
  }
}

// English and German order: the type stands behind the name, maybe before a point of the compass.
void AddressReader::TakeTypeBehind(std::size_t& last) {
  for (std::size_t back = 1; back <= 2 && last >= back + at_ + 1; ++back) {
    const std::string_view word = tokens_.text(last - back);
    const bool listed = tokens_[last - back].is(WordClass::kStreetTypeAfter);
    const TableSlot* slot = listed ? tables::Find(TableId::kStreetTypesAfter, word) : nullptr;
    if (slot == nullptr || (french_ && word.size() < kGluedTypeBytesMin)) continue;
    SetType(*slot);
    if (back == 2) {
      for (std::size_t i = at_; i + 2 < last; ++i) AppendWord(i, last);
      AppendWord(last - 1, last);
      at_ = last;
    }
    last -= back == 1 ? 1 : 0;
    return;
  }
  // pridhamstreet: name and type written together.
  if (last == at_) return;
  const std::string_view word = tokens_.text(last - 1);
  for (std::size_t size = std::min<std::size_t>(word.size(), 12);
       size-- > kGluedTypeBytesMin - 1;) {
    if (word.size() < size + 3) continue;
    const TableSlot* slot =
        tables::Find(TableId::kStreetTypesAfter, word.substr(word.size() - size));
    if (slot == nullptr || tables::Text(slot->high) != word.substr(word.size() - size)) continue;
    for (std::size_t i = at_; i + 1 < last; ++i) AppendWord(i, last);
    if (!out_.words.empty()) out_.words += ' ';
    out_.words += word.substr(0, word.size() - size);
    SetType(*slot);
    at_ = last;
    return;
  }
}

// Rue de la Loi 16: Belgian and Swiss order, and a slip in France. Dates (8 mai 1945) and "rue du
// 11" name the street.
void AddressReader::TakeNumberBehind(std::size_t& last) {
  constexpr std::size_t kDigitsMax = 4;
  if (last < at_ + 2) return;
  const HouseNumber number = HouseNumberAt(last - 1);
  const std::string_view before = tokens_.text(last - 2);
  if (number.digits.empty() || number.digits.size() > kDigitsMax || IsStopWordAt(last - 2) ||
      AllDigits(before))
    return;
  if (IsMonth(last - 2)) return;
  SetNumber(number.digits, number.letters);
  --last;
}

void AddressReader::TakeName() {
  if (at_ >= end_) return;
  if (french_) {
    const Type type = TypeAt(at_);
    if (type.slot != nullptr && (!type.ambiguous() || at_ + type.words < end_)) {
      SetType(*type.slot);
      at_ += type.words;
    }
  }
  // The name ends where a complement begins.
  std::size_t last = at_;
  while (last < end_ && !(last > at_ && ComplementAt(last)) &&
         !(last > at_ && tokens_[last].before == Separator::kComma && out_.type_id != 0)) {
    ++last;
  }
  if (last < end_ && last > at_ + 1 &&
      Full(AddressWordKind::kComplement, tokens_.text(last)) == "etage" &&
      OrdinalOf(tokens_.text(last - 1)) != 0) {
    --last;
  }
  if (french_ && out_.type_id != 0 && out_.number.empty()) TakeNumberBehind(last);
  if (out_.type_id == 0) TakeTypeBehind(last);
  if (out_.type_id == 0 && !french_) {
    const Type type = TypeAt(at_);
    if (type.slot != nullptr && !type.ambiguous() && at_ + type.words < last) {
      SetType(*type.slot);
      at_ += type.words;
    }
  }
  for (std::size_t i = at_; i < last; ++i) {
    // J.J. Rousseau: initials together are looked up as one word.
    if (french_ && i + 1 < last && IsLetter(tokens_.text(i)) && IsLetter(tokens_.text(i + 1))) {
      std::array<char, 2> pair = {tokens_.text(i)[0], tokens_.text(i + 1)[0]};
      std::string_view full = Full(AddressWordKind::kInitial, {pair.data(), pair.size()});
      // N.D. des Champs
      if (full.empty() && tokens_[i].dotted && i + 2 < last)
        full = Full(AddressWordKind::kNameWord, {pair.data(), pair.size()});
      if (!full.empty()) {
        if (!out_.words.empty()) out_.words += ' ';
        out_.words += full;
        ++i;
        continue;
      }
    }
    AppendWord(i, last);
  }
}

void AddressReader::Run(std::string_view street_number) {
  end_ = tokens_.size();
  const bool listed =
      end_ > 0 && end_ < 6 && (tokens_[0].is(WordClass::kPlaceholder) || tokens_.text(0) == "x");
  const std::string_view phrase = listed ? tokens_.Phrase(0, end_) : std::string_view();
  const auto scopes = static_cast<std::uint32_t>(PlaceholderScope::kAny) |
                      static_cast<std::uint32_t>(PlaceholderScope::kAddress);
  if (phrase == "x" || (!phrase.empty() && IsPlaceholder(phrase, scopes))) end_ = 0;
  if (end_ == 0) {
    TakeNumber(street_number);
    return;
  }
  if (french_) {
    TakeCountry();
    TakePostcode();
  }
  if (at_ < end_) TakeDelivery();
  if (at_ < end_) TakeCareOf();
  const std::size_t first = at_;
  at_ = FindStreet();
  if (at_ == end_ && out_.delivery.empty())
    at_ = NamedComplement(first);  // Résidence Les Pins is all there is
  const bool boxed = !out_.delivery.empty();
  if (boxed && at_ < end_ && TypeAt(at_).slot == nullptr && HouseNumberAt(at_).digits.empty())
    at_ = end_;
  if (boxed && at_ < end_) {
    out_.delivery.clear();  // a street is better than its box
    out_.number.clear();
  }
  // "n 12", "no 12"
  if (at_ + 1 < end_ && (tokens_.text(at_) == "n" || tokens_.text(at_) == "no") &&
      tokens_[at_ + 1].digits)
    ++at_;
  TakeNumber(street_number);
  TakeName();
  if (boxed && !out_.delivery.empty()) return;
  // A name without number and type is a place: Kerbiquet, Le Bourg.
  if (french_ && out_.type_id == 0 && out_.number.empty() && !out_.words.empty()) {
    if (const TableSlot* place = tables::Find(TableId::kStreetTypes, "lieu dit")) SetType(*place);
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
  AddressReader(locale, tokens, out).Run(street_number);
}

}  // namespace doublon::normalize
