// The canonical text of one value, in the form of the case files (reference/README.md): a rendering
// of what the normaliser reads, nothing of its own.
#include <optional>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "normalize/address.h"
#include "normalize/date.h"
#include "normalize/email.h"
#include "normalize/name_parts.h"
#include "normalize/normalizer.h"
#include "normalize/phone.h"
#include "normalize/plain_value.h"
#include "text/encoding.h"
#include "text/phonetic.h"

namespace doublon::normalize {

namespace {

using record::Locale;

constexpr std::string_view kMissing = "<missing>";
constexpr std::string_view kInvalid = "<invalid>";

void Join(std::string_view separator, std::string_view text, std::string& out) {
  if (text.empty()) return;
  if (!out.empty()) out += separator;
  out += text;
}

// Texts of all parts of the roles, joined by " + ". Of two readings of a name the likelier one,
// which stands first.
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
  constexpr std::pair<NameRole, std::string_view> kBracketed[] = {{NameRole::kBirthName, "birth"},
                                                                  {NameRole::kOtherName, "other"},
                                                                  {NameRole::kSuffix, "suffix"}};
  for (const auto& [role, word] : kBracketed) {
    for (const NameParts::Part& part : parts.parts()) {
      if (part.role == role) Join(" ", fmt::format("[{} {}]", word, parts.text(part)), out);
    }
  }
}

std::string Names(std::string_view raw, NameColumn column, Locale locale) {
  CellTokens tokens;
  NameParts parts;
  ReadNames(raw, column, {record::NameOrder::kUnknown, locale}, tokens, parts);
  const bool organisation = parts.has(NameRole::kOrganisation);
  std::string given =
      organisation ? "<organisation>" : TextsOf(parts, {NameRole::kGiven, NameRole::kSecondGiven});
  std::string family =
      TextsOf(parts, {NameRole::kFamily, NameRole::kSecondFamily, NameRole::kOrganisation});
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
    case Mailboxes::Outcome::kMissing:
      return std::string(kMissing);
    case Mailboxes::Outcome::kInvalid:
      return std::string(kInvalid);
    case Mailboxes::Outcome::kFound:
      break;
  }
  std::string out;
  for (const Mailboxes::Mailbox& mailbox : mailboxes.mailboxes())
    Join(" + ", mailboxes.text(mailbox), out);
  return out;
}

std::string Phones(std::string_view raw, Locale locale) {
  PhoneNumbers phones;
  switch (phones.Read(raw, locale)) {
    case PhoneNumbers::Outcome::kMissing:
      return std::string(kMissing);
    case PhoneNumbers::Outcome::kInvalid:
      return std::string(kInvalid);
    case PhoneNumbers::Outcome::kFound:
      break;
  }
  std::string out;
  for (const PhoneNumbers::Number& number : phones.numbers()) {
    Join(" + ", "+" + std::string(phones.text(number)), out);
  }
  return out;
}

std::string Date(std::string_view raw, Locale locale) {
  const DateReading reading = ReadBirthDate(raw, record::DateOrder::kUnknown, locale);
  switch (reading.outcome) {
    case DateReading::Outcome::kMissing:
      return std::string(kMissing);
    case DateReading::Outcome::kInvalid:
      return std::string(kInvalid);
    case DateReading::Outcome::kFound:
      break;
  }
  return fmt::format("{:04}-{:02}-{:02}{}", reading.date.year, reading.date.month, reading.date.day,
                     reading.suspect ? " [suspect]" : "");
}

std::string Address(std::string_view raw, Locale locale) {
  CellTokens tokens;
  StreetAddress address;
  ReadAddress(raw, {}, locale, tokens, address);
  std::string_view city = address.city.text;
  if (!address.has_street() && address.number.empty() && city.empty() &&
      address.city.postcode.empty()) {
    return std::string(kMissing);
  }
  // In a street line the article of a town comes and goes: "La Saunière" and "Saunière" are written
  // alike.
  for (const std::string_view article : {"le ", "la ", "les "}) {
    if (city.starts_with(article)) {
      city.remove_prefix(article.size());
      break;
    }
  }
  std::string number = address.delivery;
  Join(" ", address.number, number);
  return fmt::format("number={}; rep={}; type={}; name={}; postcode={}; city={}", number,
                     address.repetition, address.type, address.words, address.city.postcode, city);
}

std::string City(std::string_view raw) {
  CellTokens tokens;
  CityName city;
  ReadCity(raw, tokens, city);
  if (city.text.empty()) return std::string(kMissing);
  return city.arrondissement == 0 ? city.text
                                  : fmt::format("{} {}", city.text, city.arrondissement);
}

// What an Append... function of plain_value.h or address.h makes of the value.
template <typename Append>
std::string Plain(const Append& append) {
  std::string out;
  append(out);
  return out.empty() ? std::string(kMissing) : out;
}

std::string Number(std::string_view raw) {
  const std::optional<double> number = ReadNumber(raw);
  return number ? fmt::format("{}", *number) : std::string(kInvalid);
}

using Render = std::string (*)(std::string_view raw, Locale locale);

struct KindRendering {
  std::string_view kind;
  Render render;
};

constexpr KindRendering kRenderings[] = {
    {"given", [](std::string_view raw, Locale l) { return Names(raw, NameColumn::kGiven, l); }},
    {"family", [](std::string_view raw, Locale l) { return Names(raw, NameColumn::kFamily, l); }},
    {"full", [](std::string_view raw, Locale l) { return Names(raw, NameColumn::kFull, l); }},
    {"email", [](std::string_view raw, Locale) { return Emails(raw); }},
    {"phone", Phones},
    {"dob", Date},
    {"address", Address},
    {"city", [](std::string_view raw, Locale) { return City(raw); }},
    {"postcode",
     [](std::string_view raw, Locale l) {
       return Plain([&](std::string& out) { AppendPostcode(raw, l, out); });
     }},
    {"country", [](std::string_view raw,
                   Locale) { return Plain([&](std::string& out) { AppendCountry(raw, out); }); }},
    {"gender",
     [](std::string_view raw, Locale) {
       return Plain([&](std::string& out) {
         if (const char gender = ReadGender(raw)) out += gender;
       });
     }},
    {"text", [](std::string_view raw,
                Locale) { return Plain([&](std::string& out) { AppendFoldedValue(raw, out); }); }},
    {"identifier",
     [](std::string_view raw, Locale) {
       return Plain([&](std::string& out) { AppendIdentifier(raw, out); });
     }},
    {"number", [](std::string_view raw, Locale) { return Number(raw); }},
    {"fr_key", [](std::string_view raw, Locale) { return text::FrKeyOfRaw(raw); }},
};

}  // namespace

const std::vector<std::string>& CanonicalKinds() {
  static const std::vector<std::string> kinds = [] {
    std::vector<std::string> names;
    for (const KindRendering& rendering : kRenderings) names.emplace_back(rendering.kind);
    return names;
  }();
  return kinds;
}

bool CanonicalText(std::string_view kind, std::string_view raw, Locale locale, std::string& out) {
  for (const KindRendering& rendering : kRenderings) {
    if (rendering.kind != kind) continue;
    std::string repaired;
    if (text::RepairMojibake(raw, repaired)) raw = repaired;
    out = rendering.render(raw, locale);
    return true;
  }
  return false;
}

}  // namespace doublon::normalize
