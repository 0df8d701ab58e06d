#include "generate/sources.h"

#include <initializer_list>
#include <iterator>

#include "fmt/format.h"
#include "generate/cells.h"
#include "generate/errors.h"
#include "generate/letters.h"
#include "io/writer.h"

namespace doublon::generate {
namespace {

constexpr char kDelimiter = ',';

void AppendCells(std::initializer_list<std::string_view> cells, std::string& out) {
  bool first = true;
  for (const std::string_view cell : cells) {
    if (!first) out += kDelimiter;
    first = false;
    io::AppendCsvCell(cell, kDelimiter, out);
  }
}

// "Jean Paul" of a second given name, for those who write all their names.
std::string AllGivenNames(const Person& person) {
  if (person.second_given == nullptr) return person.given->shown;
  return fmt::format("{} {}", person.given->shown, person.second_given->shown);
}

// Particles and double names as they are retyped: "Le Gall" → "Legall", "Le-Gall"; "Petit-Morin" →
// "Petit Morin", "Petit".
void RetypeDoubleName(Random& random, std::string& name) {
  const std::size_t at = name.find_first_of(" -");
  if (at == std::string::npos || at == 0 || !random.Chance(0.22)) return;
  if (name[at] == ' ') {
    if (random.Chance(0.6)) {
      name.erase(at, 1);
    } else {
      name[at] = '-';
    }
  } else if (random.Chance(0.55)) {
    name[at] = ' ';
  } else {
    name.resize(at);
  }
}

void SpoilMailDomain(Random& random, std::string& email) {
  const std::size_t at = email.find('@');
  if (at == std::string::npos) return;
  std::string domain = email.substr(at + 1);
  const std::size_t dot = domain.rfind('.');
  if (dot != std::string::npos && random.Chance(0.3)) {
    domain.replace(dot, std::string::npos, domain.ends_with(".com") ? ".fr" : ".com");
  } else if (dot != std::string::npos && random.Chance(0.15)) {
    domain.erase(dot, 1);
  } else {
    Mistype(random, domain);
  }
  email = email.substr(0, at + 1) + domain;
}

void SpoilMailLocal(Random& random, std::string& email) {
  const std::size_t at = email.find('@');
  if (at == std::string::npos) return;
  std::string local = email.substr(0, at);
  Mistype(random, local);
  email = local + email.substr(at);
}

// A cell that is left out with the given probability.
void Drop(double probability, Random& random, std::string& cell) {
  if (random.Chance(probability)) cell.clear();
}

// --- voters: written by hand in capitals at the polling place, read by machine ---

void AppendVoter(const Tables& tables, const Household& household, const Person& person,
                 Random& random, std::string& out) {
  constexpr int kYear = kSourceYear[static_cast<std::size_t>(Source::kVoters)];
  const Home& home = household.homes[person.home];
  const Address& address = home.address.In(kYear);
  // One writer in six is hard to read, and then in all cells.
  const double rate = random.Chance(0.17) ? 0.022 : 0.0025;
  std::string birth_name = UpperCase(person.birth_name);
  std::string used_name = UpperCase(person.used_name.In(kYear));
  if (used_name == birth_name) {
    used_name.clear();
  } else if (random.Chance(0.3)) {  // the voter gives one name only, the one in use
    birth_name = used_name;
    used_name.clear();
  }
  std::string given = random.Chance(0.08) ? AllGivenNames(person) : person.given->shown;
  if (random.Chance(0.06)) given = ShortenCompound(given, random);
  given = UpperCase(random.Chance(0.75) ? WithoutAccents(given) : given);
  if (random.Chance(0.008) && used_name.empty()) std::swap(birth_name, given);
  std::string born = WriteDate(person.born, DateStyle::kSlashes);
  std::string street = UpperCase(WithoutAccents(WriteStreet(
      tables, address, random.Chance(0.4) ? StreetStyle::kAbbreviated : StreetStyle::kFull)));
  if (!address.extra.empty() && random.Chance(0.3))
    street += " " + UpperCase(WithoutAccents(address.extra));
  std::string postcode(address.postcode);
  std::string city = UpperCase(WithoutAccents(tables.commune(address.commune).shown));
  std::string email = person.email.In(kYear);
  const std::string& mobile = person.mobile.In(kYear);
  const std::string& landline = home.landline.In(kYear);
  std::string phone = WritePhone(mobile.empty() || random.Chance(0.25) ? landline : mobile,
                                 random.Chance(0.8) ? PhoneStyle::kDigits : PhoneStyle::kSpaces);
  Misread(rate, random, birth_name);
  Misread(rate, random, used_name);
  Misread(rate, random, given);
  MisreadDigits(rate * 0.6, random, born);
  Misread(rate, random, street);
  MisreadDigits(rate * 0.6, random, postcode);
  Misread(rate, random, city);
  // Mailboxes are small letters without a dictionary behind them: the hardest cell.
  Misread(rate * 1.8, random, email);
  MisreadDigits(rate * 0.6, random, phone);
  Drop(0.18, random, born);
  if (random.Chance(0.14)) {
    street.clear();
    Drop(0.5, random, postcode);
    Drop(0.5, random, city);
  }
  Drop(0.38, random, email);
  Drop(0.36, random, phone);
  AppendCells({birth_name, used_name, given, born, street, postcode, city, email, phone}, out);
}

// --- donors: kept for tax receipts, typed once and checked ---

void AppendDonor(const Tables& tables, const Household& household, const Person& person,
                 Random& random, std::string& out) {
  constexpr int kYear = kSourceYear[static_cast<std::size_t>(Source::kDonors)];
  const Home& home = household.homes[person.home];
  const Address& address = home.address.In(kYear);
  std::string title = person.sex == Sex::kMale ? "M." : "Mme";
  if (person.married && random.Chance(0.04)) title = "M. et Mme";
  std::string family = UpperCase(person.used_name.In(kYear));
  std::string given = person.given->shown;
  if (random.Chance(0.012)) Mistype(random, family);
  if (random.Chance(0.008)) Mistype(random, given);
  std::string born = WriteDate(person.born, DateStyle::kSlashes);
  if (random.Chance(0.006)) MistypeDigit(random, born);
  Drop(0.42, random, born);
  const std::string street = WriteStreet(tables, address,
                                         random.Chance(0.15)  ? StreetStyle::kAbbreviated
                                         : random.Chance(0.2) ? StreetStyle::kCommaAfterNumber
                                                              : StreetStyle::kFull);
  std::string city = tables.commune(address.commune).shown;
  if (random.Chance(0.4)) city = UpperCase(WithoutAccents(city));
  std::string email = person.email.In(kYear);
  if (random.Chance(0.005)) SpoilMailLocal(random, email);
  Drop(0.2, random, email);
  const std::string& mobile = person.mobile.In(kYear);
  std::string phone =
      WritePhone(mobile.empty() ? home.landline.In(kYear) : mobile, PhoneStyle::kSpaces);
  Drop(0.3, random, phone);
  AppendCells(
      {title, family, given, born, street, address.extra, address.postcode, city, email, phone},
      out);
}

// --- petition: typed by the signer on the web, in a hurry ---

std::string TypedCase(std::string_view name, double draw) {
  if (draw < 0.16) return LowerCase(name);
  if (draw < 0.27) return UpperCase(name);
  return std::string(name);
}

void SpoilTypedNames(Random& random, std::string& given, std::string& family) {
  if (random.Chance(0.016)) Mistype(random, given);
  if (random.Chance(0.018)) Mistype(random, family);
  if (random.Chance(0.012)) std::swap(given, family);
  if (random.Chance(0.008) && static_cast<unsigned char>(family[0]) < 0x80) family.resize(1);
}

// What people type into a field they do not want to fill.
std::string Placeholder(Random& random) {
  constexpr std::string_view kPlaceholders[] = {"0000000000", "0102030405", "0606060606",
                                                "0123456789", "0600000000"};
  return std::string(kPlaceholders[random.Below(std::size(kPlaceholders))]);
}

void AppendSigner(const Tables& tables, const Household& household, const Person& person,
                  Random& random, std::string& out) {
  constexpr int kYear = kSourceYear[static_cast<std::size_t>(Source::kPetition)];
  const Home& home = household.homes[person.home];
  const Address& address = home.address.In(kYear);
  std::string given = person.given->shown;
  if (!person.given->short_forms.empty() && random.Chance(0.05)) {
    const auto& forms = person.given->short_forms;
    given = tables.short_form(forms[random.Below(static_cast<std::uint32_t>(forms.size()))]);
  } else if (random.Chance(0.35)) {
    given = ShortenCompound(given, random);
  }
  std::string family = person.used_name.In(kYear);
  RetypeDoubleName(random, family);
  const bool plain = random.Chance(0.4);
  if (plain) given = WithoutAccents(given);
  const double typed = random.Unit();
  given = TypedCase(given, typed);
  family = random.Chance(0.08) ? UpperCase(family) : TypedCase(family, typed);
  SpoilTypedNames(random, given, family);
  std::string email = person.email.In(kYear);
  if (random.Chance(0.012)) SpoilMailDomain(random, email);
  if (random.Chance(0.012)) SpoilMailLocal(random, email);
  if (random.Chance(0.05))
    email = UpperCase(email).substr(0, 1) + email.substr(email.empty() ? 0 : 1);
  Drop(0.03, random, email);
  std::string phone;
  if (random.Chance(0.3)) {
    constexpr PhoneStyle kStyles[] = {PhoneStyle::kDigits,        PhoneStyle::kDigits,
                                      PhoneStyle::kDigits,        PhoneStyle::kSpaces,
                                      PhoneStyle::kSpaces,        PhoneStyle::kDots,
                                      PhoneStyle::kInternational, PhoneStyle::kInternationalSpaces,
                                      PhoneStyle::kPlusZero,      PhoneStyle::kNoZero};
    phone = WritePhone(person.mobile.In(kYear), kStyles[random.Below(std::size(kStyles))]);
    if (random.Chance(0.01)) MistypeDigit(random, phone);
    if (random.Chance(0.02)) phone = Placeholder(random);
  }
  std::string postcode(address.postcode);
  if (random.Chance(0.01)) MistypeDigit(random, postcode);
  Drop(0.06, random, postcode);
  std::string city = tables.commune(address.commune).shown;
  if (plain) city = WithoutAccents(city);
  city = TypedCase(city, typed);
  if (random.Chance(0.015)) Mistype(random, city);
  Drop(0.3, random, city);
  AppendCells({given, family, email, phone, postcode, city}, out);
}

// --- members: a file of 2006, typed by a secretary from paper, kept in a spreadsheet since ---

void SpoilMemberNames(Random& random, std::string& given, std::string& family) {
  if (random.Chance(0.015)) Mistype(random, family);
  if (random.Chance(0.02)) Respell(random, family);
  if (random.Chance(0.012)) Mistype(random, given);
  if (random.Chance(0.005)) std::swap(given, family);
}

std::string MemberBirthDate(const Person& person, Random& random) {
  std::string born =
      WriteDate(person.born, random.Chance(0.9) ? DateStyle::kDashesIso : DateStyle::kSlashes);
  if (random.Chance(0.01)) {
    born = WriteDate({person.born.year, person.born.day <= 12 ? person.born.day : person.born.month,
                      person.born.day <= 12 ? person.born.month : person.born.day},
                     DateStyle::kDashesIso);
  } else if (random.Chance(0.012)) {
    MistypeDigit(random, born);
  } else if (random.Chance(0.012)) {  // only the year was known
    born = WriteDate({person.born.year, 1, 1}, DateStyle::kDashesIso);
  } else if (random.Chance(0.006)) {  // what the old program put in when there was no date
    born = "1900-01-01";
  }
  Drop(0.28, random, born);
  return born;
}

void AppendMember(const Tables& tables, const Household& household, const Person& person,
                  Random& random, std::string& out) {
  constexpr int kYear = kSourceYear[static_cast<std::size_t>(Source::kMembers)];
  const Home& home = household.homes[person.home];
  const Address& address = home.address.In(kYear);
  std::string family = person.used_name.In(kYear);
  std::string birth_name =
      family != person.birth_name && random.Chance(0.55) ? UpperCase(person.birth_name) : "";
  RetypeDoubleName(random, family);
  std::string given = WithoutAccents(person.given->shown);
  if (random.Chance(0.12)) given = ShortenCompound(given, random);
  SpoilMemberNames(random, given, family);
  family = UpperCase(family);
  const std::string born = MemberBirthDate(person, random);
  std::string street = WriteStreet(
      tables, address, random.Chance(0.3) ? StreetStyle::kAbbreviated : StreetStyle::kFull);
  if (!address.extra.empty() && random.Chance(0.5))
    street = fmt::format("{}, {}", address.extra, street);
  // A few cells went through a program that took UTF-8 for something else; most lost their accents
  // on paper.
  street = random.Chance(0.02)  ? Mojibake(street)
           : random.Chance(0.6) ? WithoutAccents(street)
                                : street;
  if (random.Chance(0.01)) Mistype(random, street);
  std::string postcode(address.postcode);
  if (postcode[0] == '0' && random.Chance(0.3))
    postcode.erase(0, 1);  // the spreadsheet took it for a number
  const std::string city = UpperCase(WithoutAccents(tables.commune(address.commune).shown));
  std::string email = person.email.In(kYear);
  if (random.Chance(0.02)) SpoilMailLocal(random, email);
  Drop(0.52, random, email);
  const bool numeric = random.Chance(0.08);
  const auto phone = [&](const std::string& digits, double missing) {
    std::string cell = WritePhone(digits, numeric ? PhoneStyle::kNoZero : PhoneStyle::kDots);
    if (random.Chance(0.012)) MistypeDigit(random, cell);
    Drop(missing, random, cell);
    return cell;
  };
  const std::string landline = phone(home.landline.In(kYear), 0.2);
  const std::string mobile = phone(person.mobile.In(kYear), 0.5);
  AppendCells({family, birth_name, given, born, street, postcode, city, email, landline, mobile},
              out);
}

}  // namespace

std::string_view SourceName(Source source) noexcept {
  switch (source) {
    case Source::kVoters:
      return "voters";
    case Source::kDonors:
      return "donors";
    case Source::kPetition:
      return "petition";
    case Source::kMembers:
      break;
  }
  return "members";
}

std::string_view SourceHeader(Source source) noexcept {
  switch (source) {
    case Source::kVoters:
      return "id,nom_naissance,nom_usage,prenoms,date_naissance,adresse,code_postal,commune,email,"
             "telephone";
    case Source::kDonors:
      return "id,civilite,nom,prenom,date_naissance,adresse,complement_adresse,code_postal,ville,"
             "email,telephone";
    case Source::kPetition:
      return "id,first_name,last_name,email,phone,zip,city";
    case Source::kMembers:
      break;
  }
  return "id,nom,nom_jf,prenom,date_naissance,adresse,cp,ville,mail,tel_fixe,tel_mobile";
}

void AppendRow(Source source, const Tables& tables, const Household& household,
               const Person& person, Random& random, std::string& out) {
  switch (source) {
    case Source::kVoters:
      return AppendVoter(tables, household, person, random, out);
    case Source::kDonors:
      return AppendDonor(tables, household, person, random, out);
    case Source::kPetition:
      return AppendSigner(tables, household, person, random, out);
    case Source::kMembers:
      return AppendMember(tables, household, person, random, out);
  }
}

std::string RowId(Source source, std::uint64_t position) {
  switch (source) {
    case Source::kVoters:
      return fmt::format("V{:08}", position + 1);
    case Source::kDonors:
      return fmt::format("D{}", 10007 + position * 7);
    case Source::kPetition:
      return fmt::format("{:016x}", Scatter(position));
    case Source::kMembers:
      break;
  }
  return fmt::format("{}", 2000000 + position * 3);
}

}  // namespace doublon::generate
