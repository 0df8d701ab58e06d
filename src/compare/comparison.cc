#include "compare/comparison.h"

#include "compare/field_comparisons.h"

namespace doublon::compare {

namespace {

using record::Kind;

bool ComparisonOf(Kind kind, ComparisonKind* comparison) noexcept {
  switch (kind) {
    case Kind::kText: *comparison = ComparisonKind::kText; return true;
    case Kind::kCategory: *comparison = ComparisonKind::kCategory; return true;
    case Kind::kNumber: *comparison = ComparisonKind::kNumber; return true;
    case Kind::kDate: *comparison = ComparisonKind::kDate; return true;
    case Kind::kIdentifier: *comparison = ComparisonKind::kIdentifier; return true;
    default: return false;
  }
}

std::uint8_t Plain(DateLevel level) noexcept { return static_cast<std::uint8_t>(level); }
std::uint8_t Plain(EmailLevel level) noexcept { return static_cast<std::uint8_t>(level); }
std::uint8_t Plain(PhoneLevel level) noexcept { return static_cast<std::uint8_t>(level); }

const Comparison* Find(std::span<const Comparison> comparisons, ComparisonKind kind) noexcept {
  for (const Comparison& comparison : comparisons) {
    if (comparison.kind == kind) return &comparison;
  }
  return nullptr;
}

}  // namespace

bool IsSuffixField(const record::Field& field) noexcept {
  return field.kind == Kind::kCategory && field.name == "suffix";
}

std::vector<Comparison> ComparisonsFor(std::span<const record::Field> fields, const std::vector<bool>& used,
                                       std::vector<std::string>* left_out) {
  std::vector<Comparison> comparisons;
  const auto add = [&](std::string name, ComparisonKind kind, std::uint8_t field) {
    if (comparisons.size() == kComparisonCountMax) {
      if (left_out != nullptr) left_out->push_back(std::move(name));
      return;
    }
    Comparison comparison;
    comparison.name = std::move(name);
    comparison.kind = kind;
    comparison.field = field;
    comparisons.push_back(std::move(comparison));
  };
  if (used[record::kGivenField]) add("given_name", ComparisonKind::kGivenName, record::kGivenField);
  if (used[record::kFamilyField]) add("family_name", ComparisonKind::kFamilyName, record::kFamilyField);
  if (used[record::kBirthDateField]) add("birth_date", ComparisonKind::kBirthDate, record::kBirthDateField);
  if (used[record::kEmailField]) add("email", ComparisonKind::kEmail, record::kEmailField);
  if (used[record::kPhoneField]) add("phone", ComparisonKind::kPhone, record::kPhoneField);
  if (used[record::kStreetField] || used[record::kPostcodeField] || used[record::kCityField]) {
    add("address", ComparisonKind::kAddress, record::kStreetField);
  }
  if (used[record::kGenderField]) add("gender", ComparisonKind::kGender, record::kGenderField);
  for (std::size_t i = record::kFirstCustomField; i < fields.size(); ++i) {
    ComparisonKind kind;
    if (!used[i] || !ComparisonOf(fields[i].kind, &kind)) continue;
    if (IsSuffixField(fields[i])) kind = ComparisonKind::kSuffix;
    add(fields[i].name, kind, static_cast<std::uint8_t>(i));
  }
  return comparisons;
}

ComparisonVector Compare(std::span<const Comparison> comparisons, record::PreparedView a,
                         record::PreparedView b) noexcept {
  ComparisonVector vector;
  const Comparison* given = Find(comparisons, ComparisonKind::kGivenName);
  const Comparison* family = Find(comparisons, ComparisonKind::kFamilyName);
  const NameLevels names = CompareNames(given, family, a, b);
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    const Comparison& comparison = comparisons[i];
    std::uint8_t& level = vector.levels[i];
    switch (comparison.kind) {
      case ComparisonKind::kGivenName: level = static_cast<std::uint8_t>(names.given); break;
      case ComparisonKind::kFamilyName: level = static_cast<std::uint8_t>(names.family); break;
      case ComparisonKind::kBirthDate:
      case ComparisonKind::kDate: level = Plain(CompareDates(comparison.field, a, b)); break;
      case ComparisonKind::kEmail: level = Plain(CompareEmails(comparison, a, b)); break;
      case ComparisonKind::kPhone: level = Plain(ComparePhones(comparison, a, b)); break;
      case ComparisonKind::kAddress: level = CompareAddresses(comparison, a, b); break;
      case ComparisonKind::kGender: level = CompareGender(a, b); break;
      case ComparisonKind::kText: level = CompareText(comparison, a, b); break;
      case ComparisonKind::kCategory: level = CompareCategory(comparison, a, b); break;
      case ComparisonKind::kNumber: level = CompareNumber(comparison, a, b); break;
      case ComparisonKind::kSuffix: level = CompareSuffix(comparison, a, b); break;
      case ComparisonKind::kIdentifier: level = CompareIdentifier(comparison, a, b); break;
    }
  }
  return vector;
}

}  // namespace doublon::compare
