#include "normalize/run_fields.h"

#include <algorithm>

#include "record/prepared_record.h"
#include "text/fold.h"

namespace doublon::normalize {

namespace {

using record::Kind;

// The custom field a column fills.
std::string FieldName(const record::Column& column) {
  return text::Fold(column.field_header.empty() ? column.header : column.field_header);
}

}  // namespace

bool IsCustomKind(Kind kind) noexcept {
  return kind == Kind::kText || kind == Kind::kCategory || kind == Kind::kNumber ||
         kind == Kind::kDate || kind == Kind::kIdentifier;
}

bool FillsCustomField(const record::Column& column, const record::Field& field) {
  return IsCustomKind(column.kind) && column.kind == field.kind && FieldName(column) == field.name;
}

std::vector<record::Field> FieldsOf(std::span<const record::SourceSchema> sources) {
  std::vector<record::Field> fields = {
      {"given_name", Kind::kGivenName}, {"family_name", Kind::kFamilyName},
      {"birth_date", Kind::kBirthDate}, {"email", Kind::kEmail},
      {"phone", Kind::kPhone},          {"address", Kind::kAddress},
      {"postcode", Kind::kPostcode},    {"city", Kind::kCity},
      {"country", Kind::kCountry},      {"gender", Kind::kGender}};
  std::vector<const record::SourceSchema*> sorted;
  for (const record::SourceSchema& source : sources) sorted.push_back(&source);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* a, const auto* b) { return a->source < b->source; });
  for (const record::SourceSchema* source : sorted) {
    for (const record::Column& column : source->columns) {
      if (!IsCustomKind(column.kind) || fields.size() == record::kFieldCountMax) continue;
      record::Field field{FieldName(column), column.kind};
      if (std::find(fields.begin() + record::kFirstCustomField, fields.end(), field) ==
          fields.end()) {
        fields.push_back(std::move(field));
      }
    }
  }
  // A generation after a name (Jr, Sr) has a field of its own, whether a column is called so or
  // not.
  const bool names = std::any_of(sorted.begin(), sorted.end(), [](const auto* source) {
    return std::any_of(source->columns.begin(), source->columns.end(),
                       [](const record::Column& column) {
                         return column.kind == Kind::kGivenName ||
                                column.kind == Kind::kFamilyName || column.kind == Kind::kFullName;
                       });
  });
  const record::Field suffix{"suffix", Kind::kCategory};
  if (names && fields.size() < record::kFieldCountMax &&
      std::find(fields.begin() + record::kFirstCustomField, fields.end(), suffix) == fields.end()) {
    fields.push_back(suffix);
  }
  return fields;
}

}  // namespace doublon::normalize
