#pragma once

#include <span>
#include <vector>

#include "record/schema.h"

// Which fields prepared records of a run have. Pure functions of schemas.
namespace doublon::normalize {

// The fields of a run over these sources: the contact fields in their fixed places (all of them,
// whether used or not), then one custom field per distinct (kind, folded header) of text, category,
// number, date and identifier columns, in order of first appearance over sources sorted by name.
std::vector<record::Field> FieldsOf(std::span<const record::SourceSchema> sources);

// True when the values of `column` go to this custom field.
bool FillsCustomField(const record::Column& column, const record::Field& field);

// Kinds whose columns get a field of their own: text, category, number, date, identifier.
bool IsCustomKind(record::Kind kind) noexcept;

}  // namespace doublon::normalize
