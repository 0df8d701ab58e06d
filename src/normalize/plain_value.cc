#include "normalize/plain_value.h"

#include <array>
#include <charconv>

#include "normalize/placeholder.h"
#include "normalize/tables.h"
#include "text/digits.h"
#include "text/fold.h"

namespace doublon::normalize {

namespace {

using text::IsDigit;

bool IsNothing(std::string_view folded) noexcept {
  return folded.empty() ||
         IsPlaceholder(folded, static_cast<std::uint32_t>(PlaceholderScope::kAny));
}

}  // namespace

std::optional<double> ReadNumber(std::string_view raw) noexcept {
  std::array<char, 48> digits;
  std::size_t size = 0, begin = 0;
  while (begin < raw.size() && !IsDigit(raw[begin])) {
    if ((raw[begin] | 0x20) >= 'a' && (raw[begin] | 0x20) <= 'z' && raw.size() - begin > 1 &&
        IsDigit(raw[begin + 1])) {
      return std::nullopt;  // a code such as A12
    }
    ++begin;
  }
  if (begin == raw.size()) return std::nullopt;
  const bool point_before = begin > 0 && (raw[begin - 1] == '.' || raw[begin - 1] == ',');
  const std::size_t sign_at = begin - (point_before ? 1 : 0);
  const bool negative =
      sign_at > 0 && (raw[sign_at - 1] == '-' || (raw[sign_at - 1] == '(' && raw.ends_with(')')));
  std::size_t end = begin;
  while (end < raw.size() &&
         (IsDigit(raw[end]) ||
          std::string_view(".,' \xc2\xa0\xe2\x80\xaf").find(raw[end]) != std::string_view::npos))
    ++end;
  while (end > begin && !IsDigit(raw[end - 1])) --end;
  const std::string_view body = raw.substr(begin, end - begin);
  // The last sign is the decimal one unless it stands before exactly three digits and another of
  // its kind, or a space groups the thousands.
  const std::size_t point = body.find_last_of(".,");
  std::size_t decimal = point;
  if (point != std::string_view::npos) {
    const bool repeated = body.find(body[point]) != point;
    const bool other = body.find(body[point] == '.' ? ',' : '.') != std::string_view::npos;
    const bool grouped = body.size() - point == 4 && body[point] == ',' && !other && body[0] != '0';
    if (repeated || (grouped && point <= 3)) decimal = std::string_view::npos;
  }
  if (negative) digits[size++] = '-';
  if (point_before) digits[size++] = '.';
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (size + 1 >= digits.size()) return std::nullopt;
    if (IsDigit(body[i])) digits[size++] = body[i];
    if (i == decimal && !point_before) digits[size++] = '.';
  }
  for (std::size_t i = end; i < raw.size(); ++i) {
    if (IsDigit(raw[i])) return std::nullopt;
  }
  double value = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + size, value);
  if (error != std::errc() || stop != digits.data() + size) return std::nullopt;
  return value;
}

void AppendIdentifier(std::string_view raw, std::string& out) {
  const std::size_t begin = out.size();
  thread_local std::string folded;
  folded.clear();
  text::FoldInto(raw, {}, folded);
  if (IsNothing(folded)) return;
  bool zeros = true;
  for (const char c : folded) {
    if (c == ' ') continue;
    zeros = zeros && c == '0';
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c;
  }
  if (zeros) out.resize(begin);
}

void AppendCountry(std::string_view raw, std::string& out) {
  thread_local std::string folded;
  folded.clear();
  text::FoldInto(raw, {}, folded);
  const std::string_view known = tables::TextOf(TableId::kCountries, folded);
  if (!known.empty()) {
    out += known;
  } else if (!IsNothing(folded)) {
    out += folded;
  }
}

char ReadGender(std::string_view raw) noexcept {
  thread_local std::string folded;
  folded.clear();
  text::FoldInto(raw.substr(0, 32), {}, folded);
  const std::uint32_t sex = tables::Low(TableId::kGenders, folded);
  if (sex != 0) return static_cast<char>(sex);
  return static_cast<char>(tables::Low(TableId::kTitles, folded) >> 8 & 0xff);
}

void AppendFoldedValue(std::string_view raw, std::string& out) {
  thread_local std::string folded;
  folded.clear();
  text::FoldInto(raw, {}, folded);
  if (!IsNothing(folded)) out += folded;
}

}  // namespace doublon::normalize
