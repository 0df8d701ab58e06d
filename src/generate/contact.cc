#include "generate/contact.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "fmt/format.h"
#include "generate/letters.h"

namespace doublon::generate {
namespace {

struct Provider {
  std::string_view domain;
  double weight;
};

// clang-format off
// Boxes opened up to the middle of the 2000s came from access providers; later ones from web mail.
constexpr std::array<Provider, 16> kEarlyProviders = {{
    {"wanadoo.fr", 24}, {"free.fr", 15}, {"hotmail.com", 14}, {"yahoo.fr", 14},
    {"laposte.net", 6}, {"club-internet.fr", 4}, {"neuf.fr", 4}, {"aol.com", 4}, {"voila.fr", 3},
    {"gmail.com", 3}, {"caramail.com", 2}, {"noos.fr", 2}, {"tele2.fr", 2}, {"hotmail.fr", 2},
    {"cegetel.net", 2}, {"tiscali.fr", 1}}};
constexpr std::array<Provider, 18> kLateProviders = {{
    {"gmail.com", 33}, {"orange.fr", 13}, {"hotmail.fr", 10}, {"free.fr", 9}, {"yahoo.fr", 8},
    {"wanadoo.fr", 6}, {"sfr.fr", 5}, {"hotmail.com", 4}, {"laposte.net", 4}, {"live.fr", 3},
    {"outlook.fr", 2}, {"outlook.com", 1}, {"yahoo.com", 1}, {"neuf.fr", 1}, {"bbox.fr", 1},
    {"icloud.com", 1}, {"numericable.fr", 1}, {"ymail.com", 1}}};
// clang-format on

constexpr std::array<std::string_view, 56> kWords = {
    "soleil", "lune",     "etoile",  "papillon", "chouette",   "loulou",   "minou",   "titi",
    "bibi",   "doudou",   "foot",    "rugby",    "moto",       "velo",     "rando",   "peche",
    "chasse", "jardin",   "musique", "guitare",  "piano",      "cinema",   "lecture", "voyage",
    "mer",    "montagne", "breizh",  "corsica",  "provence",   "paname",   "dragon",  "loup",
    "tigre",  "renard",   "panda",   "dauphin",  "lapin",      "cerise",   "fraise",  "caramel",
    "choco",  "vanille",  "cactus",  "tulipe",   "coquelicot", "capucine", "zorro",   "asterix",
    "tintin", "phenix",   "ninja",   "pirate",   "cosmos",     "tempete",  "horizon", "liberte"};

// Cumulative draws over a dozen weights; an alias table would not pay.
std::string_view DrawProvider(std::span<const Provider> providers, Random& random) {
  double sum = 0;
  for (const Provider& provider : providers) sum += provider.weight;
  double rest = random.Unit() * sum;
  for (const Provider& provider : providers) {
    rest -= provider.weight;
    if (rest < 0) return provider.domain;
  }
  return providers.front().domain;
}

std::string_view DrawProvider(int year, Random& random) {
  return year < 2006 ? DrawProvider(kEarlyProviders, random) : DrawProvider(kLateProviders, random);
}

// Letters, digits and hyphens only: "d'Artagnan" → "dartagnan", "Le Gall" → "legall".
std::string LocalPart(std::string_view name) {
  std::string out;
  for (const char c : WithoutAccents(name)) {
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c + 32);
    } else if ((c >= 'a' && c <= 'z') || c == '-') {
      out += c;
    }
  }
  return out;
}

std::string Initials(std::string_view given) {
  std::string out;
  bool start = true;
  for (const char c : given) {
    if (start && c >= 'a' && c <= 'z') out += c;
    start = c == '-';
  }
  return out;
}

struct Pattern {
  std::string local;
  bool initial_only = false;
};

Pattern DrawPattern(const std::string& given, const std::string& family, Random& random) {
  const double draw = random.Unit();
  if (draw < 0.38) return {given + "." + family, false};
  if (draw < 0.50) return {given + family, false};
  if (draw < 0.58) return {family + "." + given, false};
  if (draw < 0.64) return {given + "_" + family, false};
  if (draw < 0.68) return {family + given, false};
  if (draw < 0.84) return {Initials(given) + family, true};
  if (draw < 0.91) return {Initials(given) + "." + family, true};
  return {family + Initials(given), true};
}

std::string Pseudonym(const Person& person, const std::string& given, Random& random) {
  const auto word = [&random] { return kWords[random.Below(kWords.size())]; };
  std::string local = random.Chance(0.3) ? given : std::string(word());
  if (random.Chance(0.4)) local += word();
  if (random.Chance(0.3))
    return fmt::format("{}{:02}{}", local, person.born.year % 100, random.Below(100));
  return fmt::format("{}{}", local, 1 + random.Below(99999));
}

constexpr std::uint64_t kMillion = 1000000;

// A bijection of [0, modulus) for any modulus that is not a multiple of kPrime.
std::uint64_t Spread(std::uint64_t ordinal, std::uint64_t seed, std::uint64_t modulus) {
  constexpr std::uint64_t kPrime = 86028121;
  return (ordinal % modulus * kPrime + Scatter(seed) % modulus) % modulus;
}

std::string_view OverseasCode(std::string_view postcode, bool mobile) {
  const std::string_view department = postcode.substr(0, 3);
  if (department == "971") return mobile ? "0690" : "0590";
  if (department == "972") return mobile ? "0696" : "0596";
  if (department == "973") return mobile ? "0694" : "0594";
  if (department == "974") return mobile ? "0692" : "0262";
  if (department == "976") return mobile ? "0639" : "0269";
  return {};
}

// First digit after the zero: the five zones of the plan of 1996.
int ZoneOf(std::string_view postcode) {
  // By departement 01 to 95; 20 (Corsica) is in zone 4.
  constexpr std::string_view kZones =
      "43444443534542455254325534222455542224352442255422"
      "332332333323455433433244121153554425533311111";
  const int department = (postcode[0] - '0') * 10 + (postcode[1] - '0');
  if (department < 1 || department > 95) return 1;
  return kZones[static_cast<std::size_t>(department - 1)] - '0';
}

// Exchanges (the two digits after the zone's) are taken from 20 to 89, less call-centre and
// overseas ranges.
std::vector<int> ExchangesOf(int zone) {
  constexpr std::array<std::array<int, 5>, 5> kLeftOut = {{{62, 63, 0, 0, 0},
                                                           {62, 63, 69, 70, 71},
                                                           {77, 78, 0, 0, 0},
                                                           {24, 25, 0, 0, 0},
                                                           {68, 69, 0, 0, 0}}};
  const auto& left_out = kLeftOut[static_cast<std::size_t>(zone - 1)];
  std::vector<int> exchanges;
  for (int exchange = 20; exchange < 90; ++exchange) {
    if (std::find(left_out.begin(), left_out.end(), exchange) == left_out.end())
      exchanges.push_back(exchange);
  }
  return exchanges;
}

// Mobile numbers in use: 06 00 to 06 38, 06 40 to 06 89, 07 30 to 07 80, so 140 million.
std::uint64_t MobileMillion(std::uint64_t index) {
  if (index < 39) return 600 + index;
  if (index < 89) return 601 + index;
  return 730 + (index - 89);
}
constexpr std::uint64_t kMobileMillions = 140;

}  // namespace

std::string MakeEmail(const Person& person, int year, std::string_view postcode, Random& random) {
  const std::string_view domain = DrawProvider(year, random);
  const std::string given = LocalPart(person.given->shown);
  constexpr double kPseudonymShare = 0.18;
  if (random.Chance(kPseudonymShare)) {
    return fmt::format("{}@{}", Pseudonym(person, given, random), domain);
  }
  const Pattern pattern = DrawPattern(given, LocalPart(person.used_name.In(year)), random);
  // Bearers in France who would like this very address: one in about 25 takes the same pattern at
  // the same provider.
  constexpr double kPopulation = 50e6;
  constexpr double kInitialShare = 0.1;
  constexpr double kRivalShare = 0.04;
  const double rivals = kPopulation * kRivalShare * person.name_share *
                        (pattern.initial_only ? kInitialShare : person.given->share);
  constexpr double kDigitsAnyway = 0.15;
  if (rivals < 1 ? !random.Chance(kDigitsAnyway) : random.Chance(1 / rivals)) {
    return fmt::format("{}@{}", pattern.local, domain);
  }
  const double draw = random.Unit();
  if (rivals < 30 && draw < 0.45) {
    return fmt::format("{}{:02}@{}", pattern.local, person.born.year % 100, domain);
  }
  if (rivals < 30 && draw < 0.65) {
    return fmt::format("{}{}@{}", pattern.local, postcode.substr(0, 2), domain);
  }
  const auto numbers = static_cast<std::uint32_t>(std::clamp(rivals * 20, 10.0, 1e6));
  return fmt::format("{}{}@{}", pattern.local, 1 + random.Below(numbers), domain);
}

std::string MakeFamilyEmail(const Person& one, const Person& other, Random& random) {
  const std::string family = LocalPart(one.used_name.later);
  const std::string first = LocalPart(one.given->shown);
  const std::string second = LocalPart(other.given->shown);
  const std::string_view domain = DrawProvider(2000 + random.Between(0, 12), random);
  const double draw = random.Unit();
  if (draw < 0.4) return fmt::format("famille.{}{}@{}", family, 1 + random.Below(999), domain);
  if (draw < 0.7) return fmt::format("{}.{}.{}@{}", first, second, family, domain);
  return fmt::format("{}et{}{}@{}", first, second, 1 + random.Below(999), domain);
}

std::string MakeMobile(std::uint64_t ordinal, std::uint64_t seed, std::string_view postcode) {
  const std::uint64_t number = Spread(ordinal, seed ^ 0x6d, kMobileMillions * kMillion);
  if (const std::string_view code = OverseasCode(postcode, true); !code.empty()) {
    return fmt::format("{}{:06}", code, number % kMillion);
  }
  return fmt::format("0{}{:06}", MobileMillion(number / kMillion), number % kMillion);
}

std::string MakeLandline(std::uint64_t ordinal, std::uint64_t seed, std::string_view postcode) {
  static const std::array<std::vector<int>, 5> exchanges_by_zone = {
      ExchangesOf(1), ExchangesOf(2), ExchangesOf(3), ExchangesOf(4), ExchangesOf(5)};
  const int zone = ZoneOf(postcode);
  const auto& exchanges = exchanges_by_zone[static_cast<std::size_t>(zone - 1)];
  const std::uint64_t number = Spread(ordinal, seed ^ 0x6c, exchanges.size() * kMillion);
  if (const std::string_view code = OverseasCode(postcode, false); !code.empty()) {
    return fmt::format("{}{:06}", code, number % kMillion);
  }
  return fmt::format("0{}{:02}{:06}", zone, exchanges[number / kMillion], number % kMillion);
}

}  // namespace doublon::generate
