#pragma once

#include <cstdint>
#include <string_view>

#include "normalize/cell_tokens.h"
#include "normalize/tables.h"
#include "text/digits.h"

// The words of a street line and what each of them can be. address.cc reads a line with these;
// address_place.h, house_number.h and street_name.h read its parts. All total, no allocation.
namespace doublon::normalize {

inline constexpr std::size_t kHouseNumberDigitsMax = 5;

inline bool IsSingleLetter(std::string_view word) noexcept {
  return word.size() == 1 && !text::IsDigit(word[0]);
}

// The full form of `word` for this use; empty when it has none.
inline std::string_view FullAddressWord(AddressWordKind kind, std::string_view word) noexcept {
  return tables::FindAddressWord(kind, word).full;
}

struct HouseNumber {
  std::string_view digits;   // empty: the word is no house number
  std::string_view letters;  // repetition written together: 12bis
};
// Reads "12", "12bis", "12b".
HouseNumber HouseNumberOf(std::string_view word) noexcept;

// A street type that begins at some word; slot is null when there is none.
struct StreetType {
  const TableSlot* slot = nullptr;
  std::size_t words = 0;
  bool ambiguous() const noexcept { return (slot->low & kAmbiguousBit) != 0; }
};

// A line while it is read: words [begin, end) are left. Members with `at` ask what the word there
// is, and take any index below end. `tokens` must outlive the line.
struct AddressLine {
  const CellTokens& tokens;
  const bool french;
  std::size_t begin = 0, end = 0;

  bool empty() const noexcept { return begin >= end; }
  bool IsMonthAt(std::size_t at) const {
    return tokens[at].is(WordClass::kMonth) &&
           tables::Find(TableId::kMonths, tokens.text(at)) != nullptr;
  }
  HouseNumber HouseNumberAt(std::size_t at) const {
    return tokens[at].digits ? HouseNumberOf(tokens.text(at)) : HouseNumber();
  }
  std::string_view FullAt(AddressWordKind kind, std::size_t at) const {
    return tokens[at].is(kind) ? FullAddressWord(kind, tokens.text(at)) : std::string_view();
  }
  bool IsStopWordAt(std::size_t at) const {
    return !FullAt(AddressWordKind::kStopWord, at).empty();
  }
  // The longest street type at the word; none at `end`.
  StreetType TypeAt(std::size_t at) const;
  // A word that begins a flat, building or floor: "bat", "apt", "residence"; doubtful ones ("tour",
  // "porte") only before a number or a letter.
  bool ComplementAt(std::size_t at) const;
  // One past the complement that begins at the word: its number or letter, or a name up to the next
  // comma, complement or number.
  std::size_t ComplementEnd(std::size_t at) const;
  // One past the second number of a range that begins at the number `at`: 8-10, 8/10, 8 à 10, 8 et
  // 10; 0 when it is none.
  std::size_t RangeEnd(std::size_t at) const;
  // bis, ter, B between a number and a street type, in full; empty when the word is none.
  std::string_view RepetitionAt(std::size_t at) const;
};

}  // namespace doublon::normalize
