#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "record/prepared_record.h"
#include "record/schema.h"

// A pair of prepared records → a vector of small levels, one a comparison. Says nothing about what
// a level weighs: that is learnt (model). Level 0 of every comparison is "missing": no evidence
// either way.
namespace doublon::compare {

inline constexpr std::size_t kComparisonCountMax = 24;
inline constexpr std::size_t kLevelCountMax = 32;
inline constexpr std::uint8_t kMissingLevel = 0;

enum class ComparisonKind : std::uint8_t {
  kGivenName,
  kFamilyName,
  kBirthDate,
  kEmail,
  kPhone,
  kAddress,  // street, postcode, city and country as one piece of evidence
  kGender,
  kText,
  kCategory,
  kNumber,
  kDate,
  kIdentifier,
  kSuffix,        // generation after a name: Jr, Sr, II
  kOrganisation,  // of lists of persons: is either record, or are both, an organisation?
  kEventDate,     // kDate in lists that are not of persons: by days apart
};

// What a level means for the learner, beside its name.
enum class LevelSense : std::uint8_t { kNone, kDisagree, kPartial, kAgree };

struct Level {
  std::string_view name;  // "exact_rare"
  std::string_view
      reason;  // code of DESIGN §4 for `reasons`: "family_name_same"; "" when it gives none
  LevelSense sense = LevelSense::kNone;
  // First guess of the share of same-person pairs at this level (both values present); the learner
  // starts and leans on it.
  double same_share = 0;
  // The same among pairs of strangers.
  double stranger_share = 0;
};

struct Comparison {
  std::string name;  // of the field, or "address"
  ComparisonKind kind = ComparisonKind::kText;
  std::uint8_t field = 0;  // first (or only) field compared
  // Rarity bytes (ValueHeader::rarity) that part exact agreement into frequent < cut[0] ≤ common <
  // cut[1] ≤ middle < cut[2] ≤ rare. Only names have a level for frequent values; for addresses
  // cut[0] parts large towns from others.
  std::array<std::uint8_t, 3> rarity_cuts = {48, 64, 96};
  friend bool operator==(const Comparison&, const Comparison&) = default;
};

// The levels of a kind, indexed by level. Static storage. Size ≤ kLevelCountMax.
std::span<const Level> LevelsOf(ComparisonKind kind) noexcept;
// Levels of a kind that mean ever better agreement, worst first: a later one must not weigh less.
// Others of the kind say something else than a degree.
std::span<const std::uint8_t> OrderedLevels(ComparisonKind kind) noexcept;
std::string_view ComparisonKindName(ComparisonKind kind) noexcept;
bool ComparisonKindFromName(std::string_view name, ComparisonKind* kind) noexcept;

// Levels of one pair; unused places are 0. Compared and hashed as 24 bytes.
struct ComparisonVector {
  alignas(8) std::array<std::uint8_t, kComparisonCountMax> levels{};
  friend auto operator<=>(const ComparisonVector&, const ComparisonVector&) = default;
};

// An organisation among persons: a record flagged so, or one without a person's name that has a
// text (a company's name). `comparisons` say which fields are texts.
bool IsOrganisation(std::span<const Comparison> comparisons, record::PreparedView record) noexcept;
Comparison OrganisationComparison();

// Is it the custom field where the normaliser puts the generation that it finds after a name (Jr,
// II)?
bool IsSuffixField(const record::Field& field) noexcept;

// The comparisons over `fields`: one a contact field that `used` marks, address joined, then the
// custom fields, at most kComparisonCountMax (`left_out` names the others). Same arguments, same
// result.
std::vector<Comparison> ComparisonsFor(std::span<const record::Field> fields,
                                       const std::vector<bool>& used,
                                       std::vector<std::string>* left_out);

// Compares two records. Symmetric, deterministic, noexcept, allocates nothing. Cost: 50-300 ns,
// more for long texts. Thread safe.
ComparisonVector Compare(std::span<const Comparison> comparisons, record::PreparedView a,
                         record::PreparedView b) noexcept;

// The same for several pairs at once, comparison after comparison, which is faster: vectors[i] gets
// the levels of pairs[i].
struct ViewPair {
  record::PreparedView a, b;
};
void CompareBatch(std::span<const Comparison> comparisons, std::span<const ViewPair> pairs,
                  ComparisonVector* vectors) noexcept;

}  // namespace doublon::compare
