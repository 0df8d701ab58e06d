// A whole row under every kind of column and in every locale: the input's lines are its cells.
#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "normalize/normalizer.h"
#include "record/prepared_record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using doublon::record::Kind;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::vector<std::string_view> cells;
  doublon::record::SourceSchema schema;
  for (int kind = 0; kind <= static_cast<int>(Kind::kIdentifier); ++kind) {
    schema.columns.emplace_back().kind = static_cast<Kind>(kind);
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    cells.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  using doublon::record::Locale;
  for (const Locale locale : {Locale::kFrench, Locale::kEnglish, Locale::kGeneric}) {
    schema.locale = locale;
    doublon::normalize::Normalizer normalizer(schema,
                                              doublon::normalize::FieldsOf(std::vector{schema}));
    doublon::record::PreparedBuilder builder;
    normalizer.Normalize(cells, builder);
    if (builder.Finish().size() < 8) std::abort();
  }
  return 0;
}
