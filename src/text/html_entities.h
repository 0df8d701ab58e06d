#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <system_error>

#include "text/code_pages.h"

namespace doublon::text {

// Names of the HTML 4 entities for U+00A0-U+00FF, in that order.
inline constexpr std::array<std::string_view, 96> kLatin1Entities = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar", "sect",   "uml",
    "copy",   "ordf",   "laquo",  "not",    "shy",    "reg",    "macr",   "deg",    "plusmn",
    "sup2",   "sup3",   "acute",  "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",
    "raquo",  "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",  "Atilde",
    "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute", "Ecirc",  "Euml",   "Igrave",
    "Iacute", "Icirc",  "Iuml",   "ETH",    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde",
    "Ouml",   "times",  "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",  "aelig",  "ccedil",
    "egrave", "eacute", "ecirc",  "euml",   "igrave", "iacute", "icirc",  "iuml",   "eth",
    "ntilde", "ograve", "oacute", "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave",
    "uacute", "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

struct NamedEntity {
  std::string_view name;
  char16_t code_point;
};

// The entities beyond Latin-1 that occur in names and addresses.
inline constexpr std::array<NamedEntity, 41> kOtherEntities = {
    {{"quot", 0x0022},   {"amp", 0x0026},    {"lt", 0x003c},     {"gt", 0x003e},
     {"OElig", 0x0152},  {"oelig", 0x0153},  {"Scaron", 0x0160}, {"scaron", 0x0161},
     {"Yuml", 0x0178},   {"fnof", 0x0192},   {"circ", 0x02c6},   {"tilde", 0x02dc},
     {"ensp", 0x2002},   {"emsp", 0x2003},   {"thinsp", 0x2009}, {"zwnj", 0x200c},
     {"zwj", 0x200d},    {"ndash", 0x2013},  {"mdash", 0x2014},  {"lsquo", 0x2018},
     {"rsquo", 0x2019},  {"sbquo", 0x201a},  {"ldquo", 0x201c},  {"rdquo", 0x201d},
     {"bdquo", 0x201e},  {"dagger", 0x2020}, {"Dagger", 0x2021}, {"bull", 0x2022},
     {"hellip", 0x2026}, {"permil", 0x2030}, {"lsaquo", 0x2039}, {"rsaquo", 0x203a},
     {"euro", 0x20ac},   {"trade", 0x2122},  {"apos", 0x0027},   {"Zcaron", 0x017d},
     {"zcaron", 0x017e}, {"Ccaron", 0x010c}, {"ccaron", 0x010d}, {"lstrok", 0x0142},
     {"Lstrok", 0x0141}}};

// "&" to ";" of the longest entity worth reading.
inline constexpr std::size_t kEntitySizeMax = 10;

// The character of "&name;" or "&#number;" at text[at], or 0; *length is that of the entity.
inline char32_t EntityAt(std::u32string_view text, std::size_t at, std::size_t* length) noexcept {
  const std::size_t end = text.substr(at, kEntitySizeMax).find(U';');
  if (end == std::u32string_view::npos || end < 3) return 0;
  *length = end + 1;
  char name[kEntitySizeMax] = {};
  bool capitals = true;
  for (std::size_t i = 1; i < end; ++i) {
    if (text[at + i] >= 0x80) return 0;
    name[i - 1] = static_cast<char>(text[at + i]);
    capitals = capitals && !(name[i - 1] >= 'a' && name[i - 1] <= 'z');
  }
  std::string_view wanted(name, end - 1);
  if (wanted[0] == '#') {
    const bool hex = wanted[1] == 'x' || wanted[1] == 'X';
    wanted.remove_prefix(hex ? 2 : 1);
    std::uint32_t number = 0;
    const auto [stop, error] =
        std::from_chars(wanted.data(), wanted.data() + wanted.size(), number, hex ? 16 : 10);
    if (error != std::errc() || stop != wanted.data() + wanted.size()) return 0;
    if (number >= 0x80 && number < 0xa0) return kWindows1252Page[number - 0x80];
    if (number == 9 || number == 10 || number == 13) return U' ';
    const bool valid = number >= 0x20 && number <= 0x10ffff && number >> 11 != 0x1b;
    return valid ? number : 0;
  }
  const auto look_up = [](std::string_view key) -> char32_t {
    const auto latin = std::find(kLatin1Entities.begin(), kLatin1Entities.end(), key);
    if (latin != kLatin1Entities.end()) {
      return 0xa0 + static_cast<char32_t>(latin - kLatin1Entities.begin());
    }
    for (const NamedEntity& entity : kOtherEntities) {
      if (entity.name == key) return entity.code_point;
    }
    return 0;
  };
  const char32_t found = look_up(wanted);
  if (found != 0 || !capitals) return found;
  // &EACUTE; comes from a cell put in capitals: its first letter alone is one in the table.
  for (std::size_t i = 1; i + 1 < end; ++i) {
    if (name[i] >= 'A' && name[i] <= 'Z') name[i] = static_cast<char>(name[i] + 0x20);
  }
  const char32_t capital = look_up(wanted);
  if (capital != 0) return capital;
  name[0] = static_cast<char>(name[0] | 0x20);
  return look_up(wanted);
}

}  // namespace doublon::text
