#include "compare/name_values.h"

#include <algorithm>

#include "normalize/reference.h"
#include "similarity/signature.h"
#include "similarity/similarity.h"

namespace doublon::compare {

namespace {

using record::ValueView;
using similarity::Signature;

// Below these two names are told apart by what they sound like.
constexpr double kSimilarJaroWinkler = 0.85;
constexpr double kPhoneticJaroWinkler = 0.80;

// Glued and split compounds, letters in another order.
constexpr double kCloseDice = 0.8;

std::string_view FirstToken(std::string_view text) noexcept {
  return text.substr(0, text.find(' '));
}
bool OneToken(const ValueView& name) noexcept { return name.extra() <= 1; }

// "j p" and "jp" against "jean pierre", "j" against "jean": the initials of one are those of the
// other's tokens.
bool InitialsAgree(std::string_view initials, std::string_view name) noexcept {
  std::size_t at = 0;
  bool any = false;
  for (const char letter : initials) {
    if (letter == ' ') continue;
    if (at >= name.size() || name[at] != letter) return false;
    any = true;
    const std::size_t space = name.find(' ', at);
    at = space == std::string_view::npos ? name.size() : space + 1;
  }
  return any;
}

bool IsInitials(std::string_view text) noexcept {
  for (std::size_t i = 0; i < text.size(); i += 2) {
    if (i + 1 < text.size() && text[i + 1] != ' ') return false;
  }
  return !text.empty();
}

// Two names of as many words, one of which is another word ("al rawi", "al tikriti"): two names,
// however much of the letters they share.
bool OneWordDiffers(std::string_view x, std::string_view y) noexcept {
  bool differs = false;
  while (!x.empty() && !y.empty()) {
    const std::string_view a = FirstToken(x), b = FirstToken(y);
    const bool shortened = (a.size() == 1 || b.size() == 1) && a[0] == b[0];
    differs =
        differs || (a != b && !shortened && similarity::JaroWinkler(a, b) < kPhoneticJaroWinkler);
    x.remove_prefix(std::min(x.size(), a.size() + 1));
    y.remove_prefix(std::min(y.size(), b.size() + 1));
  }
  return differs && x.empty() && y.empty();
}

// Names in two scripts that were not brought to one (Chinese, Khmer): nothing can be said of them.
// Names that were begin with a letter of a to z.
bool InTwoScripts(std::string_view x, std::string_view y) noexcept {
  constexpr auto kLatin = [](std::string_view name) {
    return static_cast<unsigned char>(name.front()) < 0x80;
  };
  return !x.empty() && !y.empty() && kLatin(x) != kLatin(y);
}

// Exact level by rarity; `base` is that of frequent names and the three next are common, middle and
// rare.
std::uint8_t ByRarity(std::uint8_t base, const Comparison& comparison,
                      std::uint8_t rarity) noexcept {
  return static_cast<std::uint8_t>(base + (rarity >= comparison.rarity_cuts[0]) +
                                   (rarity >= comparison.rarity_cuts[1]) +
                                   (rarity >= comparison.rarity_cuts[2]));
}

bool PhoneticallyEqual(const ValueView& a, const ValueView& b) noexcept {
  return (a.fr_key_hash() == b.fr_key_hash() && a.fr_key_hash() != 0) ||
         (a.skeleton_hash() == b.skeleton_hash() && a.skeleton_hash() != 0);
}

// As Arabic and Hebrew are written: consonants, y and w ("fysl", "sdyqy").
bool WithoutVowels(std::string_view name) noexcept {
  return name.size() >= 3 && name.find_first_of("aeiou") == std::string_view::npos;
}

// The skeleton is all that a name without vowels shares with one that has them (fysl, faisal).
bool SameConsonants(const ValueView& a, const ValueView& b) noexcept {
  return a.skeleton_hash() == b.skeleton_hash() && a.skeleton_hash() != 0 &&
         WithoutVowels(a.name_text()) != WithoutVowels(b.name_text());
}

// Births from which a name is in wide use.
constexpr std::uint32_t kWideUseBirths = 5000;

bool OtherSexInUse(std::string_view x, std::string_view y) noexcept {
  namespace reference = normalize::reference;
  const char gender_x = reference::GivenNameGender(x), gender_y = reference::GivenNameGender(y);
  return gender_x != 0 && gender_y != 0 && gender_x != gender_y &&
         reference::GivenNameCount(x) >= kWideUseBirths &&
         reference::GivenNameCount(y) >= kWideUseBirths;
}

// Jaro-Winkler, or 0 where it is certain to stay below kSimilarJaroWinkler (kPhoneticJaroWinkler
// for names that sound alike), so that no test below asks for more.
double NameSimilarity(std::string_view x, std::string_view y, const Signature& signature_x,
                      const Signature& signature_y, bool sound_alike) noexcept {
  const double least = sound_alike ? kPhoneticJaroWinkler : kSimilarJaroWinkler;
  return Signature::MayReachJaroWinkler(signature_x, signature_y, least)
             ? similarity::JaroWinkler(x, y)
             : 0;
}

}  // namespace

GivenLevel CompareGiven(const Comparison& comparison, const ValueView& a,
                        const ValueView& b) noexcept {
  const std::string_view x = a.name_text(), y = b.name_text();
  if (x == y) {
    if (IsInitials(x)) return GivenLevel::kInitial;
    return static_cast<GivenLevel>(
        ByRarity(static_cast<std::uint8_t>(GivenLevel::kExactFrequent), comparison, a.rarity()));
  }
  if (InTwoScripts(x, y)) return GivenLevel::kMissing;
  if (IsInitials(x)) return InitialsAgree(x, y) ? GivenLevel::kInitial : GivenLevel::kDifferent;
  if (IsInitials(y)) return InitialsAgree(y, x) ? GivenLevel::kInitial : GivenLevel::kDifferent;

  using normalize::reference::GivenNameRelation;
  const bool one_token_x = OneToken(a), one_token_y = OneToken(b);
  const std::string_view x1 = one_token_x ? x : FirstToken(x), y1 = one_token_y ? y : FirstToken(y);
  // Two compounds that share their first part only (Jean-Pierre, Jean-Paul) are two names; one
  // compound against its own first part is one name written short.
  const bool both_compound = !one_token_x && !one_token_y;
  if (!both_compound && x1 == y1) return GivenLevel::kSubset;
  const Signature signature_x(x), signature_y(y);
  // Two different single words do not contain one another.
  if (!(one_token_x && one_token_y) && Signature::MayContainTokens(signature_x, signature_y) &&
      similarity::TokensContained(x, y)) {
    return GivenLevel::kSubset;
  }
  if (both_compound && similarity::TokensAbbreviated(x, y)) return GivenLevel::kSubset;
  const GivenNameRelation relation = both_compound ? normalize::reference::RelateGivenNames(x, y)
                                                   : normalize::reference::RelateGivenNames(x1, y1);
  if (relation == GivenNameRelation::kFalseFriend) return GivenLevel::kFalseFriend;
  // Noé and Noémie: a short form on paper, but each a name in wide use, of the other sex.
  if (relation == GivenNameRelation::kNickname && OtherSexInUse(x1, y1))
    return GivenLevel::kFalseFriend;
  if (relation == GivenNameRelation::kVariant) return GivenLevel::kClose;
  const bool sound_alike = PhoneticallyEqual(a, b);
  if (sound_alike && SameConsonants(a, b)) return GivenLevel::kClose;
  const double jaro_winkler = NameSimilarity(x, y, signature_x, signature_y, sound_alike);
  if (both_compound && !sound_alike && OneWordDiffers(x, y)) return GivenLevel::kDifferent;
  if (jaro_winkler >= kCloseJaroWinkler || (sound_alike && jaro_winkler >= kPhoneticJaroWinkler)) {
    // Jeanne and Jean, Paul and Paule sound near but are two names in use: no more than similar.
    const bool both_in_use = one_token_x && one_token_y &&
                             normalize::reference::GivenNameCount(x) > 0 &&
                             normalize::reference::GivenNameCount(y) > 0;
    const char gender_x = normalize::reference::GivenNameGender(x);
    const char gender_y = normalize::reference::GivenNameGender(y);
    if (both_in_use && gender_x != 0 && gender_y != 0 && gender_x != gender_y) {
      return GivenLevel::kFalseFriend;
    }
    return both_in_use ? GivenLevel::kSimilar : GivenLevel::kClose;
  }
  if (relation != GivenNameRelation::kNone) return GivenLevel::kNickname;
  if (Signature::MayReachBigramDice(signature_x, signature_y, kCloseDice) &&
      similarity::BigramDice(x, y) >= kCloseDice) {
    return GivenLevel::kClose;
  }
  if (jaro_winkler >= kSimilarJaroWinkler && OtherSexInUse(x1, y1)) return GivenLevel::kFalseFriend;
  // Of two single words this has been asked above.
  if (one_token_x != one_token_y &&
      Signature::MayReachJaroWinkler(Signature(x1), Signature(y1), kCloseJaroWinkler) &&
      similarity::JaroWinkler(x1, y1) >= kCloseJaroWinkler) {
    return GivenLevel::kSimilar;
  }
  return jaro_winkler >= kSimilarJaroWinkler ? GivenLevel::kSimilar : GivenLevel::kDifferent;
}

FamilyLevel CompareFamily(const Comparison& comparison, const ValueView& a,
                          const ValueView& b) noexcept {
  const std::string_view x = a.name_text(), y = b.name_text();
  if (x == y) {
    return static_cast<FamilyLevel>(
        ByRarity(static_cast<std::uint8_t>(FamilyLevel::kExactFrequent), comparison, a.rarity()));
  }
  if (InTwoScripts(x, y)) return FamilyLevel::kMissing;
  const Signature signature_x(x), signature_y(y);
  // Two different single words neither are the same set nor contain one another.
  if (!(OneToken(a) && OneToken(b)) && Signature::MayContainTokens(signature_x, signature_y)) {
    if (Signature::MayHaveEqualTokens(signature_x, signature_y) &&
        similarity::TokensEqualInAnyOrder(x, y)) {
      return FamilyLevel::kExactMiddle;
    }
    if (similarity::TokensContained(x, y)) return FamilyLevel::kSubset;
  }
  const bool both_compound = !OneToken(a) && !OneToken(b);
  if (both_compound && similarity::TokensAbbreviated(x, y)) return FamilyLevel::kSubset;
  const bool sound_alike = PhoneticallyEqual(a, b);
  if (sound_alike && SameConsonants(a, b)) return FamilyLevel::kClose;
  const double jaro_winkler = NameSimilarity(x, y, signature_x, signature_y, sound_alike);
  if (both_compound && !sound_alike && OneWordDiffers(x, y)) {
    return jaro_winkler >= kSimilarJaroWinkler ? FamilyLevel::kSimilar : FamilyLevel::kDifferent;
  }
  if (jaro_winkler >= kCloseJaroWinkler) return FamilyLevel::kClose;
  if (sound_alike && jaro_winkler >= kPhoneticJaroWinkler) return FamilyLevel::kClose;
  if (x.size() >= 5 && y.size() >= 5 && Signature::MayBeWithinOsa(signature_x, signature_y, 1) &&
      similarity::OsaDistance(x, y, 1) <= 1) {
    return FamilyLevel::kClose;
  }
  if (Signature::MayReachBigramDice(signature_x, signature_y, kCloseDice) &&
      similarity::BigramDice(x, y) >= kCloseDice) {
    return FamilyLevel::kClose;
  }
  return jaro_winkler >= kSimilarJaroWinkler ? FamilyLevel::kSimilar : FamilyLevel::kDifferent;
}

// Names agree crosswise when each given name is, or sounds like, the other's family name.
bool Crosswise(const ValueView& given, const ValueView& family) noexcept {
  const std::string_view x = given.name_text(), y = family.name_text();
  if (x == y) return true;
  return Signature::MayReachJaroWinkler(Signature(x), Signature(y), kCloseJaroWinkler) &&
         similarity::JaroWinkler(x, y) >= kCloseJaroWinkler;
}

}  // namespace doublon::compare
