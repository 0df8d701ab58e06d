#include "normalize/date.h"

#include <algorithm>
#include <array>

#include "normalize/cell_tokens.h"
#include "normalize/ordinal.h"
#include "normalize/placeholder.h"
#include "normalize/tables.h"
#include "text/digits.h"
#include "text/fold.h"

namespace doublon::normalize {

namespace {

using text::IsDigit;

using record::DateOrder;
using record::Locale;

// A year outside is no birth year of a person in a list in use. Written here, not read from a
// clock: the same record must have the same form on any day. Raise kLastBirthYear with
// kNormalizerVersion.
constexpr unsigned kFirstBirthYear = 1890, kLastBirthYear = 2030;
// Two-digit years: up to here 20yy, above 19yy (ages 6 to 105 in 2026).
constexpr unsigned kLastShortYear = 20;
constexpr unsigned kLastShortPlainYear = 69;
constexpr unsigned kFirstPlainYear = 1000, kLastPlainYear = 2999;
// Serial numbers of spreadsheets: day 1 is 1 January 1900, with a 29 February 1900 that never was.
constexpr unsigned kFirstSerial = 1000, kLastSerial = 60'000;
constexpr long kSerialEpoch = -25'569;  // day 0 as days since 1970-01-01

struct Bounds {
  bool birth;
  bool Contains(unsigned year) const noexcept {
    return birth ? year >= kFirstBirthYear && year <= kLastBirthYear
                 : year >= kFirstPlainYear && year <= kLastPlainYear;
  }
  unsigned Century(unsigned short_year) const noexcept {
    return short_year +
           (short_year <= (birth ? kLastShortYear : kLastShortPlainYear) ? 2000U : 1900U);
  }
};

unsigned DaysInMonth(unsigned year, unsigned month) noexcept {
  constexpr std::array<unsigned, 13> kDays = {31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year == 0 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
  return month == 2 && leap ? 29 : kDays[month];
}

// Days since 1970-01-01 (Howard Hinnant, chrono-compatible low-level date algorithms).
long DaysOf(const DateValue& date) noexcept {
  const long y = date.year - (date.month <= 2 ? 1 : 0);
  const long era = y / 400, of_era = y - era * 400;
  const long of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146'097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719'468;
}

DateValue DateOfDays(long days) noexcept {
  days += 719'468;
  const long era = days / 146'097, of_era_days = days - era * 146'097;
  const long of_era =
      (of_era_days - of_era_days / 1460 + of_era_days / 36'524 - of_era_days / 146'096) / 365;
  const long of_year = of_era_days - (365 * of_era + of_era / 4 - of_era / 100);
  const long shifted = (5 * of_year + 2) / 153;
  const long month = shifted + (shifted < 10 ? 3 : -9);
  return {static_cast<std::uint16_t>(of_era + era * 400 + (month <= 2 ? 1 : 0)),
          static_cast<std::uint8_t>(month),
          static_cast<std::uint8_t>(of_year - (153 * shifted + 2) / 5 + 1)};
}

// A run of digits, or the name of a month.
struct Part {
  unsigned number = 0;
  std::uint8_t digits = 0;  // 0: a month by name
};

class DateReader {
 public:
  DateReader(DateOrder order, Locale locale, bool birth)
      : order_(order), locale_(locale), bounds_{birth} {}
  DateReading Read(std::string_view raw);

 private:
  bool Scan(std::string_view raw);
  bool IsRomanMonthAllowed(std::string_view raw, std::size_t at) const;
  bool ReadUsualForm(std::string_view raw, DateReading& reading) const;
  DateReading FromParts();
  DateReading FromOne(const Part& part);
  DateReading FromCompact(unsigned number, std::uint8_t digits);
  DateReading FromThree(unsigned a, unsigned b, unsigned c);
  DateReading Make(unsigned year, unsigned month, unsigned day) const;
  DateReading DayOrMonthFirst(unsigned first, unsigned second, unsigned year) const;
  unsigned Century(unsigned short_year) noexcept {
    short_year_ = true;
    return bounds_.Century(short_year);
  }
  unsigned FullYear(const Part& part) noexcept {
    return part.digits <= 2 ? Century(part.number) : part.number;
  }

  const DateOrder order_;
  const Locale locale_;
  const Bounds bounds_;
  std::array<Part, 8> parts_{};
  std::size_t count_ = 0;
  bool letters_ = false;  // other words stood there
  bool clock_ = false;    // a time of day followed
  bool utc_ = false;
  bool short_year_ = false, serial_ = false;
};

bool IsAsciiLetter(char c) noexcept { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

// The digit at `at`, with O, I and l taken for one beside a digit and away from other letters; -1
// for anything else.
int DigitAt(std::string_view text, std::size_t at) noexcept {
  const char c = text[at];
  if (IsDigit(c)) return c - '0';
  const bool zero = c == 'O' || c == 'o', one = c == 'I' || c == 'l';
  if (!zero && !one) return -1;
  const char before = at > 0 ? text[at - 1] : ' ',
             after = at + 1 < text.size() ? text[at + 1] : ' ';
  const bool beside = IsDigit(before) || IsDigit(after);
  return beside && !IsAsciiLetter(before) && !IsAsciiLetter(after) ? (zero ? 0 : 1) : -1;
}

// The month of 3.IV.1952; 0 for other words.
unsigned RomanMonth(std::string_view name) noexcept {
  const unsigned number = RomanNumber(name);
  return number <= 12 ? number : 0;
}

// Splits the cell into numbers and month names. False when there are too many.
bool DateReader::Scan(std::string_view raw) {
  std::array<char, 64> word;
  for (std::size_t i = 0; i < raw.size();) {
    const char c = raw[i];
    if (DigitAt(raw, i) >= 0) {
      Part part;
      for (; i < raw.size() && DigitAt(raw, i) >= 0 && part.digits < 10; ++i) {
        part.number = part.number * 10 + static_cast<unsigned>(DigitAt(raw, i));
        ++part.digits;
      }
      if (i < raw.size() && DigitAt(raw, i) >= 0) return false;
      if (count_ == parts_.size()) return false;
      parts_[count_++] = part;
      continue;
    }
    std::size_t size;
    if (ClassifyCharacter(raw.substr(i), size) != CharClass::kLetter) {
      if (c == ':' && count_ >= 3) clock_ = true;
      i += size;
      continue;
    }
    const std::size_t begin = i;
    while (i < raw.size() && DigitAt(raw, i) < 0 &&
           ClassifyCharacter(raw.substr(i), size) == CharClass::kLetter)
      i += size;
    const std::string_view letters = raw.substr(begin, i - begin);
    if (letters.size() > 20) {
      letters_ = true;
      continue;
    }
    std::size_t length = 0;
    bool ascii = true;
    for (const char letter : letters) {
      ascii = ascii && static_cast<unsigned char>(letter) < 0x80;
      word[length++] = static_cast<char>(letter | 0x20);
    }
    thread_local std::string folded;
    if (!ascii) {
      folded.clear();
      text::FoldInto(letters, {}, folded);
      length = std::min(folded.size(), word.size());
      folded.copy(word.data(), length);
    }
    const std::string_view name(word.data(), length);
    std::uint32_t month = tables::Low(TableId::kMonths, name);
    if (month == 0 && IsRomanMonthAllowed(raw, begin)) month = RomanMonth(name);
    if (month != 0 && count_ < parts_.size()) {
      parts_[count_++] = {month, 0};
    } else if (name == "t" && count_ >= 3) {
      clock_ = true;
    } else if (name == "z" || name == "utc" || name == "gmt") {
      utc_ = true;
    } else if (name != "er" && name != "st" && name != "nd" && name != "rd" && name != "th") {
      letters_ = true;
    }
  }
  return true;
}

// A Roman number stands behind the day. Behind a slash an X is rather an unknown month.
bool DateReader::IsRomanMonthAllowed(std::string_view raw, std::size_t at) const {
  const bool behind_day = count_ == 1 && parts_[0].digits != 0 && parts_[0].digits <= 2;
  const bool unknown = (raw[at] | 0x20) == 'x' && at > 0 && raw[at - 1] == '/' &&
                       (at + 1 == raw.size() || raw[at + 1] == '/');
  return behind_day && !unknown;
}

DateReading DateReader::Make(unsigned year, unsigned month, unsigned day) const {
  DateReading reading;
  if (year > 9999 || month > 99 || day > 99) {
    reading.outcome = DateReading::Outcome::kInvalid;
    return reading;
  }
  reading.date = {static_cast<std::uint16_t>(year), static_cast<std::uint8_t>(month),
                  static_cast<std::uint8_t>(day)};
  if (bounds_.birth && !JudgeBirthDate(reading.date, reading.suspect)) return {};
  const bool valid = (year == 0 ? month != 0 : bounds_.Contains(year)) &&
                     IsCalendarDate(reading.date) && !(month == 0 && day != 0);
  reading.outcome = valid ? DateReading::Outcome::kFound : DateReading::Outcome::kInvalid;
  reading.as_typed = !valid && year >= 1000 && month != 0 && day != 0;
  if (!valid) reading.suspect = false;
  return reading;
}

// `first` and `second` are day and month in an order that the column, the values or the locale
// decide.
DateReading DateReader::DayOrMonthFirst(unsigned first, unsigned second, unsigned year) const {
  const DateReading day_first = Make(year, second, first);
  // The usual case: French order, and a day of the calendar.
  const bool day_decided = order_ == DateOrder::kDayMonthYear ||
                           (order_ == DateOrder::kUnknown && locale_ == Locale::kFrench);
  if (day_decided && day_first.outcome != DateReading::Outcome::kInvalid) return day_first;
  const DateReading month_first = Make(year, first, second);
  const bool day_valid = day_first.outcome != DateReading::Outcome::kInvalid;
  const bool month_valid = month_first.outcome != DateReading::Outcome::kInvalid;
  const bool month_order = order_ == DateOrder::kMonthDayYear || order_ == DateOrder::kYearMonthDay;
  if (day_valid != month_valid) return day_valid ? day_first : month_first;
  if (!day_valid) return month_order ? month_first : day_first;
  const bool decided =
      order_ != DateOrder::kUnknown || locale_ == Locale::kFrench || first == second;
  DateReading reading = month_order ? month_first : day_first;
  if (!decided && reading.outcome == DateReading::Outcome::kFound &&
      month_first.outcome == DateReading::Outcome::kFound) {
    reading.ambiguous = true;
    reading.other = month_first.date;
  }
  return reading;
}

DateReading DateReader::FromCompact(unsigned number, std::uint8_t digits) {
  if (digits == 8) {
    const unsigned head = number / 10'000, tail = number % 10'000;
    const bool year_first = bounds_.Contains(head), year_last = bounds_.Contains(tail);
    const bool last =
        (year_last && !year_first) ||
        (year_last && Make(head, tail / 100, tail % 100).outcome != DateReading::Outcome::kFound &&
         order_ != DateOrder::kYearMonthDay);
    if (last) return DayOrMonthFirst(head / 100, head % 100, tail);
    return Make(head, tail / 100, tail % 100);
  }
  if (digits == 7 && bounds_.Contains(number % 10'000)) {  // 3041980: the first zero is lost
    return DayOrMonthFirst(number / 1'000'000, number / 10'000 % 100, number % 10'000);
  }
  if (digits == 6) {
    const unsigned a = number / 10'000, b = number / 100 % 100, c = number % 100;
    if (bounds_.Contains(number / 100) && c <= 12 && c > 0)
      return Make(number / 100, c, 0);  // 198004
    if (order_ == DateOrder::kYearMonthDay) return Make(Century(a), b, c);
    return DayOrMonthFirst(a, b, Century(c));
  }
  return Make(10'000, 0, 0);
}

DateReading DateReader::FromOne(const Part& part) {
  if (part.digits == 0) return Make(10'000, 0, 0);
  if (part.digits == 4 && (bounds_.Contains(part.number) || part.number < kFirstSerial))
    return Make(part.number, 0, 0);
  if (part.digits == 4) return Make(part.number, 0, 0);
  if (part.digits == 5 && part.number >= 10'000 && part.number <= kLastSerial) {
    serial_ = true;
    const DateValue date = DateOfDays(static_cast<long>(part.number) + kSerialEpoch);
    return Make(date.year, date.month, date.day);
  }
  if (part.digits < 6 && part.number == 0) return {};
  return FromCompact(part.number, part.digits);
}

DateReading DateReader::FromParts() {
  Part* p = parts_.data();
  // A serial with a fraction of a day: 29313.5
  if (count_ == 2 && p[0].digits == 5 && !letters_) return FromOne(p[0]);
  if (count_ == 1) return FromOne(p[0]);
  const auto by_name =
      std::find_if(p, p + count_, [](const Part& part) { return part.digits == 0; });
  if (by_name != p + count_) {
    const auto at = static_cast<std::size_t>(by_name - p);
    const unsigned month = by_name->number;
    if (count_ == 2) {
      const Part& other = p[1 - at];
      return other.digits >= 3 || other.number > 31 ? Make(FullYear(other), month, 0)
                                                    : Make(0, month, other.number);
    }
    if (at == 1) {  // 3 avril 1980, 1980 April 3
      return p[0].digits >= 3 ? Make(p[0].number, month, p[2].number)
                              : Make(FullYear(p[2]), month, p[0].number);
    }
    if (at == 0) return Make(FullYear(p[2]), month, p[1].number);  // April 3, 1980
    return Make(FullYear(p[0]), month, p[1].number);
  }
  if (count_ == 2 && p[1].digits == 6 && p[0].digits <= 2) {  // 03/041980
    return DayOrMonthFirst(p[0].number, p[1].number / 10'000, p[1].number % 10'000);
  }
  if (count_ == 2 && p[0].digits == 4 && p[1].digits == 4 &&
      !bounds_.Contains(p[0].number)) {  // 0304/1980
    return DayOrMonthFirst(p[0].number / 100, p[0].number % 100, p[1].number);
  }
  if (count_ == 2) {  // 04/1980, 1980-04
    if (p[1].digits == 4) return Make(p[1].number, p[0].number, 0);
    if (p[0].digits == 4) return Make(p[0].number, p[1].number, 0);
    return Make(10'000, 0, 0);
  }
  if (p[0].digits >= 3) return Make(p[0].number, p[1].number, p[2].number);
  if (p[2].digits <= 2 && order_ == DateOrder::kYearMonthDay)
    return Make(FullYear(p[0]), p[1].number, p[2].number);
  if (p[2].digits <= 2 && p[0].number > 31) return Make(FullYear(p[0]), p[1].number, p[2].number);
  if (p[2].digits == 3) return Make(10'000, 0, 0);
  // 03/04/19 80: a space in the year.
  if (count_ == 4 && p[2].digits == 2 && p[3].digits == 2 &&
      (p[2].number == 19 || p[2].number == 20)) {
    return DayOrMonthFirst(p[0].number, p[1].number, p[2].number * 100 + p[3].number);
  }
  // 01/02/03 is typed to pass a form.
  const bool short_year = p[2].digits <= 2;
  if (bounds_.birth && short_year && p[0].number == 1 && p[1].number == 2 && p[2].number == 3)
    return {};
  if (p[2].number == 0 && short_year && p[0].number == 0) return {};
  return DayOrMonthFirst(p[0].number, p[1].number, FullYear(p[2]));
}

// 03/04/1980, 1980-04-03 and the like: ten characters, the same sign between two groups of two
// digits and one of four.
bool DateReader::ReadUsualForm(std::string_view raw, DateReading& reading) const {
  if (raw.size() != 10) return false;
  const auto sign = [](char c) { return c == '/' || c == '-' || c == '.'; };
  const auto number = [&](std::size_t at, std::size_t size) {
    unsigned value = 0;
    for (std::size_t i = at; i < at + size; ++i) {
      const auto digit = static_cast<unsigned>(raw[i] - '0');
      if (digit > 9) return ~0U;
      value = value * 10 + digit;
    }
    return value;
  };
  const bool year_first = sign(raw[4]);
  if (year_first ? !sign(raw[7]) : !(sign(raw[2]) && sign(raw[5]))) return false;
  const unsigned a = number(0, year_first ? 4 : 2), b = number(year_first ? 5 : 3, 2),
                 c = number(year_first ? 8 : 6, year_first ? 2 : 4);
  if (a == ~0U || b == ~0U || c == ~0U) return false;
  reading = year_first ? Make(a, b, c) : DayOrMonthFirst(a, b, c);
  return true;
}

DateReading DateReader::Read(std::string_view raw) {
  constexpr std::size_t kDateBytesMax = 80;  // longer cells hold no date
  DateReading none;
  if (ReadUsualForm(raw, none)) return none;
  if (raw.size() > kDateBytesMax || !Scan(raw)) {
    none.outcome = DateReading::Outcome::kInvalid;
    return none;
  }
  if (count_ == 0) {
    thread_local std::string folded;
    folded.clear();
    text::FoldInto(raw, {}, folded);
    const bool placeholder =
        IsPlaceholder(folded, static_cast<std::uint32_t>(PlaceholderScope::kAny));
    std::erase(folded, ' ');  // headers are listed without spaces
    const bool nothing = placeholder || folded.empty() ||
                         folded.find_first_not_of('x') == std::string::npos ||
                         tables::Find(TableId::kHeaders, folded) != nullptr;
    none.outcome = nothing ? DateReading::Outcome::kMissing : DateReading::Outcome::kInvalid;
    return none;
  }
  DateReading reading = FromParts();
  // Midnight in France is 22:00 or 23:00 of the day before in UTC.
  const bool evening =
      count_ >= 5 && (parts_[3].number == 22 || parts_[3].number == 23) && parts_[4].number == 0;
  if (utc_ && evening && locale_ == Locale::kFrench &&
      reading.outcome == DateReading::Outcome::kFound && reading.date.day != 0) {
    const DateValue next = DateOfDays(DaysOf(reading.date) + 1);
    const bool ambiguous = reading.ambiguous;
    reading = Make(next.year, next.month, next.day);
    reading.ambiguous = ambiguous;
    reading.moved = true;
  }
  reading.short_year = short_year_;
  reading.serial = serial_;
  return reading;
}

// Whether birth_date_suspects.csv has any pattern for this day and month; days and months beyond
// the calendar may be any.
bool MayBeSuspect(const DateValue& date) noexcept {
  constexpr std::size_t kMonths = 13, kDays = 32;
  static const auto listed = [] {
    std::array<std::array<bool, kDays>, kMonths> days{};
    tables::ForKeys(TableId::kDateSuspects, [&](std::string_view key) {
      const auto two = [&](std::size_t at) {
        return static_cast<std::size_t>((key[at] - '0') * 10 + key[at + 1] - '0');
      };
      if (key.size() >= 7 && two(0) < kDays && two(3) < kMonths) days[two(3)][two(0)] = true;
    });
    return days;
  }();
  return date.month >= kMonths || date.day >= kDays || listed[date.month][date.day];
}

}  // namespace

bool IsCalendarDate(const DateValue& date) noexcept {
  if (date.month > 12) return false;
  if (date.month == 0) return date.day <= 31;
  return date.day <= DaysInMonth(date.year, date.month);
}

bool JudgeBirthDate(DateValue date, bool& suspect) noexcept {
  if (date.year == 0 && date.month == 0 && date.day == 0) return false;
  if (!MayBeSuspect(date)) return true;
  // dd/mm/yyyy, then the same in any year: the patterns of birth_date_suspects.csv.
  std::array<char, 10> text = {'0', '0', '/', '0', '0', '/', '0', '0', '0', '0'};
  const auto put = [&text](std::size_t end, unsigned number) {
    for (std::size_t i = end; number > 0 && i-- > 0 && text[i] != '/'; number /= 10) {
      text[i] = static_cast<char>('0' + number % 10);
    }
  };
  put(2, date.day);
  put(5, date.month);
  put(10, date.year);
  std::uint32_t found = tables::Low(TableId::kDateSuspects, {text.data(), text.size()});
  if (found == 0) {
    text[6] = '*';
    found = tables::Low(TableId::kDateSuspects, {text.data(), 7});
  }
  suspect = suspect || found == static_cast<std::uint32_t>(DateTreatment::kSuspect);
  return found != static_cast<std::uint32_t>(DateTreatment::kMissing);
}

DateReading ReadBirthDate(std::string_view raw, DateOrder order, Locale locale) noexcept {
  return DateReader(order, locale, true).Read(raw);
}

DateReading ReadPlainDate(std::string_view raw, DateOrder order, Locale locale) noexcept {
  return DateReader(order, locale, false).Read(raw);
}

std::uint16_t ReadDatePart(std::string_view raw, DatePart part) noexcept {
  unsigned number = 0, digits = 0;
  std::size_t i = 0;
  while (i < raw.size() && !IsDigit(raw[i])) ++i;
  if (i == raw.size() && part == DatePart::kMonth) {
    thread_local std::string folded;
    folded.clear();
    text::FoldInto(raw, {}, folded);
    return static_cast<std::uint16_t>(tables::Low(TableId::kMonths, folded));
  }
  for (; i < raw.size() && IsDigit(raw[i]) && digits < 5; ++i, ++digits) {
    number = number * 10 + static_cast<unsigned>(raw[i] - '0');
  }
  if (digits == 0 || digits > 4) return 0;
  if (part == DatePart::kYear) {
    if (digits <= 2) number = Bounds{true}.Century(number);
    return number >= 1000 ? static_cast<std::uint16_t>(number) : std::uint16_t{0};
  }
  return number <= 99 ? static_cast<std::uint16_t>(number) : std::uint16_t{0};
}

}  // namespace doublon::normalize
