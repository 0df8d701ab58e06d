#include "generate/cells.h"

#include <array>
#include <utility>

#include "fmt/format.h"

namespace doublon::generate {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypeAbbreviations = {
    {{"rue", "R."},
     {"avenue", "av."},
     {"boulevard", "bd"},
     {"place", "pl."},
     {"allée", "all."},
     {"chemin", "ch."},
     {"impasse", "imp."},
     {"route", "rte"},
     {"square", "sq."},
     {"résidence", "rés."},
     {"lotissement", "lot."},
     {"passage", "pass."},
     {"quai", "q."},
     {"cours", "crs"}}};

std::string_view Abbreviated(std::string_view type) {
  for (const auto& [full, abbreviation] : kTypeAbbreviations) {
    if (full == type) return abbreviation;
  }
  return type;
}

std::string_view Repetition(char code, bool abbreviated) {
  switch (code) {
    case 'B':
      return abbreviated ? "B" : "bis";
    case 'T':
      return abbreviated ? "T" : "ter";
    case 'A':
      return "A";
    default:
      return "";
  }
}

std::string InPairs(std::string_view digits, char separator) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 2 == 0) out += separator;
    out += digits[i];
  }
  return out;
}

}  // namespace

std::string WriteDate(const Date& date, DateStyle style) {
  switch (style) {
    case DateStyle::kSlashes:
      return fmt::format("{:02}/{:02}/{:04}", date.day, date.month, date.year);
    case DateStyle::kDashesIso:
      return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    case DateStyle::kDots:
      return fmt::format("{:02}.{:02}.{:04}", date.day, date.month, date.year);
    case DateStyle::kShortYear:
      return fmt::format("{:02}/{:02}/{:02}", date.day, date.month, date.year % 100);
    case DateStyle::kNoZeros:
      break;
  }
  return fmt::format("{}/{}/{}", date.day, date.month, date.year);
}

std::string WritePhone(std::string_view digits, PhoneStyle style) {
  if (digits.size() < 2) return std::string(digits);
  const std::string_view national = digits.substr(1);
  switch (style) {
    case PhoneStyle::kDigits:
      return std::string(digits);
    case PhoneStyle::kSpaces:
      return InPairs(digits, ' ');
    case PhoneStyle::kDots:
      return InPairs(digits, '.');
    case PhoneStyle::kInternational:
      return fmt::format("+33{}", national);
    case PhoneStyle::kInternationalSpaces:
      return fmt::format("+33 {}", InPairs(national, ' '));
    case PhoneStyle::kPlusZero:
      return fmt::format("+33(0){}", national);
    case PhoneStyle::kNoZero:
      break;
  }
  return std::string(national);
}

std::string WriteStreet(const Tables& tables, const Address& address, StreetStyle style) {
  const Street& street = tables.street(address.street);
  const bool abbreviated = style == StreetStyle::kAbbreviated;
  std::string out;
  if (address.number > 0) {
    out = fmt::format("{}", address.number);
    if (const std::string_view repetition = Repetition(address.repetition, abbreviated);
        !repetition.empty()) {
      out += ' ';
      out += repetition;
    }
    out += style == StreetStyle::kCommaAfterNumber ? ", " : " ";
  }
  out += abbreviated ? Abbreviated(street.type) : street.type;
  out += ' ';
  out += street.name;
  return out;
}

std::string ShortenCompound(std::string_view given, Random& random) {
  const std::size_t hyphen = given.find('-');
  if (hyphen == std::string_view::npos || hyphen == 0 || hyphen + 1 >= given.size())
    return std::string(given);
  const std::string_view first = given.substr(0, hyphen);
  const std::string_view second = given.substr(hyphen + 1);
  const double draw = random.Unit();
  if (draw < 0.7) return fmt::format("{} {}", first, second);
  if (draw < 0.82) return std::string(first);
  // Initials only of ASCII letters: an É would be cut in two.
  if ((static_cast<unsigned char>(first[0]) | static_cast<unsigned char>(second[0])) >= 0x80)
    return std::string(first);
  return draw < 0.92 ? fmt::format("{}-{}", first[0], second[0])
                     : fmt::format("{}{}", first[0], second[0]);
}

}  // namespace doublon::generate
