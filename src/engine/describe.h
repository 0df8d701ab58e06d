#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/live_types.h"
#include "model/model.h"
#include "record/prepared_record.h"

namespace doublon::engine {

// Canonical text of the values of one field of a record, "; " between several; "" when missing. For
// people.
std::string DescribeField(record::PreparedView record, const std::vector<record::Field>& fields,
                          std::uint8_t field);

// Names of value flags and of record flags, a space between several: "repaired suspect", "couple";
// "" when there are none.
std::string DescribeFlags(record::ValueView value);
std::string DescribeFlags(record::PreparedView record);
// The flags of a field's values in the order of DescribeField, "; " between values, "-" for one
// without; "" when none has any.
std::string DescribeFieldFlags(record::PreparedView record, std::uint8_t field);

// One flag of values with its name, for counts.
struct NamedFlag {
  std::uint8_t flag;
  std::string_view name;
};
std::span<const NamedFlag> ValueFlags() noexcept;
std::span<const NamedFlag> RecordFlags() noexcept;

// Canonical text of what a comparison looks at (an address is street, postcode and city).
std::string DescribeComparison(record::PreparedView record,
                               const std::vector<record::Field>& fields,
                               const compare::Comparison& comparison);

enum class Language : std::uint8_t { kEnglish, kFrench };
// What a level's reason says in words, without capital and full stop. The reasons of comparisons
// that are not of one kind of field are told with its name. Every reason of compare::LevelsOf has
// words in both languages.
std::string ReasonText(std::string_view reason, const compare::Comparison& comparison,
                       Language language);

// Codes of the comparisons that speak for or against the pair by a bit or more, strongest first.
std::vector<std::string> Reasons(const model::ModelData& model,
                                 const compare::ComparisonVector& vector);

// Both records side by side with the weight of every comparison and a sentence in English and
// French.
Explanation ExplainPair(const model::ModelData& model, record::PreparedView a,
                        record::PreparedView b);

}  // namespace doublon::engine
