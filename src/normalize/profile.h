#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/schema.h"

namespace doublon::normalize {

// The shape of a value, see ColumnProfile::examples. At most 40 bytes, "..." where it was cut.
std::string MaskedShape(std::string_view value);
// The most frequent shapes of the values, at most three.
std::vector<std::string> FrequentShapes(std::span<const std::string_view> values);

// What a column looked like, for `doublon init`, reports and the per-column decisions.
struct ColumnProfile {
  std::uint64_t rows = 0;
  std::uint64_t filled = 0;
  std::uint64_t distinct = 0;  // within the sample
  // Hashes of the folded values and of their words within the sample, sorted, each once; and
  // whether the values are whole numbers without gaps, as row numbers are. For MatchColumns.
  std::vector<std::uint64_t> values, words;
  bool counts_rows = false;
  // Shapes of values in the sample, the most frequent first: letters as a or A, digits as 9, other
  // signs as they are, runs shortened ("Aaa-Aaa", "99/99/9999"). No value can be told from them.
  std::vector<std::string> examples;
};

// Takes columns for kinds from headers (reference/column_headers.csv, English and French; compared
// without case, accents, spaces, punctuation, camelCase split) and from contents (share of values
// that are e-mails, phones, dates, known given or family names, postcodes with cities, numbers,
// codes ...). Contents confirm or overrule a header only with clear evidence. Sets kind,
// date_order, name_order, reason, confidence of each column and the locale. Columns that cannot be
// placed become text, category, number, identifier or kIgnored (constant, empty, free prose of no
// use), and `reason` says which. `sample[c]` holds values of column c (raw, non-empty and empty),
// the same rows for all columns. The result does not depend on the order of the rows. id_header:
// the column the user named with --id ("" when none) becomes kRecordId. Without it a column called
// id / record_id / rec_id (any case, separators) does. Columns that number or name the rows
// (distinct, monotone, UUID) and truth columns are not features: a column whose values are all
// distinct codes is kIgnored unless it repeats across rows.
record::SourceSchema GuessSchema(std::string source, std::span<const std::string> headers,
                                 std::span<const std::vector<std::string_view>> sample,
                                 std::string_view id_header, std::vector<ColumnProfile>* profiles);

// One source as GuessSchema saw it.
struct GuessedSource {
  record::SourceSchema* schema;
  std::span<const ColumnProfile> profiles;
};

// Brings the guesses of several sources together. Columns of one header are taken for one kind,
// that of the source where the column holds most; a column of codes that are all different within
// its source is compared where they come back in another. Columns of different headers that hold
// the same words, the best match of each other, become one field (Column::field_header). Does not
// depend on the order of the sources.
void MatchColumns(std::span<const GuessedSource> sources);

}  // namespace doublon::normalize
