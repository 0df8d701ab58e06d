#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "normalize/repair.h"
#include "normalize/run_fields.h"
#include "record/prepared_record.h"
#include "record/schema.h"

namespace doublon::normalize {

// Rises with every change that can alter a prepared record; model files and stores carry it and
// refuse another.
inline constexpr std::uint32_t kNormalizerVersion = 6;

// The one function from raw record to prepared record, used by batch, live and `doublon normalize`
// alike. Construct one per source and thread (it holds scratch); construction is cheap. The result
// depends on the cells and the schema only.
class Normalizer {
 public:
  // `fields` are the run's prepared fields; a custom column goes to the field of its kind and
  // folded header, and is ignored when there is none. Both arguments are copied.
  Normalizer(const record::SourceSchema& schema, const std::vector<record::Field>& fields);
  ~Normalizer();
  Normalizer(Normalizer&&) noexcept;
  Normalizer& operator=(Normalizer&&) noexcept;

  // Prepares one row: cells[i] belongs to schema.columns[i]; an empty cell is missing; values in
  // one cell may be separated by record::kValueSeparator. Clears `out` first; the caller calls
  // out.Finish(). Total: any bytes have an answer. No allocation once warm. With `repairs`, sets
  // there what was repaired in each field; the record is the same.
  void Normalize(std::span<const std::string_view> cells, record::PreparedBuilder& out,
                 RowRepairs* repairs = nullptr);

  // May be called with the next row before Normalize of this one: what the tables hold of its names
  // and streets is then in the processor's caches in time. Changes nothing but speed.
  void Prefetch(std::span<const std::string_view> cells) const noexcept;

 private:
  class Preparer;
  std::unique_ptr<Preparer> preparer_;
};

// Flags one postcode and one town of France that cannot both be right as suspect, after Normalize.
// For reports: no comparison reads these flags, and the look-up would cost the matcher a tenth of
// normalising.
void FlagContradictions(record::Locale locale, record::PreparedBuilder& out);

// Bound of CanonicalText's length. One byte can become a word ("n" → "nord", a ligature of 3 bytes
// 18 letters).
inline constexpr std::size_t kCanonicalExpansion = 32, kCanonicalExtra = 256;

// Sets `out` to the canonical text of one value for people (`doublon normalize --kind`), made by
// the same code as Normalize. `kind` is one of CanonicalKinds(); the form is that of
// tests/golden/normalize/README.md, with <missing>, <invalid> and <organisation>. Total; never
// longer than kCanonicalExpansion × raw bytes + kCanonicalExtra. Returns false for an unknown kind.
bool CanonicalText(std::string_view kind, std::string_view raw, record::Locale locale,
                   std::string& out);
const std::vector<std::string>& CanonicalKinds();

}  // namespace doublon::normalize
