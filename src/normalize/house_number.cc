#include "normalize/house_number.h"

#include <algorithm>
#include <string>

#include "text/digits.h"
#include "text/fold.h"

namespace doublon::normalize {

namespace {

using text::IsDigit;

void SetNumber(std::string_view digits, std::string_view repetition, StreetAddress& out) {
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  if (digits == "0") return;
  out.number = digits;
  unsigned value = 0;
  for (const char c : digits)
    value = std::min(value * 10 + static_cast<unsigned>(c - '0'), 0xffffU);
  out.number_value = static_cast<std::uint16_t>(value);
  const std::string_view full = FullAddressWord(AddressWordKind::kRepetition, repetition);
  out.repetition = full.empty() ? repetition : full;
}

// The number in a column of its own: digits, and a repetition behind them.
void ReadNumberColumn(std::string_view street_number, StreetAddress& out) {
  std::size_t first = 0;
  while (first < street_number.size() && !IsDigit(street_number[first])) ++first;
  std::size_t last = first;
  while (last < street_number.size() && IsDigit(street_number[last])) ++last;
  if (last == first || last - first > kHouseNumberDigitsMax) return;
  thread_local std::string rest;
  rest.clear();
  text::FoldInto(street_number.substr(last), {}, rest);
  const bool repetition =
      !IsDigit(rest[0]) &&
      (rest.size() == 1 || !FullAddressWord(AddressWordKind::kRepetition, rest).empty());
  SetNumber(street_number.substr(first, last - first),
            repetition ? std::string_view(rest) : std::string_view(), out);
}

}  // namespace

void TakeNumber(std::string_view street_number, AddressLine& line, StreetAddress& out) {
  if (!street_number.empty()) ReadNumberColumn(street_number, out);
  if (line.empty()) return;
  const HouseNumber first = line.HouseNumberAt(line.begin);
  if (first.digits.empty() || (line.begin + 1 == line.end && !out.number.empty())) return;
  // "1er mai", "8 mai": a date names the street.
  std::size_t next = line.begin + 1;
  if (next < line.end && line.IsMonthAt(next) && street_number.empty() &&
      line.tokens.text(next).size() > 2 && next + 1 == line.end) {
    return;
  }
  std::string_view digits = first.digits, repetition = first.letters;
  std::string_view upper;
  if (repetition.empty() && next < line.end) {
    if (const std::size_t range_end = line.RangeEnd(line.begin); range_end != 0) {
      const HouseNumber second = line.HouseNumberAt(range_end - 1);
      if (!line.french && line.tokens[next].before == Separator::kSlash) {
        digits = second.digits;  // 3/12 Smith St: flat 3 of number 12
        repetition = second.letters;
      } else {
        upper = second.digits;
      }
      next = range_end;
    }
    if (repetition.empty() && next < line.end) {
      const std::string_view found = line.RepetitionAt(next);
      if (!found.empty()) {
        repetition = found;
        ++next;
      }
    }
  }
  if (out.delivery.empty() || out.number_value == 0) {
    if (out.number_value == 0 || street_number.empty()) {
      out.number.clear();
      SetNumber(digits, repetition, out);
      if (!upper.empty() && !out.number.empty()) {
        out.number += '-';
        out.number += upper;
      }
    }
  }
  line.begin = next;
}

void TakeNumberBehind(const AddressLine& line, std::size_t& last, StreetAddress& out) {
  constexpr std::size_t kDigitsMax = 4;
  if (last < line.begin + 2) return;
  const HouseNumber number = line.HouseNumberAt(last - 1);
  const std::string_view before = line.tokens.text(last - 2);
  if (number.digits.empty() || number.digits.size() > kDigitsMax || line.IsStopWordAt(last - 2) ||
      text::AllDigits(before))
    return;
  if (line.IsMonthAt(last - 2)) return;
  SetNumber(number.digits, number.letters, out);
  --last;
}

}  // namespace doublon::normalize
