// The canonical text of one value, in the form of the case files (reference/README.md): a rendering of what the normaliser
// reads, nothing of its own.
#include <string>

#include "fmt/format.h"
#include "normalize/address.h"
#include "normalize/date.h"
#include "normalize/email.h"
#include "normalize/name_parts.h"
#include "normalize/normalizer.h"
#include "normalize/phone.h"
#include "text/encoding.h"
#include "text/phonetic.h"

namespace doublon::normalize {

namespace {

constexpr std::string_view kMissing = "<missing>";
constexpr std::string_view kInvalid = "<invalid>";

void Join(std::string_view separator, std::string_view text, std::string& out) {
  if (text.empty()) return;
  if (!out.empty()) out += separator;
  out += text;
}

// Texts of all parts of the roles, joined by " + ". Of two readings of a name the likelier one, which stands first.
std::string TextsOf(const NameParts& parts, std::initializer_list<NameRole> roles) {
  std::string text;
  for (const NameRole role : roles) {
    bool read = false;
    for (const NameParts::Part& part : parts.parts()) {
      if (part.role != role || (read && (part.flags & record::kAmbiguous) != 0)) continue;
      Join(" + ", parts.text(part), text);
      read = true;
    }
  }
  return text;
}

void Brackets(const NameParts& parts, std::string& out) {
  constexpr std::pair<NameRole, std::string_view> kBracketed[] = {
      {NameRole::kBirthName, "birth"}, {NameRole::kOtherName, "other"}, {NameRole::kSuffix, "suffix"}};
  for (const auto& [role, word] : kBracketed) {
    for (const NameParts::Part& part : parts.parts()) {
      if (part.role == role) Join(" ", fmt::format("[{} {}]", word, parts.text(part)), out);
    }
  }
}

std::string Names(std::string_view raw, NameColumn column) {
  CellTokens tokens;
  NameParts parts;
  ReadNames(raw, column, {}, tokens, parts);
  const bool organisation = parts.has(NameRole::kOrganisation);
  std::string given = organisation ? "<organisation>" : TextsOf(parts, {NameRole::kGiven, NameRole::kSecondGiven});
  std::string family = TextsOf(parts, {NameRole::kFamily, NameRole::kSecondFamily, NameRole::kOrganisation});
  if (organisation && column != NameColumn::kFull) return given;
  Brackets(parts, family);
  if (given.empty() && family.empty()) return std::string(kMissing);
  if (column == NameColumn::kFull) return fmt::format("given={}; family={}", given, family);
  if (column == NameColumn::kGiven) std::swap(given, family);
  Join(" ", given, family);
  return family;
}

std::string Emails(std::string_view raw) {
  Mailboxes mailboxes;
  switch (mailboxes.Read(raw)) {
    case Mailboxes::Outcome::kMissing: return std::string(kMissing);
    case Mailboxes::Outcome::kInvalid: return std::string(kInvalid);
    case Mailboxes::Outcome::kFound: break;
  }
  std::string out;
  for (const Mailboxes::Mailbox& mailbox : mailboxes.mailboxes()) Join(" + ", mailboxes.text(mailbox), out);
  return out;
}

std::string Phones(std::string_view raw) {
  PhoneNumbers phones;
  switch (phones.Read(raw, record::Locale::kFrench)) {
    case PhoneNumbers::Outcome::kMissing: return std::string(kMissing);
    case PhoneNumbers::Outcome::kInvalid: return std::string(kInvalid);
    case PhoneNumbers::Outcome::kFound: break;
  }
  std::string out;
  for (const PhoneNumbers::Number& number : phones.numbers()) {
    Join(" + ", "+" + std::string(phones.text(number)), out);
  }
  return out;
}

std::string Date(std::string_view raw) {
  const DateReading reading = ReadBirthDate(raw, record::DateOrder::kUnknown, record::Locale::kFrench);
  switch (reading.outcome) {
    case DateReading::Outcome::kMissing: return std::string(kMissing);
    case DateReading::Outcome::kInvalid: return std::string(kInvalid);
    case DateReading::Outcome::kFound: break;
  }
  return fmt::format("{:04}-{:02}-{:02}{}", reading.date.year, reading.date.month, reading.date.day,
                     reading.suspect ? " [suspect]" : "");
}

std::string Address(std::string_view raw) {
  CellTokens tokens;
  StreetAddress address;
  ReadAddress(raw, {}, record::Locale::kFrench, tokens, address);
  std::string_view city = address.city.text;
  if (!address.has_street() && address.number.empty() && city.empty() && address.city.postcode.empty()) {
    return std::string(kMissing);
  }
  // In a street line the article of a town comes and goes: "La Saunière" and "Saunière" are written alike.
  for (const std::string_view article : {"le ", "la ", "les "}) {
    if (city.starts_with(article)) {
      city.remove_prefix(article.size());
      break;
    }
  }
  std::string number = address.delivery;
  Join(" ", address.number, number);
  return fmt::format("number={}; rep={}; type={}; name={}; postcode={}; city={}", number, address.repetition, address.type,
                     address.words, address.city.postcode, city);
}

std::string City(std::string_view raw) {
  CellTokens tokens;
  CityName city;
  ReadCity(raw, tokens, city);
  if (city.text.empty()) return std::string(kMissing);
  return city.arrondissement == 0 ? city.text : fmt::format("{} {}", city.text, city.arrondissement);
}

}  // namespace

bool CanonicalText(std::string_view kind, std::string_view raw, std::string& out) {
  std::string repaired;
  if (text::RepairMojibake(raw, repaired)) raw = repaired;
  if (kind == "given") {
    out = Names(raw, NameColumn::kGiven);
  } else if (kind == "family") {
    out = Names(raw, NameColumn::kFamily);
  } else if (kind == "full") {
    out = Names(raw, NameColumn::kFull);
  } else if (kind == "email") {
    out = Emails(raw);
  } else if (kind == "phone") {
    out = Phones(raw);
  } else if (kind == "dob") {
    out = Date(raw);
  } else if (kind == "address") {
    out = Address(raw);
  } else if (kind == "city") {
    out = City(raw);
  } else if (kind == "fr_key") {
    out = text::FrKeyOfRaw(raw);
  } else {
    return false;
  }
  return true;
}

}  // namespace doublon::normalize
