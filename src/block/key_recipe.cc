#include "block/key_recipe.h"

#include <algorithm>
#include <array>

namespace doublon::block {

namespace {

using record::Kind;
using enum Transform;

constexpr std::string_view kTransformNames[] = {
    "whole",       "text_whole",  "first_token", "each_token",  "initial",         "fr_key",
    "skeleton",    "prefix3",     "prefix5",     "suffix4",     "sorted_letters",  "date",
    "year",        "month_day",   "year_month",  "local_part",  "tail6",           "street_number",
    "street_word", "street_line", "area2",       "rare_tokens", "rare_token_pair", "name_pairs",
    "near_number", "near_days"};

constexpr KeyPart kGiven = {kFirstToken, record::kGivenField};
constexpr KeyPart kGivenInitial = {kInitial, record::kGivenField};
constexpr KeyPart kGivenPrefix = {kPrefix3, record::kGivenField};
constexpr KeyPart kGivenSkeleton = {kSkeleton, record::kGivenField};
constexpr KeyPart kFamilyKey = {kFrKey, record::kFamilyField};
constexpr KeyPart kFamilySkeleton = {kSkeleton, record::kFamilyField};
constexpr KeyPart kFamilyToken = {kEachToken, record::kFamilyField};
constexpr KeyPart kFamilyInitial = {kInitial, record::kFamilyField};
constexpr KeyPart kFamilyPrefix3 = {kPrefix3, record::kFamilyField};
constexpr KeyPart kFamilyPrefix5 = {kPrefix5, record::kFamilyField};
constexpr KeyPart kFamilySuffix = {kSuffix4, record::kFamilyField};
constexpr KeyPart kFamilyLetters = {kSortedLetters, record::kFamilyField};
constexpr KeyPart kBothNames = {kNamePairs, record::kGivenField};
constexpr KeyPart kBirthDate = {kDate, record::kBirthDateField};
constexpr KeyPart kBirthYear = {kYear, record::kBirthDateField};
constexpr KeyPart kBirthMonthDay = {kMonthDay, record::kBirthDateField};
constexpr KeyPart kBirthYearMonth = {kYearMonth, record::kBirthDateField};
constexpr KeyPart kMailbox = {kWhole, record::kEmailField};
constexpr KeyPart kMailLocal = {kLocalPart, record::kEmailField};
constexpr KeyPart kPhone = {kWhole, record::kPhoneField};
constexpr KeyPart kPhoneTail = {kTail6, record::kPhoneField};
constexpr KeyPart kStreet = {kStreetLine, record::kStreetField};
constexpr KeyPart kNumber = {kStreetNumber, record::kStreetField};
constexpr KeyPart kStreetWords = {kStreetWord, record::kStreetField};
constexpr KeyPart kPostcode = {kWhole, record::kPostcodeField};
constexpr KeyPart kArea = {kArea2, record::kPostcodeField};
constexpr KeyPart kCity = {kWhole, record::kCityField};

// Contact keys. Each is specific (about one chance partner a record in a list of 100,000) and they
// fail on different errors: of the family name, of the given name, of the date, of the address.
const std::vector<KeyRecipe>& ContactRecipes() {
  static const auto& recipes = *new std::vector<KeyRecipe>{
      {{kMailbox}, {kGivenInitial, kFamilyInitial}},
      {{kMailLocal}, {kGivenInitial, kFamilyInitial}},
      {{kPhone}, {kGivenInitial, kFamilyInitial}},
      {{kPhoneTail, kGivenInitial}, {kFamilyInitial}},
      {{kFamilyKey, kBirthDate}, {kGivenInitial}},
      {{kGiven, kBirthDate}, {kFamilyInitial, kArea}},
      {{kGivenInitial, kFamilyInitial, kBirthDate}, {kArea}},
      {{kFamilyKey, kGiven, kBirthYear}, {kBirthMonthDay, kPostcode}},
      {{kFamilyKey, kGivenPrefix, kBirthMonthDay}, {kArea}},
      {{kFamilyKey, kGivenPrefix, kBirthYearMonth}, {kArea}},
      {{kFamilySkeleton, kGivenSkeleton}, {kBirthYear, kArea, kPostcode}},
      {{kFamilyToken, kGiven}, {kArea, kPostcode, kBirthYear}},
      {{kFamilyPrefix3, kGiven, kPostcode}, {kNumber}},
      {{kFamilySuffix, kGiven, kPostcode}, {kNumber}},
      {{kFamilyLetters, kGivenInitial}, {kArea, kPostcode}},
      {{kBothNames}, {kBirthYear, kArea, kPostcode}},
      {{kFamilyKey, kGivenInitial, kPostcode}, {kNumber, kBirthYear}},
      {{kFamilyToken, kStreetWords}, {kNumber, kGivenInitial}},
      {{kStreet, kPostcode}, {kGivenInitial, kFamilyInitial}},
      {{kStreet, kGivenInitial}, {kFamilyInitial, kArea}},
      {{kStreet, kFamilyInitial}, {kGivenInitial, kArea}},
      {{kBirthDate, kPostcode}, {kGivenInitial}},
      {{kBirthDate, kNumber}, {kGivenInitial, kArea}},
      {{kGivenPrefix, kFamilyPrefix3, kCity}, {kBirthYear, kNumber}},
      {{kFamilyPrefix5, kBirthYearMonth}, {kGivenInitial}},
      {{kFamilyToken, kCity}, {kGivenInitial, kGiven, kBirthYear}},
      {{kGiven, kPostcode, kBirthYear}, {kFamilyInitial}},
  };
  return recipes;
}

// Loose keys for lists small enough to afford them: one part agreed upon, so that a pair with two
// or three errors is still reached. In larger lists nearly all their blocks would be too large and
// refined into the keys above.
const std::vector<KeyRecipe>& LooseRecipes() {
  static const auto& recipes = *new std::vector<KeyRecipe>{
      {{kFamilyKey}, {kGivenInitial, kBirthYear, kArea}},
      {{kFamilySkeleton}, {kGivenInitial, kBirthYear, kArea}},
      {{kFamilyPrefix5}, {kBirthYear, kGivenInitial, kArea}},
      {{kFamilySuffix}, {kGivenInitial, kBirthMonthDay}},
      {{kGiven}, {kFamilyInitial, kBirthYear, kCity}},
      {{kGivenSkeleton}, {kBirthYearMonth, kFamilyInitial}},
      {{kBirthDate}, {kGivenInitial, kFamilyInitial}},
      {{kBirthYearMonth}, {kGivenInitial, kFamilyInitial, kArea}},
      {{kBirthMonthDay}, {kGivenInitial, kFamilyInitial, kArea}},
      {{kStreetWords}, {kNumber, kGivenInitial, kArea}},
      {{kPhoneTail}, {kGivenInitial}},
      {{kPostcode}, {kGivenInitial, kBirthYear, kFamilyInitial}},
      {{kCity}, {kGivenInitial, kBirthYear, kFamilyInitial}},
  };
  return recipes;
}

bool Uses(const KeyRecipe& recipe, const std::vector<bool>& used) {
  return std::all_of(recipe.parts.begin(), recipe.parts.end(), [&](const KeyPart& part) {
    return used[part.field] && (part.transform != kNamePairs || used[record::kFamilyField]);
  });
}

// What a custom field offers to keys: a part that tells records apart by itself, or one that only
// helps.
struct CustomParts {
  std::vector<KeyPart> strong;
  std::vector<KeyPart> weak;
};

CustomParts PartsOf(Kind kind, std::uint8_t field) {
  switch (kind) {
    case Kind::kIdentifier:
      return {{{kWhole, field}, {kTail6, field}}, {{kPrefix3, field}}};
    case Kind::kText:
      return {{{kTextWhole, field}, {kRareTokenPair, field}}, {{kRareTokens, field}}};
    case Kind::kDate:
      return {{{kDate, field}}, {{kNearDays, field}, {kYear, field}, {kMonthDay, field}}};
    case Kind::kNumber:
      return {{}, {{kWhole, field}, {kNearNumber, field}}};
    case Kind::kCategory:
      return {{}, {{kWhole, field}}};
    default:
      return {};
  }
}

}  // namespace

std::string_view TransformName(Transform transform) noexcept {
  return kTransformNames[static_cast<std::size_t>(transform)];
}

bool TransformFromName(std::string_view name, Transform* transform) noexcept {
  for (std::size_t i = 0; i < std::size(kTransformNames); ++i) {
    if (kTransformNames[i] != name) continue;
    *transform = static_cast<Transform>(i);
    return true;
  }
  return false;
}

std::string RecipeText(const KeyRecipe& recipe, std::span<const record::Field> fields) {
  std::string text;
  for (const KeyPart& part : recipe.parts) {
    if (!text.empty()) text += " + ";
    text += fields[part.field].name;
    text += '.';
    text += TransformName(part.transform);
  }
  return text;
}

std::vector<KeyRecipe> RecipesFor(std::span<const record::Field> fields,
                                  const std::vector<bool>& used, std::size_t record_count) {
  std::vector<KeyRecipe> recipes;
  const auto add_used = [&](const std::vector<KeyRecipe>& all) {
    for (const KeyRecipe& recipe : all) {
      if (!Uses(recipe, used)) continue;
      KeyRecipe kept = {recipe.parts, {}};
      for (const KeyPart& part : recipe.refinements) {
        if (used[part.field]) kept.refinements.push_back(part);
      }
      recipes.push_back(std::move(kept));
    }
  };
  add_used(ContactRecipes());
  if (record_count <= kLooseRecordsMax) add_used(LooseRecipes());
  std::vector<KeyPart> weak;  // of all fields, contact ones included: they pair up below
  const auto add_weak = [&](KeyPart part) {
    if (used[part.field]) weak.push_back(part);
  };
  for (const KeyPart& part :
       {kGiven, kFamilyKey, kBirthYear, kBirthMonthDay, kPostcode, kCity, kStreetWords, kNumber}) {
    add_weak(part);
  }
  const std::size_t contact_weak = weak.size();
  std::vector<KeyPart> refinements(
      weak.begin(),
      weak.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(contact_weak, 3)));
  for (std::size_t i = record::kFirstCustomField; i < fields.size(); ++i) {
    if (!used[i]) continue;
    CustomParts parts = PartsOf(fields[i].kind, static_cast<std::uint8_t>(i));
    for (const KeyPart& part : parts.strong) recipes.push_back({{part}, refinements});
    weak.insert(weak.end(), parts.weak.begin(), parts.weak.end());
  }
  // Pairs of weak parts of different fields, at least one of them custom.
  constexpr std::size_t kRecipeCountMax = 60;
  for (std::size_t j = contact_weak; j < weak.size(); ++j) {
    for (std::size_t i = 0; i < j && recipes.size() < kRecipeCountMax; ++i) {
      if (weak[i].field == weak[j].field) continue;
      KeyRecipe recipe = {{weak[i], weak[j]}, {}};
      for (const KeyPart& part : weak) {
        if (part.field != weak[i].field && part.field != weak[j].field &&
            recipe.refinements.size() < 3) {
          recipe.refinements.push_back(part);
        }
      }
      recipes.push_back(std::move(recipe));
    }
  }
  return recipes;
}

}  // namespace doublon::block
