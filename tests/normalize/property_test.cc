#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "normalize/normalizer.h"
#include "normalize/pack/csv_rows.h"
#include "record/prepared_record.h"
#include "text/encoding.h"

namespace doublon::normalize {
namespace {

using record::Kind;

constexpr std::string_view kKinds[] = {"given", "family", "full", "email", "phone", "dob", "address", "city", "fr_key"};

std::string Canonical(std::string_view kind, std::string_view raw) {
  std::string out;
  CanonicalText(kind, raw, record::Locale::kFrench, out);
  return out;
}

record::SourceSchema ContactSchema() {
  record::SourceSchema schema{"s", record::Locale::kFrench, {}};
  for (const Kind kind : {Kind::kTitle, Kind::kGivenName, Kind::kFamilyName, Kind::kFullName, Kind::kBirthDate, Kind::kEmail,
                          Kind::kPhone, Kind::kAddress, Kind::kPostcode, Kind::kCity}) {
    schema.columns.emplace_back().kind = kind;
  }
  return schema;
}

pack::CsvRows Cases() { return pack::CsvRows(DOUBLON_SOURCE_DIR "/tests/golden/normalize/tricky_values.csv"); }

TEST(CanonicalPropertyTest, IsTotalAndUtf8OnAnyBytes) {
  EXPECT_TRUE(rc::check([](const std::string& bytes) {
    for (const std::string_view kind : kKinds) RC_ASSERT(text::IsValidUtf8(Canonical(kind, bytes)));
  }));
}

// A value already in canonical form stays as it is.
TEST(CanonicalPropertyTest, IsIdempotent) {
  const pack::CsvRows cases = Cases();
  ASSERT_TRUE(cases.ok());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string_view kind = cases.at(i, "kind");
    const std::string once = Canonical(kind, cases.at(i, "raw"));
    const bool plain = kind == "given" || kind == "family" || kind == "email" || kind == "phone" || kind == "city";
    if (!plain || once.find_first_of("<[+;") != std::string::npos) continue;
    EXPECT_EQ(Canonical(kind, once), once) << cases.at(i, "id");
  }
}

TEST(NormalizerPropertyTest, DoesNotDependOnTheRowBefore) {
  const record::SourceSchema schema = ContactSchema();
  const auto fields = FieldsOf(std::vector{schema});
  Normalizer used(schema, fields);
  record::PreparedBuilder builder;
  EXPECT_TRUE(rc::check([&](const std::vector<std::string>& cells) {
    const std::vector<std::string_view> row(cells.begin(), cells.end());
    used.Normalize(row, builder);
    const std::string one(builder.Finish());
    Normalizer fresh(schema, fields);
    record::PreparedBuilder other;
    fresh.Normalize(row, other);
    RC_ASSERT(one == other.Finish());
  }));
}

}  // namespace
}  // namespace doublon::normalize
