#include <algorithm>
#include <array>
#include <tuple>

#include "compare/name_values.h"
#include "similarity/signature.h"
#include "similarity/similarity.h"

// The names of two records: given and family name together, reading by reading.
namespace doublon::compare {

namespace {

using record::kFamilyField;
using record::kGivenField;
using record::PreparedView;
using record::ValueRange;
using record::ValueView;
using similarity::Signature;

// A full name whose order is unsure has two readings, whose values are flagged kAmbiguous and stand
// in the order of the readings. A reading is the number of one; values that are not flagged belong
// to all.
using Reading = std::uint8_t;
constexpr Reading kEveryReading = 0xff;

bool InDoubt(PreparedView record) noexcept {
  for (const ValueView value : record.values(kGivenField)) {
    if (value.has(record::kAmbiguous)) return true;
  }
  return false;
}

// Calls visit(value) for the values of a person in one reading. Of a couple in one cell the other
// is somebody else. A value that both readings share is kept once: the last of its kind stands for
// the readings behind it.
template <typename Visit>
void ForEachValue(ValueRange values, Reading reading, const Visit& visit) noexcept {
  constexpr std::uint8_t kKind =
      record::kAmbiguous | record::kBirthNameFlag | record::kSecondPerson;
  std::uint8_t seen[2] = {0, 0};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const ValueView value = values[i];
    if (value.has(record::kSecondPerson)) continue;
    if (reading != kEveryReading && value.has(record::kAmbiguous)) {
      bool last = true;
      for (std::size_t j = i + 1; j < values.size(); ++j) {
        last = last && (values[j].flags() & kKind) != (value.flags() & kKind);
      }
      const Reading number = seen[value.has(record::kBirthNameFlag)]++;
      if (number != reading && !(last && number < reading)) continue;
    }
    visit(value);
  }
}

struct ReadRecord {
  PreparedView record;
  Reading reading = kEveryReading;
};

// The best level over all values of both sides. kSwapped is never among them.
template <typename Level, typename CompareValues>
Level Best(std::uint8_t field, ReadRecord a, ReadRecord b,
           const CompareValues& compare_values) noexcept {
  Level best = Level::kMissing;
  ForEachValue(a.record.values(field), a.reading, [&](const ValueView& x) {
    ForEachValue(b.record.values(field), b.reading,
                 [&](const ValueView& y) { best = std::max(best, compare_values(x, y)); });
  });
  return best;
}

NameLevels CompareStraight(const Comparison* given, const Comparison* family, ReadRecord a,
                           ReadRecord b) noexcept {
  NameLevels levels{GivenLevel::kMissing, FamilyLevel::kMissing};
  if (given != nullptr) {
    levels.given = Best<GivenLevel>(kGivenField, a, b, [&](const ValueView& x, const ValueView& y) {
      return CompareGiven(*given, x, y);
    });
  }
  if (family != nullptr) {
    levels.family = Best<FamilyLevel>(
        kFamilyField, a, b,
        [&](const ValueView& x, const ValueView& y) { return CompareFamily(*family, x, y); });
  }
  return levels;
}

// About how many bits the levels speak for one person (the shares said in levels.cc). Exact names
// count the same, rare or not: otherwise the odder of two readings, in which a name is rare because
// it is misplaced, would always win.
int Bits(NameLevels levels) noexcept {
  constexpr std::array<std::int8_t, 13> kGivenBits = {0, -6, -4, 3, 1, 4, 4, 4, 6, 6, 6, 6, 0};
  constexpr std::array<std::int8_t, 10> kFamilyBits = {0, -4, 2, 6, 5, 7, 7, 7, 7, 0};
  return kGivenBits[static_cast<std::size_t>(levels.given)] +
         kFamilyBits[static_cast<std::size_t>(levels.family)];
}

// Readings stand likelier first, mostly by some bits: other ones are taken where they agree better
// by more than this.
constexpr int kFirstReadingBits = 3;

// One whole reading of each, the pair that agrees best, so that a word counts once. The two pairs
// that are each other's mirror go by their levels, which keeps the comparison symmetric.
NameLevels CompareReadings(const Comparison* given, const Comparison* family, PreparedView a,
                           PreparedView b) noexcept {
  const Reading readings_a = InDoubt(a) ? 2 : 1, readings_b = InDoubt(b) ? 2 : 1;
  NameLevels best = CompareStraight(given, family, {a, 0}, {b, 0});
  int best_bits = Bits(best) + kFirstReadingBits;
  const auto keep_better = [&](NameLevels levels) {
    if (Bits(levels) <= best_bits) return;
    best = levels;
    best_bits = Bits(levels);
  };
  if (readings_a == 1) {
    keep_better(CompareStraight(given, family, {a, 0}, {b, 1}));
  } else if (readings_b == 1) {
    keep_better(CompareStraight(given, family, {a, 1}, {b, 0}));
  } else {
    const NameLevels one = CompareStraight(given, family, {a, 0}, {b, 1});
    const NameLevels other = CompareStraight(given, family, {a, 1}, {b, 0});
    const auto rank = [](NameLevels levels) {
      return std::tuple(Bits(levels), levels.given, levels.family);
    };
    keep_better(rank(one) < rank(other) ? other : one);
    keep_better(CompareStraight(given, family, {a, 1}, {b, 1}));
  }
  return best;
}

bool Swapped(PreparedView a, PreparedView b) noexcept {
  for (const ValueView given_a : a.values(kGivenField)) {
    for (const ValueView family_b : b.values(kFamilyField)) {
      if (!Crosswise(given_a, family_b)) continue;
      for (const ValueView family_a : a.values(kFamilyField)) {
        for (const ValueView given_b : b.values(kGivenField)) {
          if (Crosswise(given_b, family_a)) return true;
        }
      }
    }
  }
  return false;
}

// All words of a person's name, as far as they fit.
class WholeName {
 public:
  explicit WholeName(PreparedView record) noexcept {
    for (const std::uint8_t field : {kGivenField, kFamilyField}) {
      for (const ValueView value : record.values(field)) {
        if (value.has(record::kSecondPerson)) continue;
        Append(value);
        break;
      }
    }
  }
  std::string_view text() const noexcept { return {text_.data(), size_}; }
  std::size_t words() const noexcept { return words_; }

 private:
  void Append(const ValueView& value) noexcept {
    const std::string_view text = value.name_text();
    if (text.empty() || size_ + text.size() + 1 > text_.size()) return;
    if (size_ > 0) text_[size_++] = ' ';
    std::copy(text.begin(), text.end(), text_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += text.size();
    words_ += std::max<std::size_t>(1, value.extra());
  }
  std::array<char, 192> text_;
  std::size_t size_ = 0, words_ = 0;
};

// Shorter than this a whole name written in one word is not told from a name.
constexpr std::size_t kGluedBytes = 6;
// Bigrams in common of two whole names of which one is one word ("ramimakhlouf"), in either order
// of the names; of others that are parted otherwise into words ("jandaniel bothma") all but the
// order.
constexpr double kOneWordDice = 0.85, kSameLettersDice = 0.95;

bool Glued(const WholeName& x, const WholeName& y) noexcept {
  if (x.words() == y.words() || std::min(x.text().size(), y.text().size()) < kGluedBytes)
    return false;
  const double least = std::min(x.words(), y.words()) == 1 ? kOneWordDice : kSameLettersDice;
  return Signature::MayReachBigramDice(Signature(x.text()), Signature(y.text()), least) &&
         similarity::BigramDice(x.text(), y.text()) >= least;
}

// The words of one are all among the other's, but parted otherwise into given and family names
// (Boris Johnson, Alexandre Boris de Pfeffel Johnson). Two names of one word each are left to
// Swapped.
bool PartedOtherwise(const WholeName& x, const WholeName& y) noexcept {
  if (std::min(x.words(), y.words()) < 2 || std::max(x.words(), y.words()) < 3) return false;
  return Signature::MayContainTokens(Signature(x.text()), Signature(y.text())) &&
         similarity::TokensContained(x.text(), y.text());
}

// What the words of the whole names say where given and family name by themselves do not agree.
NameLevels CompareWhole(NameLevels levels, PreparedView a, PreparedView b) noexcept {
  const WholeName x(a), y(b);
  if (PartedOtherwise(x, y)) return {GivenLevel::kSubset, FamilyLevel::kSubset};
  const bool missing =
      levels.given == GivenLevel::kMissing || levels.family == FamilyLevel::kMissing;
  const bool many_words = std::max(x.words(), y.words()) >= 3;
  return (missing || many_words) && Glued(x, y)
             ? NameLevels{GivenLevel::kClose, FamilyLevel::kClose}
             : levels;
}

}  // namespace

NameLevels CompareNames(const Comparison* given, const Comparison* family, PreparedView a,
                        PreparedView b) noexcept {
  if (given == nullptr || family == nullptr) return CompareStraight(given, family, {a}, {b});
  const bool in_doubt = InDoubt(a) || InDoubt(b);
  const NameLevels levels =
      in_doubt ? CompareReadings(given, family, a, b) : CompareStraight(given, family, {a}, {b});
  const bool given_agrees = levels.given > GivenLevel::kFalseFriend;
  const bool family_agrees = levels.family > FamilyLevel::kSimilar;
  if (given_agrees && family_agrees) return levels;
  // Names of organisations are no given and family names, in whatever order.
  if (a.has(record::kOrganisation) || b.has(record::kOrganisation)) return levels;
  const bool both_known =
      levels.given != GivenLevel::kMissing && levels.family != FamilyLevel::kMissing;
  if (!in_doubt && both_known && !given_agrees && !family_agrees && Swapped(a, b)) {
    return {GivenLevel::kSwapped, FamilyLevel::kSwapped};
  }
  return CompareWhole(levels, a, b);
}

}  // namespace doublon::compare
