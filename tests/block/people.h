#pragma once

#include <string>
#include <string_view>

#include "base/hash.h"
#include "record/prepared_store.h"

// Prepared records for tests, without the normaliser.
namespace doublon::tests {

struct Person {
  std::string_view given, family;
  std::uint16_t year = 0;
  std::uint8_t month = 0, day = 0;
  std::string_view email, phone, postcode;
};

inline std::string Prepare(const Person& person) {
  record::PreparedBuilder builder;
  builder.Clear();
  const auto name = [&](std::uint8_t field, std::string_view text) {
    if (text.empty()) return;
    const auto hash = static_cast<std::uint32_t>(StableHash(text, 1));
    builder.AddName(field, 0, text, hash, hash);
  };
  name(record::kGivenField, person.given);
  name(record::kFamilyField, person.family);
  if (person.year != 0)
    builder.AddDate(record::kBirthDateField, 0, person.year, person.month, person.day);
  if (!person.email.empty()) builder.AddEmail(0, person.email);
  if (!person.phone.empty()) builder.AddPhone(0, person.phone, record::PhoneType::kMobile);
  if (!person.postcode.empty()) builder.AddPlain(record::kPostcodeField, 0, person.postcode);
  return std::string(builder.Finish());
}

// The contact fields in their places.
inline std::vector<record::Field> ContactFields() {
  using record::Kind;
  return {{"given_name", Kind::kGivenName}, {"family_name", Kind::kFamilyName},
          {"birth_date", Kind::kBirthDate}, {"email", Kind::kEmail},
          {"phone", Kind::kPhone},          {"address", Kind::kAddress},
          {"postcode", Kind::kPostcode},    {"city", Kind::kCity},
          {"country", Kind::kCountry},      {"gender", Kind::kGender}};
}

}  // namespace doublon::tests
