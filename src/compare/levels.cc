#include "compare/comparison.h"
#include "compare/field_comparisons.h"

namespace doublon::compare {

namespace {

using enum LevelSense;

// same_share: rough shares among pairs of one person in contact lists whose values are present, from the error rates
// of hand-filled and machine-read forms (knowledge of the field, domain.md); only a start for the learner.
constexpr Level kGivenLevels[] = {
    {"missing", "", kNone, 0},
    {"different", "given_name_different", kDisagree, .02},
    {"false_friend", "given_name_false_friend", kDisagree, .002},
    {"initial", "given_name_initial", kPartial, .03},
    {"similar", "given_name_similar", kPartial, .03},
    {"nickname", "given_name_nickname", kPartial, .03},
    {"close", "given_name_similar", kAgree, .08},
    {"subset", "given_name_part", kAgree, .06},
    {"exact_common", "given_name_same", kAgree, .24},
    {"exact_middle", "given_name_same", kAgree, .24},
    {"exact_rare", "given_name_same", kAgree, .24},
    {"swapped", "names_swapped", kAgree, .02},
};
constexpr Level kFamilyLevels[] = {
    {"missing", "", kNone, 0},
    {"different", "family_name_different", kDisagree, .05},
    {"similar", "family_name_similar", kPartial, .03},
    {"close", "family_name_similar", kAgree, .12},
    {"subset", "family_name_part", kAgree, .05},
    {"exact_common", "family_name_same", kAgree, .24},
    {"exact_middle", "family_name_same", kAgree, .24},
    {"exact_rare", "family_name_same", kAgree, .24},
    {"swapped", "names_swapped", kAgree, .02},
};
constexpr Level kDateLevels[] = {
    {"missing", "", kNone, 0},
    {"different", "date_different", kDisagree, .01},
    {"year", "date_year_same", kDisagree, .01},
    {"day_month", "date_day_month_same", kPartial, .01},
    {"two_parts", "date_partly_same", kPartial, .02},
    {"one_edit", "date_one_digit", kAgree, .05},
    {"swapped", "date_day_month_swapped", kAgree, .01},
    {"partial", "date_compatible", kPartial, .03},
    {"exact_suspect", "date_same_presumed", kPartial, .02},
    {"exact", "date_same", kAgree, .84},
};
constexpr Level kEmailLevels[] = {
    {"missing", "", kNone, 0},
    {"different", "email_different", kDisagree, .25},
    {"similar", "email_similar", kAgree, .06},
    {"local_part", "email_local_part_same", kAgree, .06},
    {"same_shared", "email_same_shared", kPartial, .02},
    {"same_other_name", "email_same_other_name", kPartial, .01},
    {"same", "email_same", kAgree, .30},
    {"same_named", "email_same", kAgree, .30},
};
constexpr Level kPhoneLevels[] = {
    {"missing", "", kNone, 0},
    {"different", "phone_different", kDisagree, .30},
    {"one_edit", "phone_one_digit", kAgree, .05},
    {"same_shared", "phone_same_shared", kPartial, .02},
    {"same_landline", "phone_same", kAgree, .23},
    {"same_mobile", "phone_same", kAgree, .40},
};

constexpr Level kAddressLevels[] = {
    {"missing", "", kNone, 0},
    {"city_different", "city_different", kDisagree, .04},
    {"city_near", "city_near", kDisagree, .03},
    {"city_half", "city_same", kPartial, .03},
    {"city_same", "city_same", kPartial, .09},
    {"street_different", "address_different", kDisagree, .01},
    {"all_different", "address_different", kDisagree, .08},
    {"street_different_city_near", "address_different", kDisagree, .03},
    {"street_different_city_half", "address_different", kDisagree, .02},
    {"street_different_city_same", "street_different", kDisagree, .05},
    {"same_street", "street_same", kPartial, .01},
    {"same_street_city_different", "street_same", kPartial, .01},
    {"same_street_city_near", "street_same", kPartial, .01},
    {"same_street_city_half", "street_same", kPartial, .02},
    {"same_street_city_same", "street_same", kPartial, .04},
    {"similar", "address_similar", kPartial, .01},
    {"similar_city_different", "address_similar", kPartial, .01},
    {"similar_city_near", "address_similar", kPartial, .01},
    {"similar_city_half", "address_similar", kAgree, .02},
    {"similar_city_same", "address_similar", kAgree, .10},
    {"exact", "address_same", kAgree, .02},
    {"exact_city_different", "address_same", kPartial, .01},
    {"exact_city_near", "address_same", kPartial, .02},
    {"exact_city_half", "address_same", kAgree, .04},
    {"exact_city_same", "address_same", kAgree, .29},
};
constexpr Level kGenderLevels[] = {
    {"missing", "", kNone, 0},
    {"different", "gender_different", kDisagree, .02},
    {"same", "", kPartial, .98},
};
constexpr Level kTextLevels[] = {
    {"missing", "", kNone, 0},
    {"different", "text_different", kDisagree, .05},
    {"little", "", kDisagree, .05},
    {"some", "text_similar", kPartial, .07},
    {"half", "text_similar", kPartial, .10},
    {"most", "text_similar", kAgree, .13},
    {"nearly_all", "text_similar", kAgree, .15},
    {"exact_common", "text_same", kAgree, .15},
    {"exact_middle", "text_same", kAgree, .15},
    {"exact_rare", "text_same", kAgree, .15},
};
constexpr Level kCategoryLevels[] = {
    {"missing", "", kNone, 0},
    {"different", "value_different", kDisagree, .10},
    {"similar", "value_similar", kPartial, .10},
    {"exact_common", "value_same", kAgree, .27},
    {"exact_middle", "value_same", kAgree, .27},
    {"exact_rare", "value_same", kAgree, .26},
};
constexpr Level kNumberLevels[] = {
    {"missing", "", kNone, 0},
    {"different", "number_different", kDisagree, .12},
    {"within_20_percent", "number_near", kPartial, .05},
    {"within_5_percent", "number_near", kPartial, .05},
    {"within_1_percent", "number_near", kPartial, .05},
    {"exact_common", "number_same", kAgree, .22},
    {"exact_middle", "number_same", kAgree, .22},
    {"exact_rare", "number_same", kAgree, .21},
};
constexpr Level kIdentifierLevels[] = {
    {"missing", "", kNone, 0},
    {"different", "identifier_different", kDisagree, .06},
    {"two_edits", "identifier_similar", kPartial, .04},
    {"one_edit", "identifier_one_digit", kAgree, .10},
    {"exact_common", "identifier_same", kAgree, .20},
    {"exact_middle", "identifier_same", kAgree, .25},
    {"exact_rare", "identifier_same", kAgree, .35},
};

constexpr std::string_view kKindNames[] = {"given_name", "family_name", "birth_date", "email",
                                           "phone",      "address",     "gender",     "text",
                                           "category",   "number",      "date",       "identifier"};

}  // namespace

std::span<const Level> LevelsOf(ComparisonKind kind) noexcept {
  switch (kind) {
    case ComparisonKind::kGivenName: return kGivenLevels;
    case ComparisonKind::kFamilyName: return kFamilyLevels;
    case ComparisonKind::kBirthDate: return kDateLevels;
    case ComparisonKind::kEmail: return kEmailLevels;
    case ComparisonKind::kPhone: return kPhoneLevels;
    case ComparisonKind::kAddress: return kAddressLevels;
    case ComparisonKind::kGender: return kGenderLevels;
    case ComparisonKind::kText: return kTextLevels;
    case ComparisonKind::kCategory: return kCategoryLevels;
    case ComparisonKind::kNumber: return kNumberLevels;
    case ComparisonKind::kDate: return kDateLevels;
    case ComparisonKind::kIdentifier: return kIdentifierLevels;
  }
  return {};
}

std::string_view ComparisonKindName(ComparisonKind kind) noexcept {
  return kKindNames[static_cast<std::size_t>(kind)];
}

bool ComparisonKindFromName(std::string_view name, ComparisonKind* kind) noexcept {
  for (std::size_t i = 0; i < std::size(kKindNames); ++i) {
    if (kKindNames[i] != name) continue;
    *kind = static_cast<ComparisonKind>(i);
    return true;
  }
  return false;
}

}  // namespace doublon::compare
