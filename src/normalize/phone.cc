#include "normalize/phone.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "normalize/cell_tokens.h"
#include "normalize/placeholder.h"
#include "normalize/tables.h"
#include "text/digits.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace doublon::normalize {

namespace {

using text::IsDigit;

constexpr std::size_t kDigitsMax = 32;
constexpr std::size_t kE164DigitsMax = 15;  // ITU-T E.164
constexpr std::size_t kForeignDigitsMin = 7;
constexpr std::size_t kFrenchDigits = 9;  // without the trunk zero
constexpr std::size_t kCallingCodeMax = 3;
constexpr std::size_t kOverseasPrefixMax = 5;

bool Has(std::uint16_t uses, PhoneUse use) noexcept {
  return (uses & static_cast<std::uint16_t>(use)) != 0;
}

// Uses of the national number under the calling code; 0 when the plan has no such number.
std::uint16_t UsesOf(const TableSlot& code, std::string_view national) noexcept {
  auto state = static_cast<std::uint16_t>(code.low);
  for (const char c : national) {
    state = tables::Phone(state).next[c - '0'];
    if (state == 0) return 0;
  }
  return tables::Phone(state).accept;
}

// What the last four digits of every filler are: nine numbers in ten are none by them.
bool MayBeFiller(std::string_view digits) noexcept {
  const char* const last = digits.data() + digits.size() - 4;
  const int a = last[0] - '0', b = last[1] - '0', c = last[2] - '0', d = last[3] - '0';
  const int first_step = b - a, pair_step = 10 * (c - a) + d - b;
  const bool steps = (c - b - first_step) % 10 == 0 && (d - c - first_step) % 10 == 0;
  return steps || pair_step == 0 || pair_step == 1 || pair_step == 10 || pair_step == 11;
}

// Numbers that people type to pass a form: one digit or one pair repeated, or digits in sequence.
// `national` has no trunk zero, so that 0606060606 is seen as 06 pairs only with it.
bool IsFiller(std::string_view digits) noexcept {
  if (digits.size() < 6 || !MayBeFiller(digits)) return false;
  const bool one_digit = digits.find_first_not_of(digits.back(), 1) == std::string_view::npos;
  if (one_digit) return true;
  bool pairs = digits.size() % 2 == 0, up = true, down = true, up_pairs = digits.size() % 2 == 0;
  for (std::size_t i = 1; i < digits.size(); ++i) {
    up = up && (digits[i] - digits[i - 1] + 10) % 10 == 1;
    down = down && (digits[i - 1] - digits[i] + 10) % 10 == 1;
    pairs = pairs && (i < 2 || digits[i] == digits[i - 2]);
    // 01 02 03 04 05, 10 20 30 40: pairs that count up.
    if (i % 2 == 1 && i >= 3) {
      const int now = (digits[i - 1] - '0') * 10 + digits[i] - '0',
                last = (digits[i - 3] - '0') * 10 + digits[i - 2] - '0';
      const int first_step = (digits[2] - digits[0]) * 10 + digits[3] - digits[1];
      up_pairs = up_pairs && now - last == first_step &&
                 (first_step == 1 || first_step == 10 || first_step == 11);
    }
  }
  return pairs || up || down || up_pairs;
}

// Spreadsheet notation: "3.3612345678E10". True when the text has that form; `digits` is empty when
// some were lost.
bool ReadScientific(std::string_view text, std::array<char, kDigitsMax>& buffer,
                    std::string_view& digits) noexcept {
  digits = {};
  std::size_t size = 0, point = 0, at = 0;
  bool seen_point = false;
  for (; at < text.size(); ++at) {
    if (IsDigit(text[at])) {
      if (size == buffer.size()) return false;
      buffer[size++] = text[at];
      if (!seen_point) ++point;
    } else if ((text[at] == '.' || text[at] == ',') && !seen_point) {
      seen_point = true;
    } else {
      break;
    }
  }
  if (size == 0 || at + 1 >= text.size() || (text[at] | 0x20) != 'e') return false;
  ++at;
  if (text[at] == '+') ++at;
  unsigned exponent = 0;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), exponent);
  if (error != std::errc() || end != text.data() + text.size() || exponent > 20) return false;
  // All digits are there when the fraction is as long as the exponent says; a shorter one lost its
  // end, and trailing zeros cannot be told from lost digits.
  if (size == point + exponent) digits = {buffer.data(), size};
  return true;
}

// The calling code of a French overseas part whose numbers begin like `national`; empty when it is
// of France itself.
std::string_view OverseasCode(std::string_view national) noexcept {
  static const auto listed = [] {
    std::array<bool, 100> first_two{};
    tables::ForKeys(TableId::kOverseasPrefixes, [&](std::string_view prefix) {
      first_two[static_cast<std::size_t>((prefix[0] - '0') * 10 + prefix[1] - '0')] = true;
    });
    return first_two;
  }();
  if (!listed[static_cast<std::size_t>((national[0] - '0') * 10 + national[1] - '0')]) return {};
  for (std::size_t size = kOverseasPrefixMax; size > 2; --size) {
    const std::string_view code =
        tables::TextOf(TableId::kOverseasPrefixes, national.substr(0, size));
    if (!code.empty()) return code;
  }
  return {};
}

bool IsAsciiLetter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// The digit that the character at `at` stands for, in any script's digits people type, or a letter
// taken for one between digits (O, I, l); -1 for anything else.
int DigitAt(std::string_view text, std::size_t at, std::size_t& size) noexcept {
  const char c = text[at];
  size = 1;
  if (IsDigit(c)) return c - '0';
  const bool before = at + 1 < text.size() && IsDigit(text[at + 1]);
  const auto is_digit = [&](std::size_t i) { return i < text.size() && IsDigit(text[i]); };
  const bool after = at > 0 && is_digit(at - 1);
  // 06 l2 34: the first of a pair.
  const bool begins_pair = at > 1 && (text[at - 1] == ' ' || text[at - 1] == '.') &&
                           is_digit(at - 2) && before && !is_digit(at + 2);
  if (c == 'I' || c == 'l' || c == '|') {
    return begins_pair || (after && (before || at + 1 == text.size() || text[at + 1] == ' ')) ? 1
                                                                                              : -1;
  }
  if (static_cast<unsigned char>(c) < 0x80) return -1;
  size = 0;
  const char32_t point = text::DecodeUtf8(text.substr(at), &size);
  for (const char32_t zero :
       {0xff10U, 0x660U, 0x6f0U, 0x966U}) {  // full-width, Arabic, Persian, Devanagari
    if (point >= zero && point < zero + 10) return static_cast<int>(point - zero);
  }
  return -1;
}

bool IsTelephoneByte(char c) noexcept {
  return IsDigit(c) || c == '+' || c == '(' || c == ')' || c == '.' || c == '-' || c == ' ' ||
         c == 'O' || c == 'o';
}

// Ten digits from 0 on with nothing but single signs between them, as French numbers are written;
// empty for anything else. `buffer` holds them.
std::string_view UsualDigits(std::string_view raw,
                             std::array<char, kFrenchDigits + 1>& buffer) noexcept {
  constexpr std::size_t kSizeMax = 14;
  if (raw.size() < buffer.size() || raw.size() > kSizeMax || raw[0] != '0') return {};
  std::size_t size = 0;
  bool sign = true;
  for (const char c : raw) {
    if (IsDigit(c)) {
      if (size == buffer.size()) return {};
      buffer[size++] = c;
      sign = false;
    } else if (sign || (c != ' ' && c != '.' && c != '-')) {
      return {};
    } else {
      sign = true;
    }
  }
  // "061234567.0" is a spreadsheet's number.
  const bool fraction = raw[raw.size() - 2] == '.';
  return size == buffer.size() && !sign && !fraction ? std::string_view(buffer.data(), size)
                                                     : std::string_view();
}

}  // namespace

PhoneNumbers::Outcome PhoneNumbers::Add(std::string_view code, std::string_view national,
                                        std::uint16_t uses) {
  const auto begin = static_cast<std::uint32_t>(text_.size());
  text_ += code;
  text_ += national;
  record::PhoneType type = record::PhoneType::kUnknown;
  std::uint8_t flags = 0;
  if (code == "1") {
    // North American numbers do not tell mobiles from landlines.
  } else if (Has(uses, PhoneUse::kMobile)) {
    type = record::PhoneType::kMobile;
  } else if (Has(uses, PhoneUse::kFixed) || Has(uses, PhoneUse::kVoip)) {
    type = record::PhoneType::kLandline;
    flags = record::kShared;
  } else if (Has(uses, PhoneUse::kService)) {
    flags = record::kShared | record::kSuspect;
  }
  numbers_.push_back({flags, type, 0, begin, static_cast<std::uint32_t>(text_.size() - begin)});
  return Outcome::kFound;
}

// `national`: nine digits without the trunk zero.
PhoneNumbers::Outcome PhoneNumbers::AddFrench(std::string_view national) {
  std::array<char, kFrenchDigits + 1> with_zero;
  with_zero[0] = '0';
  national.copy(with_zero.data() + 1, kFrenchDigits);
  if (IsFiller({with_zero.data(), with_zero.size()}) || IsFiller(national))
    return Outcome::kMissing;
  if (national[0] == '0') return Outcome::kInvalid;
  if (const std::string_view code = OverseasCode(national); !code.empty()) {
    // Their ranges grow faster than the plan that is built in: the first digit tells what the plan
    // does not.
    const std::uint16_t uses = UsesOf(*tables::Find(TableId::kCallingCodes, code), national);
    const PhoneUse by_digit = national[0] >= '6' ? PhoneUse::kMobile : PhoneUse::kFixed;
    return Add(code, national, uses != 0 ? uses : static_cast<std::uint16_t>(by_digit));
  }
  static const TableSlot* const france = tables::Find(TableId::kCallingCodes, "33");
  return Add("33", national, UsesOf(*france, national));
}

// `digits`: calling code and national number.
PhoneNumbers::Outcome PhoneNumbers::AddForeign(std::string_view digits) {
  for (std::size_t size = 1; size <= std::min(kCallingCodeMax, digits.size()); ++size) {
    const std::string_view code = digits.substr(0, size);
    const TableSlot* rule = tables::Find(TableId::kCallingCodes, code);
    if (rule == nullptr) continue;
    std::string_view national = digits.substr(size);
    const bool trunk = rule->high != 0;
    if (trunk && national.starts_with('0')) national.remove_prefix(1);
    if (code == "33")
      return national.size() == kFrenchDigits ? AddFrench(national) : Outcome::kInvalid;
    if (IsFiller(national)) return Outcome::kMissing;
    return national.size() < 5 ? Outcome::kInvalid : Add(code, national, UsesOf(*rule, national));
  }
  if (digits.size() < kForeignDigitsMin || digits.size() > kE164DigitsMax) return Outcome::kInvalid;
  return IsFiller(digits) ? Outcome::kMissing : Add("", digits, 0);
}

PhoneNumbers::Outcome PhoneNumbers::AddDigits(std::string_view digits, bool international,
                                              record::Locale locale) {
  if (!digits.empty() && digits.find_first_not_of('0') == std::string_view::npos)
    return Outcome::kMissing;
  if (international) {
    while (digits.starts_with('0')) digits.remove_prefix(1);  // +033, +0033
    return digits.empty() ? Outcome::kInvalid : AddForeign(digits);
  }
  if (digits.starts_with("00") && digits.size() > kFrenchDigits + 1)
    return AddForeign(digits.substr(2));
  if (locale == record::Locale::kFrench) {
    if (digits.size() == kFrenchDigits + 1 && digits[0] == '0') return AddFrench(digits.substr(1));
    if (digits.size() == kFrenchDigits && digits[0] != '0')
      return Repaired(Repair::kLeadingZero, AddFrench(digits));
    // Two numbers with nothing but a space between them.
    if (digits.size() == 2 * (kFrenchDigits + 1) && digits[0] == '0' &&
        digits[kFrenchDigits + 1] == '0') {
      const Outcome first = AddFrench(digits.substr(1, kFrenchDigits)),
                    second = AddFrench(digits.substr(kFrenchDigits + 2));
      return first == Outcome::kFound ? first : second;
    }
    // 33612345678 and the like: the plus sign is lost.
    if (digits.size() > kFrenchDigits + 1 && digits[0] != '0') {
      const bool french = digits.starts_with("33") && digits.size() >= kFrenchDigits + 2;
      if (french) return Repaired(Repair::kPlusSign, AddForeign(digits));
      for (std::size_t size = 2; size <= kCallingCodeMax; ++size) {
        const TableSlot* rule = tables::Find(TableId::kCallingCodes, digits.substr(0, size));
        if (rule != nullptr && UsesOf(*rule, digits.substr(size)) != 0) {
          return Repaired(Repair::kPlusSign, AddForeign(digits));
        }
      }
    }
    return IsFiller(digits) ? Outcome::kMissing : Outcome::kInvalid;
  }
  if (digits.size() == 11 && digits[0] == '1') digits.remove_prefix(1);  // North American trunk 1
  while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
  if (IsFiller(digits)) return Outcome::kMissing;
  if (digits.size() < 6 || digits.size() > kE164DigitsMax) return Outcome::kInvalid;
  return Add("", digits, 0);
}

// Notes the repair at the number that was added last, if there was one.
PhoneNumbers::Outcome PhoneNumbers::Repaired(Repair repair, Outcome outcome) noexcept {
  if (outcome == Outcome::kFound) numbers_.back().repairs |= BitOf(repair);
  return outcome;
}

// One number with what may stand around it.
PhoneNumbers::Outcome PhoneNumbers::ReadOne(std::string_view part, record::Locale locale) {
  std::array<char, kDigitsMax> buffer;
  std::string_view digits;
  const std::size_t first = part.find_first_not_of(" \t\"'=");
  if (first == std::string_view::npos) return Outcome::kMissing;
  part = part.substr(first, part.find_last_not_of(" \t\"'") - first + 1);
  // "612345678.0": a spreadsheet took the column for numbers.
  if ((part.ends_with(".0") || part.ends_with(",0")) &&
      part.find_first_not_of("0123456789") == part.size() - 2) {
    return Repaired(Repair::kSpreadsheetNumber,
                    AddDigits(part.substr(0, part.size() - 2), false, locale));
  }
  if (ReadScientific(part, buffer, digits)) {
    return digits.empty() ? Outcome::kInvalid
                          : Repaired(Repair::kSpreadsheetNumber, AddDigits(digits, false, locale));
  }
  // The first run of telephone characters with at least one digit; letters before and after are
  // comment or extension.
  std::size_t begin = 0, size = 0;
  std::size_t bytes;
  while (begin < part.size() && DigitAt(part, begin, bytes) < 0 && part[begin] != '+' &&
         !((part[begin] | 0x20) == 'o' && begin + 1 < part.size() && IsDigit(part[begin + 1]))) {
    ++begin;
  }
  bool international = false;
  for (std::size_t i = begin; i < part.size(); ++i) {
    const char c = part[i];
    if (const int digit = DigitAt(part, i, bytes); digit >= 0) {
      if (size == buffer.size()) return Outcome::kInvalid;
      buffer[size++] = static_cast<char>('0' + digit);
      i += bytes - 1;
      continue;
    }
    const CharClass kind = ClassifyCharacter(part.substr(i), bytes);
    if (bytes > 1) {
      if (kind == CharClass::kLetter) break;
      i += bytes - 1;
      continue;
    }
    if (c == '+' && size == 0) international = true;
    // (0) after a country code is the trunk zero that is not dialled from abroad.
    if (c == '(' && part.substr(i, 3) == "(0)") {
      if (international || size > 1) {
        i += 2;
        continue;
      }
    }
    const bool zero =
        (c == 'O' || c == 'o') && (size > 0 || (i + 1 < part.size() && IsDigit(part[i + 1])));
    if (zero) {
      if (size == buffer.size()) return Outcome::kInvalid;
      buffer[size++] = '0';
    } else if (!IsTelephoneByte(c) && kind != CharClass::kSpace && c != '/' && c != ':' &&
               c != '_') {
      break;
    } else if (c == '(' && size >= kFrenchDigits) {
      break;  // a comment
    } else if (locale == record::Locale::kFrench && !international && size == kFrenchDigits + 1 &&
               buffer[0] == '0' && c != ' ') {
      break;  // 01 42 34 56 78/79: the other line of a pair
    }
  }
  return AddDigits({buffer.data(), size}, international, locale);
}

PhoneNumbers::Outcome PhoneNumbers::Read(std::string_view raw, record::Locale locale) {
  numbers_.clear();
  text_.clear();
  std::array<char, kFrenchDigits + 1> usual;
  if (locale == record::Locale::kFrench) {
    if (const std::string_view digits = UsualDigits(raw, usual); !digits.empty())
      return AddDigits(digits, false, locale);
  }
  const bool any_digit = std::any_of(raw.begin(), raw.end(), [&](const char& c) {
    std::size_t bytes;
    return DigitAt(raw, static_cast<std::size_t>(&c - raw.data()), bytes) >= 0;
  });
  if (!any_digit) {
    thread_local std::string folded;
    folded.clear();
    text::FoldInto(raw, {}, folded);
    const auto scopes = static_cast<std::uint32_t>(PlaceholderScope::kAny) |
                        static_cast<std::uint32_t>(PlaceholderScope::kPhone);
    const bool nothing = folded.empty() || IsPlaceholder(folded, scopes) || folded == "x";
    return nothing ? Outcome::kMissing : Outcome::kInvalid;
  }
  // Cut at the signs that part numbers where at least eight digits stand on both sides; a slash
  // inside 310/246-1501 stays.
  constexpr std::size_t kWholeNumber = 8;
  Outcome best = Outcome::kMissing;
  bool any = false;
  std::size_t begin = 0, digits = 0;
  const auto take = [&](std::size_t end) {
    const Outcome outcome = ReadOne(raw.substr(begin, end - begin), locale);
    if (!any || outcome == Outcome::kFound ||
        (best == Outcome::kMissing && outcome == Outcome::kInvalid))
      best = outcome;
    any = true;
  };
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (IsDigit(raw[i])) ++digits;
    // Dom: 01 42 34 56 78 Port: 06 12 34 56 79
    const bool word = IsAsciiLetter(raw[i]) && i + 1 < raw.size() && IsAsciiLetter(raw[i + 1]);
    const bool cut =
        word || std::string_view("/;|,&\x1f\n").find(raw[i]) != std::string_view::npos ||
        raw.substr(i, 4) == " ou " || raw.substr(i, 4) == " et " || raw.substr(i, 3) == " - ";
    if (!cut || digits < kWholeNumber) continue;
    const auto rest = raw.substr(i + 1);
    if (static_cast<std::size_t>(std::count_if(rest.begin(), rest.end(), IsDigit)) < kWholeNumber)
      continue;
    take(i);
    begin = i + 1;
    digits = 0;
  }
  take(raw.size());
  return numbers_.empty() ? best : Outcome::kFound;
}

}  // namespace doublon::normalize
