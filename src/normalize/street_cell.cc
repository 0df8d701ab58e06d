#include "normalize/street_cell.h"

#include "normalize/cell_repair.h"
#include "text/digits.h"

namespace doublon::normalize {

namespace {

using text::IsDigit;

// A cell cut behind its house number. Numbers of four digits and more may be postcodes, and a
// number that begins with a zero is none: only the others are read alike whatever they are.
struct NumberedCell {
  std::string_view number, rest;
};
NumberedCell CutBehindNumber(std::string_view cell) noexcept {
  constexpr std::size_t kDigitsMax = 3;
  std::size_t size = 0;
  while (size < cell.size() && IsDigit(cell[size])) ++size;
  const bool cut =
      size > 0 && size <= kDigitsMax && size < cell.size() && cell[size] == ' ' && cell[0] != '0';
  return cut ? NumberedCell{cell.substr(0, size), cell.substr(size)} : NumberedCell{{}, cell};
}

std::uint32_t ContextOf(const NumberedCell& cell, record::Locale locale) noexcept {
  return static_cast<std::uint32_t>(locale) << 1 | static_cast<std::uint32_t>(!cell.number.empty());
}

std::uint16_t ValueOf(std::string_view digits) noexcept {
  unsigned value = 0;
  for (const char c : digits) value = value * 10 + static_cast<unsigned>(c - '0');
  return static_cast<std::uint16_t>(value);
}

}  // namespace

void StreetCells::Prefetch(std::string_view cell, record::Locale locale) const noexcept {
  const NumberedCell cut = CutBehindNumber(cell);
  cache_.Prefetch(cut.rest, ContextOf(cut, locale));
}

// The number at the head was read as the house number, and nothing but the street stood behind it.
bool StreetCells::MayBeKept(std::string_view number, const StreetAddress& address) noexcept {
  return address.number == number && address.delivery.empty() && address.city.text.empty() &&
         address.city.postcode.empty() && address.city.arrondissement == 0 &&
         address.words.size() <= kTextBytesMax && address.repetition.size() <= kRepetitionBytesMax;
}

std::uint8_t StreetCells::Read(std::string_view cell, record::Locale locale, StreetAddress& out) {
  const NumberedCell cut = CutBehindNumber(cell);
  bool known;
  Kept* const kept = cache_.At(cut.rest, ContextOf(cut, locale), known);
  if (known) {
    out.Clear();
    out.number = cut.number;
    out.number_value = ValueOf(cut.number);
    out.repetition.assign(kept->repetition.data(), kept->repetition_size);
    out.type_id = kept->type_id;
    out.type = kept->type;
    out.words.assign(kept->words.data(), kept->words_size);
    return kept->flags;
  }
  std::uint8_t flags = 0;
  ReadAddress(Repaired(cell, repaired_, flags), {}, locale, tokens_, out);
  if (kept == nullptr) return flags;
  if (!MayBeKept(cut.number, out)) {
    cache_.Forget();
    return flags;
  }
  kept->type = out.type;
  out.words.copy(kept->words.data(), kTextBytesMax);
  out.repetition.copy(kept->repetition.data(), kRepetitionBytesMax);
  kept->words_size = static_cast<std::uint8_t>(out.words.size());
  kept->repetition_size = static_cast<std::uint8_t>(out.repetition.size());
  kept->type_id = out.type_id;
  kept->flags = flags;
  return flags;
}

}  // namespace doublon::normalize
