#include "normalize/column_evidence.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "base/hash.h"
#include "normalize/date.h"
#include "normalize/packed_table.h"
#include "normalize/tables.h"
#include "text/digits.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace doublon::normalize {

namespace {

using text::AllDigits;

// Names rarer than this many births or bearers are in the tables by accident of spelling.
constexpr std::uint32_t kGivenCountMin = 200;
constexpr std::uint32_t kFamilyCountMin = 200;

bool IsGiven(std::string_view word) noexcept {
  for (const TableId table : {TableId::kGivenNames, TableId::kGivenNamesUs}) {
    if (const TableSlot* slot = tables::Find(table, word);
        slot != nullptr && slot->low + slot->high >= kGivenCountMin) {
      return true;
    }
  }
  return false;
}

bool IsFamily(std::string_view word) noexcept {
  return tables::Low(TableId::kFamilyNames, word) >= kFamilyCountMin ||
         tables::Low(TableId::kFamilyNamesUs, word) >= kFamilyCountMin;
}

std::string_view Trimmed(std::string_view cell) noexcept {
  while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t')) cell.remove_prefix(1);
  while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t')) cell.remove_suffix(1);
  return cell;
}

bool LooksLikeEmail(std::string_view cell) noexcept {
  const std::size_t at = cell.find('@');
  return at != std::string_view::npos && at > 0 && cell.find('.', at) != std::string_view::npos;
}

// One point, digits around it and perhaps a sign before: an amount, a coordinate. Not 555.1234, a
// telephone number without its area.
bool LooksLikeDecimal(std::string_view cell) noexcept {
  if (!cell.empty() && cell.front() == '-') cell.remove_prefix(1);
  const std::size_t point = cell.find('.');
  if (point == std::string_view::npos || (point == 3 && cell.size() == 8)) return false;
  return cell.find_first_not_of("0123456789.") == std::string_view::npos &&
         cell.find('.', point + 1) == std::string_view::npos;
}

// Seven to thirteen digits with the punctuation of telephone numbers, and not a plain decimal
// number.
bool LooksLikePhone(std::string_view cell) noexcept {
  if (LooksLikeDecimal(cell)) return false;
  std::size_t digits = 0;
  for (const char c : cell) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (std::string_view(" .-/()+").find(c) == std::string_view::npos) {
      return false;
    }
  }
  // Longer ones occur, but codes of 14 and 15 digits are more frequent in lists than they are.
  return digits >= 7 && digits <= 13;
}

struct Counts {
  std::uint64_t day_first = 0, month_first = 0, year_first = 0;
};

// Which order the numbers of a date must have, if they tell.
void NoteDateOrder(std::string_view cell, Counts* counts) noexcept {
  unsigned numbers[3] = {0, 0, 0};
  std::size_t sizes[3] = {0, 0, 0};
  std::size_t n = 0;
  bool in_number = false;
  for (const char c : cell) {
    if (c >= '0' && c <= '9') {
      if (!in_number && n == 3) return;
      if (!in_number) ++n;
      in_number = true;
      if (sizes[n - 1] < 5) {
        numbers[n - 1] = numbers[n - 1] * 10 + static_cast<unsigned>(c - '0');
        ++sizes[n - 1];
      }
    } else {
      in_number = false;
    }
  }
  if (n != 3) return;
  if (sizes[0] == 4) {
    ++counts->year_first;
  } else if (numbers[0] > 12 && numbers[0] <= 31 && numbers[1] <= 12) {
    ++counts->day_first;
  } else if (numbers[1] > 12 && numbers[1] <= 31 && numbers[0] <= 12) {
    ++counts->month_first;
  }
}

unsigned SmallNumber(std::string_view digits) noexcept {
  unsigned value = 0;
  for (const char c : digits.substr(0, 6)) value = value * 10 + static_cast<unsigned>(c - '0');
  return digits.size() > 6 ? 1'000'000 : value;
}

// Sums over the cells; divided by the filled ones at the end.
class Tally {
 public:
  void Take(std::string_view raw) {
    ++evidence_.rows;
    const std::string_view cell = Trimmed(raw);
    if (cell.empty()) return;
    ++evidence_.filled;
    distinct_.insert(StableHash(cell, 0));
    evidence_.letters += static_cast<double>(cell.size());
    evidence_.email += LooksLikeEmail(cell);
    evidence_.phone += LooksLikePhone(cell);
    evidence_.digit += cell.find_first_of("0123456789") != std::string_view::npos;
    TakeNumber(cell);
    TakeDate(cell);
    TakeWords(cell);
  }

  ColumnEvidence Finish() {
    ColumnEvidence& e = evidence_;
    e.distinct = distinct_.size();
    const double filled = std::max<double>(1, static_cast<double>(e.filled));
    for (double* share : {&e.email, &e.phone, &e.number, &e.integer, &e.day, &e.month, &e.year,
                          &e.digit, &e.given, &e.family, &e.person, &e.other_letters, &e.title,
                          &e.town, &e.french_postcode, &e.words, &e.letters}) {
      *share /= filled;
    }
    e.birth_year_range = e.date > 0 ? e.birth_year_range / e.date : 0;
    e.date /= filled;
    const std::uint64_t most =
        std::max({counts_.day_first, counts_.month_first, counts_.year_first});
    if (most > 0) {
      e.date_order = most == counts_.year_first  ? record::DateOrder::kYearMonthDay
                     : most == counts_.day_first ? record::DateOrder::kDayMonthYear
                                                 : record::DateOrder::kMonthDayYear;
    }
    return e;
  }

 private:
  void TakeNumber(std::string_view cell) {
    const bool decimal = cell.find_first_not_of("0123456789.,- ") == std::string_view::npos &&
                         cell.find_first_of("0123456789") != std::string_view::npos &&
                         !LooksLikePhone(cell);
    const bool digits = AllDigits(cell);
    evidence_.number += decimal || digits;
    if (!digits) return;
    ++evidence_.integer;
    const unsigned value = SmallNumber(cell);
    evidence_.day += value >= 1 && value <= 31;
    evidence_.month += value >= 1 && value <= 12;
    evidence_.year += value >= 1900 && value <= 2020;
    evidence_.french_postcode +=
        cell.size() == 5 && tables::Find(TableId::kPostcodes, cell) != nullptr;
  }

  void TakeDate(std::string_view cell) {
    if (cell.size() < 6 || cell.find_first_of("0123456789") == std::string_view::npos) return;
    // Bare digits are a date only in eight of them.
    if (AllDigits(cell) && cell.size() != 8) return;
    const DateReading reading =
        ReadPlainDate(cell, record::DateOrder::kUnknown, record::Locale::kFrench);
    if (reading.outcome != DateReading::Outcome::kFound || reading.date.year == 0) return;
    ++evidence_.date;
    evidence_.birth_year_range += reading.date.year >= 1900 && reading.date.year <= 2012;
    NoteDateOrder(cell, &counts_);
  }

  void TakeWords(std::string_view cell) {
    folded_.clear();
    text::FoldInto(cell, {}, folded_);
    text::SplitTokens(folded_, words_);
    evidence_.words += static_cast<double>(words_.size());
    const bool given = std::any_of(words_.begin(), words_.end(), IsGiven);
    const bool digit = folded_.find_first_of("0123456789") != std::string::npos;
    evidence_.given += given && words_.size() <= 3 && !digit;
    evidence_.family +=
        words_.size() <= 3 && !digit && std::any_of(words_.begin(), words_.end(), IsFamily);
    evidence_.person += given && words_.size() >= 2 && words_.size() <= 5 && !digit &&
                        std::all_of(words_.begin(), words_.end(),
                                    [](std::string_view word) { return KnownInName(word); });
    evidence_.other_letters +=
        !words_.empty() && words_.size() <= 5 && !digit && InOtherLetters(cell);
    evidence_.title += tables::Find(TableId::kTitles, folded_) != nullptr;
    evidence_.town += tables::Find(TableId::kCities, folded_) != nullptr;
  }

  // Most bytes of characters beyond the Latin ones of Unicode (to U+024F).
  static bool InOtherLetters(std::string_view cell) {
    std::size_t other = 0;
    for (std::size_t at = 0; at < cell.size();) {
      const std::size_t begin = at;
      if (text::DecodeUtf8(cell, &at) > 0x24f) other += at - begin;
    }
    return 2 * other > cell.size();
  }

  // A word that names of persons are made of: a name of the tables, an initial, a title or a
  // particle.
  static bool KnownInName(std::string_view word) {
    return word.size() == 1 || IsGiven(word) || IsFamily(word) ||
           tables::Low(TableId::kFamilyNames, word) > 0 ||
           tables::Find(TableId::kTitles, word) != nullptr ||
           tables::Find(TableId::kParticles, word) != nullptr ||
           tables::Find(TableId::kMarkers, word) != nullptr;
  }

  ColumnEvidence evidence_;
  Counts counts_;
  absl::flat_hash_set<std::uint64_t> distinct_;
  std::string folded_;
  std::vector<std::string_view> words_;
};

}  // namespace

ColumnEvidence LookAt(std::span<const std::string_view> cells) {
  Tally tally;
  for (const std::string_view cell : cells) tally.Take(cell);
  return tally.Finish();
}

}  // namespace doublon::normalize
