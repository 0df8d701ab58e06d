#include "compare/comparison.h"
#include "compare/field_comparisons.h"

namespace doublon::compare {

namespace {

using enum LevelSense;

// same_share: rough shares among pairs of one person in contact lists whose values are present,
// from the error rates of hand-filled and machine-read forms (knowledge of the field, domain.md);
// only a start for the learner. stranger_share: the same among random pairs, for lists too small to
// show it.
constexpr Level kGivenLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "given_name_different", kDisagree, .02, .955},
    {"false_friend", "given_name_false_friend", kDisagree, .002, .004},
    {"initial", "given_name_initial", kPartial, .03, .004},
    {"similar", "given_name_similar", kPartial, .03, .02},
    {"nickname", "given_name_nickname", kPartial, .03, .002},
    {"close", "given_name_similar", kAgree, .08, .004},
    {"subset", "given_name_part", kAgree, .06, .004},
    {"exact_frequent", "given_name_same", kAgree, .09, .004},
    {"exact_common", "given_name_same", kAgree, .15, .003},
    {"exact_middle", "given_name_same", kAgree, .24, .0015},
    {"exact_rare", "given_name_same", kAgree, .24, .0005},
    {"swapped", "names_swapped", kAgree, .02, .0003},
};
constexpr Level kFamilyLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "family_name_different", kDisagree, .05, .985},
    {"similar", "family_name_similar", kPartial, .03, .008},
    {"close", "family_name_similar", kAgree, .12, .002},
    {"subset", "family_name_part", kAgree, .05, .0015},
    {"exact_frequent", "family_name_same", kAgree, .09, .0015},
    {"exact_common", "family_name_same", kAgree, .15, .001},
    {"exact_middle", "family_name_same", kAgree, .24, .001},
    {"exact_rare", "family_name_same", kAgree, .24, .0004},
    {"swapped", "names_swapped", kAgree, .02, .0001},
};
constexpr Level kDateLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "date_different", kDisagree, .01, .93},
    {"year", "date_year_same", kDisagree, .01, .04},
    {"day_month", "date_day_month_same", kPartial, .01, .003},
    {"two_parts", "date_partly_same", kPartial, .02, .003},
    {"one_edit", "date_one_digit", kAgree, .05, .003},
    {"swapped", "date_day_month_swapped", kAgree, .01, .0002},
    {"partial", "date_compatible", kPartial, .03, .02},
    {"exact", "date_same", kAgree, .84, .0003},
};
// Dates other than of birth: of a visit, of a form. Whether one person has one of them is not known
// beforehand.
constexpr Level kOtherDateLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "date_different", kDisagree, .30, .87},
    {"year", "date_year_same", kDisagree, .06, .07},
    {"day_month", "date_day_month_same", kPartial, .02, .003},
    {"two_parts", "date_partly_same", kPartial, .04, .02},
    {"one_edit", "date_one_digit", kAgree, .06, .015},
    {"swapped", "date_day_month_swapped", kAgree, .01, .001},
    {"partial", "date_compatible", kPartial, .04, .02},
    {"exact", "date_same", kAgree, .45, .0105},
};
// In lists of what happens rather than who somebody is: payments, orders, visits. The date is noted
// a few days later as well as mistyped; whether it may be the very same is learnt without leaning.
constexpr Level kEventDateLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "date_different", kDisagree, .28, .74},
    {"year", "date_within_year", kDisagree, .06, .17},
    {"month", "date_within_month", kPartial, .04, .04},
    {"one_edit", "date_one_digit", kPartial, .04, .007},
    {"partial", "date_compatible", kPartial, .04, .02},
    {"week", "date_within_week", kPartial, .04, .0075},
    {"days", "date_near", kAgree, .05, .005},
    {"exact", "date_same", kAgree, .45, .0105},
};
constexpr Level kEmailLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "email_different", kDisagree, .25, .995},
    {"similar", "email_similar", kAgree, .06, .001},
    {"local_part", "email_local_part_same", kAgree, .06, .0005},
    {"same_shared", "email_same_shared", kPartial, .02, .0025},
    {"same_other_name", "email_same_other_name", kPartial, .01, .0005},
    {"same", "email_same", kAgree, .30, .0003},
    {"same_named", "email_same", kAgree, .30, .0002},
};
constexpr Level kPhoneLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "phone_different", kDisagree, .30, .9975},
    {"one_edit", "phone_one_digit", kAgree, .05, .0005},
    {"same_shared", "phone_same_shared", kPartial, .02, .001},
    {"same_landline", "phone_same", kAgree, .23, .0006},
    {"same_mobile", "phone_same", kAgree, .40, .0004},
};

constexpr Level kAddressLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"city_different", "city_different", kDisagree, .04, .2},
    {"city_near", "city_near", kDisagree, .03, .03},
    {"city_half", "city_same", kPartial, .03, .002},
    {"large_city_same", "city_same", kPartial, .03, .01},
    {"city_same", "city_same", kPartial, .06, .01},
    {"street_different", "address_different", kDisagree, .01, .03},
    {"all_different", "address_different", kDisagree, .08, .66},
    {"street_different_city_near", "address_different", kDisagree, .03, .04},
    {"street_different_city_half", "address_different", kDisagree, .02, .002},
    {"street_different_large_city_same", "street_different", kDisagree, .02, .01},
    {"street_different_city_same", "street_different", kDisagree, .03, .012},
    {"same_street", "street_same", kPartial, .01, .001},
    {"same_street_city_different", "street_same", kPartial, .01, .002},
    {"same_street_city_near", "street_same", kPartial, .01, .0005},
    {"same_street_city_half", "street_same", kPartial, .02, .0002},
    {"same_street_large_city_same", "street_same", kPartial, .02, .0003},
    {"same_street_city_same", "street_same", kPartial, .02, .0005},
    {"similar", "address_similar", kPartial, .01, .0005},
    {"similar_city_different", "address_similar", kPartial, .01, .004},
    {"similar_city_near", "address_similar", kPartial, .01, .0005},
    {"similar_city_half", "address_similar", kAgree, .02, .0002},
    {"similar_large_city_same", "address_similar", kAgree, .04, .0001},
    {"similar_city_same", "address_similar", kAgree, .10, .0003},
    {"exact", "address_same", kAgree, .02, .0002},
    {"exact_city_different", "address_same", kPartial, .01, .0006},
    {"exact_city_near", "address_same", kPartial, .02, .0002},
    {"exact_city_half", "address_same", kAgree, .04, .0002},
    {"exact_large_city_same", "address_same", kAgree, .09, .0001},
    {"exact_city_same", "address_same", kAgree, .20, .0003},
};
constexpr Level kGenderLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "gender_different", kDisagree, .02, .5},
    {"same", "", kPartial, .98, .5},
};
constexpr Level kTextLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "text_different", kDisagree, .05, .9},
    {"little", "", kDisagree, .05, .062},
    {"numbers_differ", "text_different", kDisagree, .03, .012},
    {"some", "text_similar", kPartial, .07, .015},
    {"half", "text_similar", kPartial, .10, .005},
    {"most", "text_similar", kAgree, .13, .002},
    {"nearly_all", "text_similar", kAgree, .12, .001},
    {"exact_common", "text_same", kAgree, .15, .002},
    {"exact_middle", "text_same", kAgree, .15, .0006},
    {"exact_rare", "text_same", kAgree, .15, .0004},
};
constexpr Level kCategoryLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "value_different", kDisagree, .25, .85},
    {"similar", "value_similar", kPartial, .09, .03},
    {"exact_common", "value_same", kAgree, .22, .08},
    {"exact_middle", "value_same", kAgree, .22, .03},
    {"exact_rare", "value_same", kAgree, .22, .01},
};
constexpr Level kNumberLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "number_different", kDisagree, .12, .75},
    {"within_20_percent", "number_near", kPartial, .05, .15},
    {"within_5_percent", "number_near", kPartial, .05, .04},
    {"within_1_percent", "number_near", kPartial, .05, .02},
    {"exact_common", "number_same", kAgree, .22, .03},
    {"exact_middle", "number_same", kAgree, .22, .008},
    {"exact_rare", "number_same", kAgree, .21, .002},
};
constexpr Level kIdentifierLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "identifier_different", kDisagree, .06, .99},
    {"two_edits", "identifier_similar", kPartial, .04, .005},
    {"one_edit", "identifier_one_digit", kAgree, .10, .001},
    {"exact_common", "identifier_same", kAgree, .20, .003},
    {"exact_middle", "identifier_same", kAgree, .25, .0007},
    {"exact_rare", "identifier_same", kAgree, .35, .0003},
};

constexpr Level kSuffixLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"different", "name_suffix_different", kDisagree, .0005, .5},
    {"same", "name_suffix_same", kPartial, .9995, .5},
};

// What sort of pair it is; the training says what of it is one (kOtherOrganisations).
constexpr Level kOrganisationLevels[] = {
    {"missing", "", kNone, 0, 0},
    {"organisation_and_person", "organisation_and_person", kDisagree, .005, .2},
    {"persons", "", kNone, .7, .7},
    {"organisations", "", kPartial, .295, .1},
};

constexpr std::string_view kKindNames[] = {"given_name", "family_name",  "birth_date", "email",
                                           "phone",      "address",      "gender",     "text",
                                           "category",   "number",       "date",       "identifier",
                                           "suffix",     "organisation", "event_date"};

}  // namespace

std::span<const Level> LevelsOf(ComparisonKind kind) noexcept {
  switch (kind) {
    case ComparisonKind::kGivenName:
      return kGivenLevels;
    case ComparisonKind::kFamilyName:
      return kFamilyLevels;
    case ComparisonKind::kBirthDate:
      return kDateLevels;
    case ComparisonKind::kEmail:
      return kEmailLevels;
    case ComparisonKind::kPhone:
      return kPhoneLevels;
    case ComparisonKind::kAddress:
      return kAddressLevels;
    case ComparisonKind::kGender:
      return kGenderLevels;
    case ComparisonKind::kText:
      return kTextLevels;
    case ComparisonKind::kCategory:
      return kCategoryLevels;
    case ComparisonKind::kNumber:
      return kNumberLevels;
    case ComparisonKind::kDate:
      return kOtherDateLevels;
    case ComparisonKind::kEventDate:
      return kEventDateLevels;
    case ComparisonKind::kIdentifier:
      return kIdentifierLevels;
    case ComparisonKind::kSuffix:
      return kSuffixLevels;
    case ComparisonKind::kOrganisation:
      return kOrganisationLevels;
  }
  return {};
}

std::span<const std::uint8_t> OrderedLevels(ComparisonKind kind) noexcept {
  static constexpr std::uint8_t kGiven[] = {1, 8, 9, 10, 11}, kFamily[] = {1, 5, 6, 7, 8};
  static constexpr std::uint8_t kDates[] = {1, 5, 8}, kEvents[] = {1, 2, 3, 6, 7},
                                kMails[] = {1, 2, 3, 6, 7}, kPhones[] = {1, 2, 5};
  // A street of the same town: another, the same with another number, nearly the same line, the
  // same line.
  static constexpr std::uint8_t kAddresses[] = {11, 17, 23, 29};
  static constexpr std::uint8_t kSorts[] = {1, 3};  // two persons are no degree of it
  static constexpr std::uint8_t kTwo[] = {1, 2}, kCategories[] = {1, 2, 3, 4, 5},
                                kCodes[] = {1, 2, 3, 4, 5, 6};
  static constexpr std::uint8_t kNumbers[] = {1, 2, 3, 4, 5, 6, 7},
                                kTexts[] = {1, 2, 4, 5, 6, 7, 8, 9, 10};
  switch (kind) {
    case ComparisonKind::kGivenName:
      return kGiven;
    case ComparisonKind::kFamilyName:
      return kFamily;
    case ComparisonKind::kBirthDate:
    case ComparisonKind::kDate:
      return kDates;
    case ComparisonKind::kEventDate:
      return kEvents;
    case ComparisonKind::kEmail:
      return kMails;
    case ComparisonKind::kPhone:
      return kPhones;
    case ComparisonKind::kAddress:
      return kAddresses;
    case ComparisonKind::kGender:
    case ComparisonKind::kSuffix:
      return kTwo;
    case ComparisonKind::kOrganisation:
      return kSorts;
    case ComparisonKind::kText:
      return kTexts;
    case ComparisonKind::kCategory:
      return kCategories;
    case ComparisonKind::kNumber:
      return kNumbers;
    case ComparisonKind::kIdentifier:
      return kCodes;
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
