#include "normalize/header_kind.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "normalize/tables.h"
#include "text/fold.h"

namespace doublon::normalize {

namespace {

using record::Kind;
using Sort = HeaderMeaning::Sort;

HeaderMeaning Of(Kind kind) { return {Sort::kKind, kind, false}; }
HeaderMeaning PlainlyOf(Kind kind) { return {Sort::kKind, kind, true}; }

// The field names of column_headers.csv.
HeaderMeaning OfField(std::string_view field) {
  constexpr std::pair<std::string_view, Kind> kKinds[] = {{"given_name", Kind::kGivenName},
                                                          {"family_name", Kind::kFamilyName},
                                                          {"usage_name", Kind::kFamilyName},
                                                          {"birth_name", Kind::kBirthName},
                                                          {"full_name", Kind::kFullName},
                                                          {"title", Kind::kTitle},
                                                          {"sex", Kind::kGender},
                                                          {"email", Kind::kEmail},
                                                          {"email2", Kind::kEmail},
                                                          {"phone", Kind::kPhone},
                                                          {"mobile", Kind::kPhone},
                                                          {"landline", Kind::kPhone},
                                                          {"address", Kind::kAddress},
                                                          {"address_number", Kind::kStreetNumber},
                                                          {"address_extra", Kind::kAddressExtra},
                                                          {"postcode", Kind::kPostcode},
                                                          {"city", Kind::kCity},
                                                          {"postcode_city", Kind::kCity},
                                                          {"country", Kind::kCountry},
                                                          {"birth_date", Kind::kBirthDate},
                                                          {"birth_year", Kind::kBirthYear}};
  for (const auto& [name, kind] : kKinds) {
    if (name == field) return Of(kind);
  }
  constexpr std::string_view kBookkeeping[] = {"opt_out", "consent_email", "consent_date", "source",
                                               "age"};
  if (std::find(std::begin(kBookkeeping), std::end(kBookkeeping), field) !=
      std::end(kBookkeeping)) {
    return {Sort::kBookkeeping, Kind::kIgnored, false};
  }
  if (field == "amount" || field == "donation_date") return {Sort::kDealing, Kind::kIgnored, false};
  if (field == "employer") return Of(Kind::kText);
  if (field == "external_id" || field == "facebook_id" || field == "twitter") {
    return {Sort::kCode, Kind::kIdentifier, false};
  }
  return {};
}

HeaderMeaning Whole(std::string squeezed) {
  std::erase(squeezed, ' ');
  if (squeezed == "id" || squeezed == "recordid" || squeezed == "recid" || squeezed == "rowid") {
    return {Sort::kRowId, Kind::kRecordId, false};
  }
  return OfField(tables::TextOf(TableId::kHeaders, squeezed));
}

// "PrimaryEmail2" → "Primary Email 2".
std::string PartWords(std::string_view header) {
  std::string out;
  const auto is = [](char c, char first, char last) { return c >= first && c <= last; };
  for (std::size_t i = 0; i < header.size(); ++i) {
    const char c = header[i], before = i == 0 ? ' ' : header[i - 1];
    const bool hump = is(c, 'A', 'Z') && is(before, 'a', 'z');
    const bool number = is(c, '0', '9') && !is(before, '0', '9');
    if (hump || number) out += ' ';
    out += c;
  }
  return out;
}

using Words = std::vector<std::string_view>;

bool IsAny(std::string_view word, std::initializer_list<std::string_view> any) {
  return std::find(any.begin(), any.end(), word) != any.end();
}

bool Has(const Words& words, std::initializer_list<std::string_view> any) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return IsAny(word, any); });
}

// Parts of a date: only "dob_day" and the like are sure; "day" alone counts when month and year are
// there too.
HeaderMeaning OfDatePart(const Words& words) {
  if (Has(words, {"day", "jour", "jj", "dd"})) return {Sort::kDay, Kind::kBirthDay, false};
  if (Has(words, {"month", "mon", "mois", "mm"})) return {Sort::kMonth, Kind::kBirthMonth, false};
  if (Has(words, {"year", "yr", "annee", "yyyy", "aaaa"}))
    return {Sort::kYear, Kind::kBirthYear, false};
  return {};
}

HeaderMeaning ByWords(const Words& words) {
  // What kind of phone, which state of an address, whose country of a passport: about the thing,
  // not the thing.
  if (words.size() > 1 &&
      IsAny(words.back(), {"type", "kind", "status", "state", "province", "region", "county",
                           "country", "category", "label", "flag", "departement"})) {
    const bool home = Has(words, {"addr", "address", "adresse", "home", "residence"});
    return words.back() == "country" && home ? Of(Kind::kCountry) : HeaderMeaning{};
  }
  const bool birth =
      Has(words, {"birth", "dob", "naissance", "ddn", "born", "bday", "birthdate", "geburt"});
  if (Has(words, {"place", "lieu", "country"}) && birth) return {};
  if (const HeaderMeaning part = OfDatePart(words); part.sort != Sort::kUnknown) return part;
  if (Has(words, {"mail", "email", "courriel"})) return Of(Kind::kEmail);
  if (Has(words, {"phone", "telephone", "tel", "mobile", "portable", "cell", "fax", "gsm"}))
    return Of(Kind::kPhone);
  if (Has(words, {"ssn", "soc", "passport", "license", "licence", "permis", "siret", "siren",
                  "iban", "nir", "insee", "tax"})) {
    return {Sort::kCode, Kind::kIdentifier, false};
  }
  if (Has(words, {"maiden", "jf"})) return Of(Kind::kBirthName);
  if (Has(words, {"org", "organisation", "organization", "company", "society", "agency", "site"})) {
    return Has(words, {"name", "nom"}) ? Of(Kind::kText) : HeaderMeaning{};
  }
  if (birth) return Of(Kind::kBirthDate);
  if (Has(words, {"first", "given", "forename", "fname", "prenom", "prenoms", "middle", "mname",
                  "vorname"})) {
    return Of(Kind::kGivenName);
  }
  if (Has(words, {"last", "surname", "family", "lname", "nachname"})) return Of(Kind::kFamilyName);
  if (Has(words, {"suburb", "city", "town", "ville", "commune"})) return Of(Kind::kCity);
  if (Has(words, {"postcode", "postal", "zip", "zipcode", "cp", "enumpc"}))
    return Of(Kind::kPostcode);
  if (Has(words, {"hse", "house"}) && Has(words, {"num", "number", "no"}))
    return Of(Kind::kStreetNumber);
  if (Has(words, {"addr", "address", "adresse", "street", "str", "rue", "voie", "enumcap"}))
    return Of(Kind::kAddress);
  if (Has(words, {"gender", "sex", "sexe"})) return Of(Kind::kGender);
  if (Has(words, {"full", "complet"}) && Has(words, {"name", "nom"}))
    return PlainlyOf(Kind::kFullName);
  // Whose or which name: the values decide.
  if (words.size() > 1 && Has(words, {"name", "nom"})) return Of(Kind::kFullName);
  return {};
}

}  // namespace

HeaderMeaning MeaningOf(std::string_view header) {
  const std::string folded = text::Fold(header);
  if (const HeaderMeaning meaning = Whole(folded); meaning.sort != Sort::kUnknown) return meaning;
  const std::string parted = text::Fold(PartWords(header));
  Words words;
  text::SplitTokens(parted, words);
  // A second line of an address is a complement.
  if (Has(words, {"address", "adresse", "addr"}) && Has(words, {"2", "3", "line2", "suite"}))
    return Of(Kind::kAddressExtra);
  std::erase_if(words, [](std::string_view word) {
    return word.find_first_not_of("0123456789") == std::string_view::npos;
  });
  std::string joined;
  for (const std::string_view word : words)
    joined += (joined.empty() ? "" : " ") + std::string(word);
  if (const HeaderMeaning meaning = Whole(joined);
      meaning.sort != Sort::kUnknown && meaning.sort != Sort::kRowId)
    return meaning;
  return ByWords(words);
}

}  // namespace doublon::normalize
