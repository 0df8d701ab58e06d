#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/prepared_record.h"
#include "record/schema.h"

// What a block key is made of. Two records that share a key are a candidate pair.
namespace doublon::block {

// Rises with every change of how a key is computed; model files carry it.
inline constexpr std::uint32_t kKeyVersion = 2;

// What is taken of a field's value. A field with several values gives several.
enum class Transform : std::uint8_t {
  kWhole,       // the whole canonical value
  kTextWhole,   // the whole folded text of a text field
  kFirstToken,  // first word
  kEachToken,   // every word of three letters or more, and the whole
  kInitial,     // first letter
  kFrKey,       // French phonetic key of a name
  kSkeleton,    // consonant skeleton of a name
  kPrefix3,     // first three letters
  kPrefix5,
  kSuffix4,        // last four letters
  kSortedLetters,  // the letters of the whole in order: blind to swaps and glued words
  kDate,           // year, month, day, all known
  kYear,
  kMonthDay,
  kYearMonth,
  kLocalPart,  // of an e-mail, when six letters or more
  kTail6,      // last six digits of a phone or identifier
  kStreetNumber,
  kStreetWord,     // longest word of the street name
  kStreetLine,     // number and words
  kArea2,          // first two signs of a postcode
  kRareTokens,     // each of the three rarest words of a text
  kRareTokenPair,  // the rarest word with each of the three next
  kNamePairs,      // phonetic given and family name in alphabetic order: the same when columns are
                   // swapped
  kNearNumber,     // a number to some ten per cent: two bins, of which near numbers share one
  kNearDays,       // a date to some days, likewise
};

std::string_view TransformName(Transform transform) noexcept;
bool TransformFromName(std::string_view name, Transform* transform) noexcept;

struct KeyPart {
  Transform transform = Transform::kWhole;
  std::uint8_t field = 0;
  friend bool operator==(const KeyPart&, const KeyPart&) = default;
};

// A key is the hash of all `parts`; a record that lacks one of them has no such key. Where a key is
// too frequent, the parts of `refinements` are added one after the other until it is not.
struct KeyRecipe {
  std::vector<KeyPart> parts;
  std::vector<KeyPart> refinements;
  friend bool operator==(const KeyRecipe&, const KeyRecipe&) = default;
};

// "family_name.fr_key + given_name.initial + birth_date.year"
std::string RecipeText(const KeyRecipe& recipe, std::span<const record::Field> fields);

// The recipes for these fields: those of the contact fields in use, looser ones as well when there
// are at most kLooseRecordsMax records, then generic ones for custom fields alone and in pairs.
// Same arguments, same result.
inline constexpr std::size_t kLooseRecordsMax = 50'000;
std::vector<KeyRecipe> RecipesFor(std::span<const record::Field> fields,
                                  const std::vector<bool>& used, std::size_t record_count);

}  // namespace doublon::block
