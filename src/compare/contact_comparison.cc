#include <algorithm>
#include <array>
#include <utility>

#include "compare/field_comparisons.h"
#include "normalize/reference.h"
#include "similarity/signature.h"
#include "similarity/similarity.h"

namespace doublon::compare {

namespace {

using record::PreparedView;
using record::ValueRange;
using record::ValueView;
using similarity::Signature;

std::string_view LocalPart(const ValueView& email) noexcept {
  return email.text().substr(0, email.extra());
}
std::string_view Domain(const ValueView& email) noexcept {
  return email.text().substr(std::min<std::size_t>(email.extra() + 1UL, email.text().size()));
}

// A local part shorter than this says little on another domain or one letter off ("info", "jean").
constexpr std::size_t kTellingLocalPartBytes = 6;
// Names shorter than this are found in local parts by accident.
constexpr std::size_t kNameInLocalPartBytes = 3;

// Does the local part hold the first given name of the record?
bool NamedAfter(std::string_view local, PreparedView record) noexcept {
  for (const ValueView given : record.values(record::kGivenField)) {
    const std::string_view text = given.name_text();
    const std::string_view first = text.substr(0, text.find(' '));
    if (first.size() >= kNameInLocalPartBytes && local.find(first) != std::string_view::npos)
      return true;
  }
  return false;
}

// Is one first given name the other with a slip of the pen (jeane, jeanne)? Michel and Michele are
// two names.
bool OneIsMisspelt(PreparedView a, PreparedView b) noexcept {
  namespace reference = normalize::reference;
  constexpr std::size_t kTellingSlipBytes = 4;
  for (const ValueView x : a.values(record::kGivenField)) {
    const std::string_view first_x = x.name_text().substr(0, x.name_text().find(' '));
    for (const ValueView y : b.values(record::kGivenField)) {
      const std::string_view first_y = y.name_text().substr(0, y.name_text().find(' '));
      if (std::min(first_x.size(), first_y.size()) < kTellingSlipBytes ||
          !similarity::AtMostOneEdit(first_x, first_y)) {
        continue;
      }
      const char gender_x = reference::GivenNameGender(first_x),
                 gender_y = reference::GivenNameGender(first_y);
      const bool opposed = gender_x != 0 && gender_y != 0 && gender_x != gender_y;
      if (!opposed && reference::RelateGivenNames(first_x, first_y) !=
                          reference::GivenNameRelation::kFalseFriend) {
        return true;
      }
    }
  }
  return false;
}

bool HasTellingGivenName(PreparedView record) noexcept {
  for (const ValueView given : record.values(record::kGivenField)) {
    const std::string_view text = given.name_text();
    if (text.substr(0, text.find(' ')).size() >= kNameInLocalPartBytes) return true;
  }
  return false;
}

// Letters and digits of `local` that are not the words of the record's names, each taken once.
// Initials are left.
std::size_t BesideNames(std::string_view local, PreparedView record) noexcept {
  constexpr std::size_t kLocalPartBytes = 64;
  std::array<char, kLocalPartBytes> left;
  if (local.size() > left.size()) return local.size();
  std::copy(local.begin(), local.end(), left.begin());
  const std::string_view rest(left.data(), local.size());
  for (const std::uint8_t field : {record::kGivenField, record::kFamilyField}) {
    for (const ValueView name : record.values(field)) {
      for (std::string_view words = name.name_text(); !words.empty();) {
        const std::string_view word = words.substr(0, words.find(' '));
        words.remove_prefix(std::min(words.size(), word.size() + 1));
        const std::size_t at =
            word.size() < kNameInLocalPartBytes ? std::string_view::npos : rest.find(word);
        if (at != std::string_view::npos)
          std::fill_n(left.begin() + static_cast<std::ptrdiff_t>(at), word.size(), ' ');
      }
    }
  }
  return static_cast<std::size_t>(std::count_if(rest.begin(), rest.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }));
}

// Made of the names of both persons and an initial: people of like names choose it alike, so that
// it says little more than the names do.
bool MadeOfNames(std::string_view local, PreparedView a, PreparedView b) noexcept {
  return BesideNames(local, a) <= 1 && BesideNames(local, b) <= 1;
}

bool IsShared(const Comparison& comparison, const ValueView& value) noexcept {
  return value.has(record::kShared) || value.has(record::kSuspect) ||
         (value.rarity() != 0 && value.rarity() < comparison.rarity_cuts[0]);
}

EmailLevel CompareMailboxes(const Comparison& comparison, const ValueView& x, const ValueView& y,
                            PreparedView a, PreparedView b) noexcept {
  const std::string_view local_x = LocalPart(x), local_y = LocalPart(y);
  // wanadoo.fr and orange.fr: mostly one mailbox under two domains.
  if (x.text() == y.text() ||
      (local_x == local_y && normalize::reference::MayBeOneMailbox(Domain(x), Domain(y)))) {
    if (IsShared(comparison, x) || IsShared(comparison, y)) return EmailLevel::kSameShared;
    const bool names_a = NamedAfter(local_x, a), names_b = NamedAfter(local_x, b);
    if (names_a && names_b) return EmailLevel::kSameNamed;
    if (names_a != names_b && HasTellingGivenName(a) && HasTellingGivenName(b) &&
        !OneIsMisspelt(a, b)) {
      return EmailLevel::kSameOtherName;
    }
    return EmailLevel::kSame;
  }
  const bool telling = std::min(local_x.size(), local_y.size()) >= kTellingLocalPartBytes;
  if (!telling) return EmailLevel::kDifferent;
  if (local_x == local_y)
    return MadeOfNames(local_x, a, b) ? EmailLevel::kSimilar : EmailLevel::kLocalPart;
  if (!Signature::MayBeWithinOsa(Signature(local_x), Signature(local_y), 2))
    return EmailLevel::kDifferent;
  const std::uint32_t edits = similarity::OsaDistance(local_x, local_y, 2);
  if (edits <= 2 && similarity::JaroWinkler(local_x, local_y) >= 0.9) return EmailLevel::kSimilar;
  return edits <= 1 && Domain(x) == Domain(y) ? EmailLevel::kSimilar : EmailLevel::kDifferent;
}

// One is the other with its calling code ("91 4936 202565", "4936 202565"): a number of a list that
// is not of its country cannot be told from one without.
bool OneLacksItsCallingCode(std::string_view x, std::string_view y) noexcept {
  constexpr std::size_t kNationalDigitsMin = 8, kCallingCodeMax = 3;
  if (x.size() < y.size()) std::swap(x, y);
  return y.size() >= kNationalDigitsMin && x.size() - y.size() <= kCallingCodeMax && x.ends_with(y);
}

PhoneLevel CompareNumbers(const Comparison& comparison, const ValueView& x,
                          const ValueView& y) noexcept {
  if (x.text() != y.text() && !OneLacksItsCallingCode(x.text(), y.text())) {
    return similarity::AtMostOneEdit(x.text(), y.text()) ? PhoneLevel::kOneEdit
                                                         : PhoneLevel::kDifferent;
  }
  if (IsShared(comparison, x) || IsShared(comparison, y)) return PhoneLevel::kSameShared;
  constexpr auto kMobile = static_cast<std::uint8_t>(record::PhoneType::kMobile);
  return x.extra() == kMobile || y.extra() == kMobile ? PhoneLevel::kSameMobile
                                                      : PhoneLevel::kSameLandline;
}

constexpr double kSimilarStreetDice = 0.8;  // one or two typing errors in a street name
constexpr double kSimilarStreetJaroWinkler = 0.92;
constexpr double kSimilarCity = 0.85;  // Jaro-Winkler

// "a briand" and "aristide briand": initials that stand for given names, not for points of the
// compass (w madison).
bool GivenNamesAbbreviated(std::string_view x, std::string_view y) noexcept {
  if (!similarity::TokensAbbreviated(x, y)) return false;
  while (!x.empty() && !y.empty()) {
    const std::string_view a = x.substr(0, x.find(' ')), b = y.substr(0, y.find(' '));
    if (a != b && normalize::reference::GivenNameCount(a.size() > b.size() ? a : b) == 0)
      return false;
    x.remove_prefix(std::min(x.size(), a.size() + 1));
    y.remove_prefix(std::min(y.size(), b.size() + 1));
  }
  return true;
}

// Two different street names: one is part of the other or written with initials, or they are nearly
// alike.
bool StreetsSimilar(std::string_view x, std::string_view y) noexcept {
  if (GivenNamesAbbreviated(x, y)) return true;
  const Signature signature_x(x), signature_y(y);
  return (Signature::MayContainTokens(signature_x, signature_y) &&
          similarity::TokensContained(x, y)) ||
         (Signature::MayReachBigramDice(signature_x, signature_y, kSimilarStreetDice) &&
          similarity::BigramDice(x, y) >= kSimilarStreetDice) ||
         (Signature::MayReachJaroWinkler(signature_x, signature_y, kSimilarStreetJaroWinkler) &&
          similarity::JaroWinkler(x, y) >= kSimilarStreetJaroWinkler);
}

bool CitiesSimilar(std::string_view x, std::string_view y) noexcept {
  const Signature signature_x(x), signature_y(y);
  return (Signature::MayReachJaroWinkler(signature_x, signature_y, kSimilarCity) &&
          similarity::JaroWinkler(x, y) >= kSimilarCity) ||
         (Signature::MayContainTokens(signature_x, signature_y) &&
          similarity::TokensContained(x, y));
}

StreetPart CompareStreets(const ValueView& x, const ValueView& y) noexcept {
  const std::string_view words_x = x.street_text(), words_y = y.street_text();
  const bool number_known = x.street_number() != 0 && y.street_number() != 0;
  const bool number_same = x.street_number() == y.street_number();
  const bool repetition_same = x.street_repetition() == y.street_repetition() ||
                               x.street_repetition() == 0 || y.street_repetition() == 0;
  if (words_x == words_y) {
    if (words_x.empty())
      return number_known && number_same ? StreetPart::kSameStreet : StreetPart::kDifferent;
    const bool type_same = x.extra() == y.extra() || x.extra() == 0 || y.extra() == 0;
    if (number_same && repetition_same)
      return type_same ? StreetPart::kExact : StreetPart::kSimilar;
    return number_known ? StreetPart::kSameStreet : StreetPart::kSimilar;
  }
  if (words_x.empty() || words_y.empty()) return StreetPart::kDifferent;
  if (!StreetsSimilar(words_x, words_y)) return StreetPart::kDifferent;
  return number_same || !number_known ? StreetPart::kSimilar : StreetPart::kSameStreet;
}

enum class PartMatch : std::uint8_t { kMissing, kDifferent, kNear, kSame };

PartMatch ComparePostcodes(ValueRange a, ValueRange b) noexcept {
  PartMatch best = PartMatch::kMissing;
  for (const ValueView x : a) {
    for (const ValueView y : b) {
      PartMatch match = PartMatch::kDifferent;
      if (x.text() == y.text()) {
        match = PartMatch::kSame;
      } else if (similarity::AtMostOneEdit(x.text(), y.text()) ||
                 x.text().substr(0, 2) == y.text().substr(0, 2)) {
        match = PartMatch::kNear;
      }
      best = std::max(best, match);
    }
  }
  return best;
}

PartMatch CompareCities(ValueRange a, ValueRange b) noexcept {
  PartMatch best = PartMatch::kMissing;
  for (const ValueView x : a) {
    for (const ValueView y : b) {
      PartMatch match = PartMatch::kDifferent;
      if (x.text() == y.text()) {
        match = PartMatch::kSame;
      } else if (CitiesSimilar(x.text(), y.text())) {
        match = PartMatch::kNear;
      }
      best = std::max(best, match);
    }
  }
  return best;
}

// One town in common says less the larger it is.
LocalityPart SameLocality(const Comparison& comparison, PreparedView a, PreparedView b) noexcept {
  for (const ValueView x : a.values(record::kCityField)) {
    for (const ValueView y : b.values(record::kCityField)) {
      if (x.text() == y.text() && x.rarity() < comparison.rarity_cuts[0])
        return LocalityPart::kSameLarge;
    }
  }
  return LocalityPart::kSame;
}

// Two towns of one name: each postcode is one of a town so called, in another département.
bool TwoTownsOfOneName(PreparedView a, PreparedView b) noexcept {
  namespace reference = normalize::reference;
  for (const ValueView x : a.values(record::kPostcodeField)) {
    for (const ValueView y : b.values(record::kPostcodeField)) {
      for (const ValueView town : a.values(record::kCityField)) {
        if (x.text().substr(0, 2) != y.text().substr(0, 2) &&
            reference::PostcodeHasCity(x.text(), town.text()) &&
            reference::PostcodeHasCity(y.text(), town.text())) {
          return true;
        }
      }
    }
  }
  return false;
}

// Postcode and city say the same thing twice (3,698 communes share their name, a postcode
// covers 5.8 communes): one level for both. A changed city name under one postcode counts as the
// same half.
LocalityPart CompareLocalities(const Comparison& comparison, PreparedView a,
                               PreparedView b) noexcept {
  const PartMatch postcode =
      ComparePostcodes(a.values(record::kPostcodeField), b.values(record::kPostcodeField));
  const PartMatch city = CompareCities(a.values(record::kCityField), b.values(record::kCityField));
  if (postcode == PartMatch::kMissing && city == PartMatch::kMissing) return LocalityPart::kMissing;
  if (postcode == PartMatch::kMissing || city == PartMatch::kMissing) {
    switch (std::max(postcode, city)) {
      case PartMatch::kSame:
        return SameLocality(comparison, a, b);
      case PartMatch::kNear:
        return LocalityPart::kNear;
      default:
        return LocalityPart::kDifferent;
    }
  }
  if (postcode == PartMatch::kSame && city == PartMatch::kSame)
    return SameLocality(comparison, a, b);
  if (city == PartMatch::kSame && TwoTownsOfOneName(a, b)) return LocalityPart::kDifferent;
  if (postcode == PartMatch::kSame || city == PartMatch::kSame) return LocalityPart::kHalf;
  if (postcode == PartMatch::kNear || city == PartMatch::kNear) return LocalityPart::kNear;
  return LocalityPart::kDifferent;
}

}  // namespace

EmailLevel CompareEmails(const Comparison& comparison, PreparedView a, PreparedView b) noexcept {
  EmailLevel best = EmailLevel::kMissing;
  for (const ValueView x : a.values(record::kEmailField)) {
    for (const ValueView y : b.values(record::kEmailField)) {
      best = std::max(best, CompareMailboxes(comparison, x, y, a, b));
    }
  }
  return best;
}

PhoneLevel ComparePhones(const Comparison& comparison, PreparedView a, PreparedView b) noexcept {
  PhoneLevel best = PhoneLevel::kMissing;
  for (const ValueView x : a.values(record::kPhoneField)) {
    for (const ValueView y : b.values(record::kPhoneField)) {
      best = std::max(best, CompareNumbers(comparison, x, y));
    }
  }
  return best;
}

std::uint8_t CompareAddresses(const Comparison& comparison, PreparedView a,
                              PreparedView b) noexcept {
  StreetPart street = StreetPart::kMissing;
  for (const ValueView x : a.values(record::kStreetField)) {
    for (const ValueView y : b.values(record::kStreetField))
      street = std::max(street, CompareStreets(x, y));
  }
  const LocalityPart locality = CompareLocalities(comparison, a, b);
  return static_cast<std::uint8_t>(static_cast<std::uint8_t>(street) * kLocalityCount +
                                   static_cast<std::uint8_t>(locality));
}

std::uint8_t CompareGender(PreparedView a, PreparedView b) noexcept {
  const ValueRange x = a.values(record::kGenderField), y = b.values(record::kGenderField);
  if (x.empty() || y.empty()) return kMissingLevel;
  return x[0].extra() == y[0].extra() ? 2 : 1;
}

}  // namespace doublon::compare
