#include "record/kind.h"

#include <iterator>

namespace doublon::record {

namespace {

// In the order of Kind.
constexpr std::string_view kNames[] = {
    "ignored",  "record_id",     "given_name",    "family_name", "birth_name", "full_name", "title",
    "gender",   "birth_date",    "birth_day",     "birth_month", "birth_year", "email",     "phone",
    "address",  "street_number", "address_extra", "postcode",    "city",       "country",   "text",
    "category", "number",        "date",          "identifier"};
static_assert(std::size(kNames) == static_cast<std::size_t>(Kind::kIdentifier) + 1);

}  // namespace

std::string_view KindName(Kind kind) noexcept { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<Kind> KindFromName(std::string_view name) noexcept {
  for (std::size_t i = 0; i < std::size(kNames); ++i) {
    if (kNames[i] == name) return static_cast<Kind>(i);
  }
  return std::nullopt;
}

}  // namespace doublon::record
