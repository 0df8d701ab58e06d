#include "normalize/street_name.h"

#include <algorithm>
#include <array>
#include <string>

#include "normalize/house_number.h"
#include "normalize/ordinal.h"
#include "text/digits.h"

namespace doublon::normalize {

namespace {

constexpr std::size_t kGluedTypeBytesMin = 5;  // "pridhamstreet"

// Appends the word at `at` in full.
void AppendWord(const AddressLine& line, std::size_t at, std::size_t last, std::string& out) {
  const std::string_view word = line.tokens.text(at);
  std::string_view full = word;
  const bool is_last = at + 1 >= last;
  const tables::AddressWord name = line.tokens[at].is(AddressWordKind::kNameWord)
                                       ? tables::FindAddressWord(AddressWordKind::kNameWord, word)
                                       : tables::AddressWord();
  const bool month_next = !is_last && line.IsMonthAt(at + 1);
  std::array<char, 8> digits;
  if (!is_last && !name.full.empty() && line.french) {
    full = name.full;
  } else if (month_next || word == "1er" || word == "1ere") {
    if (const std::uint32_t number = tables::Low(TableId::kNumberWords, word);
        number != 0 && number < 100) {
      std::size_t size = 0;
      if (number >= 10) digits[size++] = static_cast<char>('0' + number / 10);
      digits[size++] = static_cast<char>('0' + number % 10);
      full = {digits.data(), size};
    }
  } else if (word.size() > 1 && line.french && line.tokens[at].is(AddressWordKind::kInitial)) {
    const tables::AddressWord initial = tables::FindAddressWord(AddressWordKind::kInitial, word);
    if (!initial.full.empty() && !initial.ambiguous) full = initial.full;
    if (!initial.full.empty() && initial.ambiguous && word != "ch" && (word.size() > 2 || !is_last))
      full = initial.full;
  }
  // The full form may hold small words of its own: Charles de Gaulle.
  const bool initial = word.size() == 1 && line.tokens[at].dotted;  // A. Briand
  const bool as_written = full.data() == word.data();
  if (as_written && !line.tokens[at].is(AddressWordKind::kStopWord)) {
    if (!out.empty()) out += ' ';
    out += word;
    return;
  }
  while (!full.empty()) {
    const std::string_view one = full.substr(0, full.find(' '));
    full.remove_prefix(std::min(full.size(), one.size() + 1));
    if (!initial && !FullAddressWord(AddressWordKind::kStopWord, one).empty() &&
        !(one.size() == 1 && one != "d" && one != "l" && one != "a"))
      continue;
    if (!out.empty()) out += ' ';
    out += one;
  }
}

// pridhamstreet: name and type written together at the end of words [begin, last).
void TakeGluedType(AddressLine& line, std::size_t last, StreetAddress& out) {
  if (last == line.begin) return;
  const std::string_view word = line.tokens.text(last - 1);
  for (std::size_t size = std::min<std::size_t>(word.size(), 12);
       size-- > kGluedTypeBytesMin - 1;) {
    if (word.size() < size + 3) continue;
    const TableSlot* slot =
        tables::Find(TableId::kStreetTypesAfter, word.substr(word.size() - size));
    if (slot == nullptr || tables::Text(slot->high) != word.substr(word.size() - size)) continue;
    for (std::size_t i = line.begin; i + 1 < last; ++i) AppendWord(line, i, last, out.words);
    if (!out.words.empty()) out.words += ' ';
    out.words += word.substr(0, word.size() - size);
    SetType(*slot, out);
    line.begin = last;
    return;
  }
}

// English and German order: the type stands behind the name, maybe before a point of the compass.
void TakeTypeBehind(AddressLine& line, std::size_t& last, StreetAddress& out) {
  for (std::size_t back = 1; back <= 2 && last >= back + line.begin + 1; ++back) {
    const std::string_view word = line.tokens.text(last - back);
    const bool listed = line.tokens[last - back].is(WordClass::kStreetTypeAfter);
    const TableSlot* slot = listed ? tables::Find(TableId::kStreetTypesAfter, word) : nullptr;
    if (slot == nullptr || (line.french && word.size() < kGluedTypeBytesMin)) continue;
    SetType(*slot, out);
    if (back == 2) {
      for (std::size_t i = line.begin; i + 2 < last; ++i) AppendWord(line, i, last, out.words);
      AppendWord(line, last - 1, last, out.words);
      line.begin = last;
    }
    last -= back == 1 ? 1 : 0;
    return;
  }
  TakeGluedType(line, last, out);
}

// One past the last word of the street's name: it ends where a complement begins, or at a comma
// behind a street type.
std::size_t NameEnd(const AddressLine& line, bool typed) {
  std::size_t last = line.begin;
  while (last < line.end && !(last > line.begin && line.ComplementAt(last)) &&
         !(last > line.begin && line.tokens[last].before == Separator::kComma && typed)) {
    ++last;
  }
  // 3e étage: the ordinal goes with the floor.
  if (last < line.end && last > line.begin + 1 &&
      FullAddressWord(AddressWordKind::kComplement, line.tokens.text(last)) == "etage" &&
      OrdinalOf(line.tokens.text(last - 1)) != 0) {
    --last;
  }
  return last;
}

// Two single letters at `at` as one word of the name, J.J. Rousseau, N.D. des Champs; empty when
// they are none that is known.
std::string_view InitialsAt(const AddressLine& line, std::size_t at, std::size_t last) {
  const std::string_view first = line.tokens.text(at), second = line.tokens.text(at + 1);
  if (!IsSingleLetter(first) || !IsSingleLetter(second)) return {};
  const std::array<char, 2> pair = {first[0], second[0]};
  const std::string_view letters(pair.data(), pair.size());
  const std::string_view full = FullAddressWord(AddressWordKind::kInitial, letters);
  if (!full.empty() || !line.tokens[at].dotted || at + 2 >= last) return full;
  return FullAddressWord(AddressWordKind::kNameWord, letters);
}

// Appends the significant words of [begin, last) in full.
void AppendName(const AddressLine& line, bool typed, std::size_t last, std::string& out) {
  for (std::size_t i = line.begin; i < last; ++i) {
    // Place Ch. de Gaulle: the type is known, so it is not a chemin.
    if (typed && i == line.begin && i + 1 < last && line.tokens.text(i) == "ch") {
      out += FullAddressWord(AddressWordKind::kInitial, "ch");
      continue;
    }
    const std::string_view initials =
        line.french && i + 1 < last ? InitialsAt(line, i, last) : std::string_view();
    if (initials.empty()) {
      AppendWord(line, i, last, out);
      continue;
    }
    if (!out.empty()) out += ' ';
    out += initials;
    ++i;
  }
}

}  // namespace

void SetType(const TableSlot& slot, StreetAddress& out) {
  out.type_id = static_cast<std::uint8_t>(slot.low & 0xff);
  out.type = tables::Text(slot.high);
}

void TakeStreetName(AddressLine& line, StreetAddress& out) {
  if (line.empty()) return;
  if (line.french) {
    const StreetType type = line.TypeAt(line.begin);
    if (type.slot != nullptr && (!type.ambiguous() || line.begin + type.words < line.end)) {
      SetType(*type.slot, out);
      line.begin += type.words;
    }
  }
  std::size_t last = NameEnd(line, out.type_id != 0);
  if (line.french && out.type_id != 0 && out.number.empty()) TakeNumberBehind(line, last, out);
  if (out.type_id == 0) TakeTypeBehind(line, last, out);
  if (out.type_id == 0 && !line.french) {
    const StreetType type = line.TypeAt(line.begin);
    if (type.slot != nullptr && !type.ambiguous() && line.begin + type.words < last) {
      SetType(*type.slot, out);
      line.begin += type.words;
    }
  }
  AppendName(line, out.type_id != 0, last, out.words);
}

}  // namespace doublon::normalize
