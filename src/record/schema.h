#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "record/kind.h"

namespace doublon::record {

// How the numbers of a date column are ordered; decided once a column from its values (see
// normalize/profile.h).
enum class DateOrder : std::uint8_t { kUnknown, kDayMonthYear, kMonthDayYear, kYearMonthDay };
// How the parts of a full-name column are ordered when case and comma do not tell.
enum class NameOrder : std::uint8_t { kUnknown, kGivenFirst, kFamilyFirst };
// Which rules apply to names, phones and addresses.
enum class Locale : std::uint8_t { kFrench, kEnglish, kGeneric };

// "fr", "en", "generic".
constexpr std::string_view LocaleName(Locale locale) noexcept {
  return locale == Locale::kFrench ? "fr" : locale == Locale::kEnglish ? "en" : "generic";
}
constexpr std::optional<Locale> LocaleFromName(std::string_view name) noexcept {
  for (const Locale locale : {Locale::kFrench, Locale::kEnglish, Locale::kGeneric}) {
    if (name == LocaleName(locale)) return locale;
  }
  return std::nullopt;
}

// One column of a source as it is read. Declared per-column decisions live here, so that
// normalising a cell depends on the cell and its Column only, never on its neighbours in the file.
struct Column {
  std::string header;  // as in the file
  // Header of the column of another source that this one was matched with; "" = its own. Names the
  // custom field.
  std::string field_header;
  Kind kind = Kind::kIgnored;
  DateOrder date_order = DateOrder::kUnknown;
  NameOrder name_order = NameOrder::kUnknown;
  // For people: why it was taken for this kind ("header", "92 % of values are dates").
  std::string reason;
  double confidence = 0.0;  // of the guess, 0 to 1
};

// A source: one file or the records of one wire client.
struct SourceSchema {
  std::string source;  // file stem, or `source` of the wire record
  Locale locale = Locale::kFrench;
  std::vector<Column> columns;
};

// A field of prepared records: what several columns, of several sources, become. Contact fields
// have a fixed place (PreparedFields in prepared_record.h); columns of other kinds get fields of
// their own, matched over sources by folded header.
struct Field {
  std::string name;  // "given_name", ..., or the folded header of a column
  Kind kind = Kind::kText;
  friend bool operator==(const Field&, const Field&) = default;
};

}  // namespace doublon::record
