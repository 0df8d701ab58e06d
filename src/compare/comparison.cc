#include "compare/comparison.h"

#include <algorithm>

#include "compare/field_comparisons.h"

namespace doublon::compare {

namespace {

using record::Kind;
using record::PreparedView;

bool ComparisonOf(Kind kind, ComparisonKind* comparison) noexcept {
  switch (kind) {
    case Kind::kText:
      *comparison = ComparisonKind::kText;
      return true;
    case Kind::kCategory:
      *comparison = ComparisonKind::kCategory;
      return true;
    case Kind::kNumber:
      *comparison = ComparisonKind::kNumber;
      return true;
    case Kind::kDate:
      *comparison = ComparisonKind::kDate;
      return true;
    case Kind::kIdentifier:
      *comparison = ComparisonKind::kIdentifier;
      return true;
    default:
      return false;
  }
}

const Comparison* Find(std::span<const Comparison> comparisons, ComparisonKind kind) noexcept {
  for (const Comparison& comparison : comparisons) {
    if (comparison.kind == kind) return &comparison;
  }
  return nullptr;
}

// A record that says no name at all counts as a person's.
OrganisationLevel CompareOrganisations(std::span<const Comparison> comparisons, PreparedView a,
                                       PreparedView b) noexcept {
  const bool of_a = IsOrganisation(comparisons, a), of_b = IsOrganisation(comparisons, b);
  if (of_a && of_b) return OrganisationLevel::kBoth;
  const bool of_one = of_a != of_b && !(of_a ? b : a).values(record::kGivenField).empty();
  return of_one ? OrganisationLevel::kOne : OrganisationLevel::kPersons;
}

}  // namespace

bool IsOrganisation(std::span<const Comparison> comparisons, PreparedView record) noexcept {
  if (record.has(record::kOrganisation)) return true;
  if (!record.values(record::kGivenField).empty() || !record.values(record::kFamilyField).empty())
    return false;
  for (const Comparison& comparison : comparisons) {
    if (comparison.kind == ComparisonKind::kText && !record.values(comparison.field).empty())
      return true;
  }
  return false;
}

Comparison OrganisationComparison() {
  Comparison comparison;
  comparison.name = "organisation";
  comparison.kind = ComparisonKind::kOrganisation;
  return comparison;
}

bool IsSuffixField(const record::Field& field) noexcept {
  return field.kind == Kind::kCategory && field.name == "suffix";
}

std::vector<Comparison> ComparisonsFor(std::span<const record::Field> fields,
                                       const std::vector<bool>& used,
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
  if (used[record::kFamilyField])
    add("family_name", ComparisonKind::kFamilyName, record::kFamilyField);
  if (used[record::kBirthDateField])
    add("birth_date", ComparisonKind::kBirthDate, record::kBirthDateField);
  if (used[record::kEmailField]) add("email", ComparisonKind::kEmail, record::kEmailField);
  if (used[record::kPhoneField]) add("phone", ComparisonKind::kPhone, record::kPhoneField);
  if (used[record::kStreetField] || used[record::kPostcodeField] || used[record::kCityField]) {
    add("address", ComparisonKind::kAddress, record::kStreetField);
  }
  if (used[record::kGenderField]) add("gender", ComparisonKind::kGender, record::kGenderField);
  const bool of_persons = used[record::kGivenField] || used[record::kFamilyField];
  for (std::size_t i = record::kFirstCustomField; i < fields.size(); ++i) {
    ComparisonKind kind;
    if (!used[i] || !ComparisonOf(fields[i].kind, &kind)) continue;
    if (IsSuffixField(fields[i])) kind = ComparisonKind::kSuffix;
    if (kind == ComparisonKind::kDate && !of_persons) kind = ComparisonKind::kEventDate;
    add(fields[i].name, kind, static_cast<std::uint8_t>(i));
  }
  return comparisons;
}

void CompareBatch(std::span<const Comparison> comparisons, std::span<const ViewPair> pairs,
                  ComparisonVector* vectors) noexcept {
  std::fill_n(vectors, pairs.size(), ComparisonVector{});
  const Comparison* given = Find(comparisons, ComparisonKind::kGivenName);
  const Comparison* family = Find(comparisons, ComparisonKind::kFamilyName);
  // Given and family name are compared together.
  if (given != nullptr || family != nullptr) {
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      const NameLevels names = CompareNames(given, family, pairs[i].a, pairs[i].b);
      if (given != nullptr)
        vectors[i].levels[given - comparisons.data()] = static_cast<std::uint8_t>(names.given);
      if (family != nullptr)
        vectors[i].levels[family - comparisons.data()] = static_cast<std::uint8_t>(names.family);
    }
  }
  for (std::size_t j = 0; j < comparisons.size(); ++j) {
    const Comparison& comparison = comparisons[j];
    const auto fill = [&](const auto& level_of) {
      for (std::size_t i = 0; i < pairs.size(); ++i) {
        vectors[i].levels[j] = static_cast<std::uint8_t>(level_of(pairs[i].a, pairs[i].b));
      }
    };
    switch (comparison.kind) {
      case ComparisonKind::kGivenName:
      case ComparisonKind::kFamilyName:
        break;
      case ComparisonKind::kBirthDate:
      case ComparisonKind::kDate:
        fill([&](PreparedView a, PreparedView b) { return CompareDates(comparison.field, a, b); });
        break;
      case ComparisonKind::kEventDate:
        fill([&](PreparedView a, PreparedView b) {
          return CompareEventDates(comparison.field, a, b);
        });
        break;
      case ComparisonKind::kEmail:
        fill([&](PreparedView a, PreparedView b) { return CompareEmails(comparison, a, b); });
        break;
      case ComparisonKind::kPhone:
        fill([&](PreparedView a, PreparedView b) { return ComparePhones(comparison, a, b); });
        break;
      case ComparisonKind::kAddress:
        fill([&](PreparedView a, PreparedView b) { return CompareAddresses(comparison, a, b); });
        break;
      case ComparisonKind::kGender:
        fill([](PreparedView a, PreparedView b) { return CompareGender(a, b); });
        break;
      case ComparisonKind::kText:
        fill([&](PreparedView a, PreparedView b) { return CompareText(comparison, a, b); });
        break;
      case ComparisonKind::kCategory:
        fill([&](PreparedView a, PreparedView b) { return CompareCategory(comparison, a, b); });
        break;
      case ComparisonKind::kNumber:
        fill([&](PreparedView a, PreparedView b) { return CompareNumber(comparison, a, b); });
        break;
      case ComparisonKind::kSuffix:
        fill([&](PreparedView a, PreparedView b) { return CompareSuffix(comparison, a, b); });
        break;
      case ComparisonKind::kOrganisation:
        fill([&](PreparedView a, PreparedView b) {
          return CompareOrganisations(comparisons, a, b);
        });
        break;
      case ComparisonKind::kIdentifier:
        fill([&](PreparedView a, PreparedView b) { return CompareIdentifier(comparison, a, b); });
        break;
    }
  }
}

ComparisonVector Compare(std::span<const Comparison> comparisons, record::PreparedView a,
                         record::PreparedView b) noexcept {
  ComparisonVector vector;
  const ViewPair pair = {a, b};
  CompareBatch(comparisons, {&pair, 1}, &vector);
  return vector;
}

}  // namespace doublon::compare
